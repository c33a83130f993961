// Thrown for an address to which Drawbridge does not connect.
// Pages: add, list, change.
export { addEnvironment, readUploadedKubeconfig, testConnection } from "./add-environment.ts";
// The server: jobs and the data path.
export {
  environmentsExist,
  findEnvironment,
  listEnvironmentNames,
  listEnvironments,
  removeEnvironment,
  setEnvironmentDisabled,
  updateEnvironment,
} from "./change-environment.ts";
// lib/access: the cluster as Drawbridge itself enters it.
export { type ClusterClient, ClusterRefusal, ClusterUnreachable, isClusterFault } from "./cluster-client.ts";
export {
  type ClusterObject,
  clusterNamespace,
  grantLabels,
  isOwnGrant,
  managedByLabel,
  managerNamespaceRules,
  managerRoleName,
  managerRules,
  pathOf,
  proxyRole,
  proxyRoleBinding,
  proxyRoleName,
  rbac,
} from "./cluster-objects.ts";
export { openCredential, renewalDueAt } from "./credentials.ts";
export { probeEnvironment, renewCredentials, watchEnvironment } from "./keep-environment.ts";
export {
  accessReviewSchema,
  type Binding,
  bindingListSchema,
  bindingSchema,
  clusterRoleSchema,
  discoverySchema,
  type PolicyRule,
  rulesReviewSchema,
  whoAmISchema,
} from "./kubernetes-schema.ts";
export { clusterOf, environmentKey, instanceIdOf, listClusterRoles, openManagedCluster } from "./managed-cluster.ts";
export { addEnvironmentFromManifest, installManifest, type ManifestSteps } from "./manifest.ts";
export { addOwnCluster, findOwnCluster } from "./own-cluster.ts";
export { buildProxyPath, isProxyTarget, type ProxyPath, parseProxyPath } from "./proxy-path.ts";
export { rotateCredentials } from "./rotate-credentials.ts";
export { type EnvironmentTlsOptions, tlsOptions } from "./tls-options.ts";
export { healthOf } from "./view.ts";
