// Pages: add, list, change.
export { addEnvironment, readUploadedKubeconfig, testConnection } from "./add-environment.ts";
// The server: jobs and the data path.
export { RefusedAddress } from "./address-guard.ts";
export { environmentsExist, findEnvironment, listEnvironments, removeEnvironment, setEnvironmentDisabled, updateEnvironment } from "./change-environment.ts";
// lib/access: the cluster as Drawbridge itself enters it.
export { type ClusterClient, ClusterRefusal, ClusterUnreachable } from "./cluster-client.ts";
export { type ClusterObject, grantSelector, managerRoleName, ownLabels, pathOf, proxyRoleName, rbac } from "./cluster-objects.ts";
export { openCredential } from "./credentials.ts";
export { deleteIfThere } from "./install.ts";
export { probeEnvironment, renewCredentials } from "./keep-environment.ts";
export { type Binding, bindingListSchema, clusterRoleSchema, type PolicyRule, whoAmISchema } from "./kubernetes-schema.ts";
export { environmentKey, listClusterRoles, openManagedCluster } from "./managed-cluster.ts";
export { addEnvironmentFromManifest, installManifest, type ManifestSteps } from "./manifest.ts";
export { buildProxyPath, isProxyTarget, type ProxyPath, parseProxyPath } from "./proxy-path.ts";
export { type EnvironmentTlsOptions, tlsOptions } from "./tls-options.ts";
export { healthOf } from "./view.ts";
