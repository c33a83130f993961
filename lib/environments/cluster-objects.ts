// What Drawbridge installs in a cluster, as plain objects; docs/decisions/0002 tells why there are two accounts. Pure.
import type { PolicyRule } from "./kubernetes-schema.ts";

export const clusterNamespace = "drawbridge";
export const accountNames = { proxy: "proxy", manager: "manager" } as const;
export type CredentialKind = keyof typeof accountNames;

export const managedByLabel = "app.kubernetes.io/managed-by";
const componentLabel = "app.kubernetes.io/component";
/** Which Drawbridge the installation belongs to: two of them in one cluster would undo each other's work. On bindings it is a label. */
export const instanceAnnotation = "drawbridge.dev/instance";
/** Selects the bindings of grants, and nothing of the installation itself. */
export const grantSelector = `${managedByLabel}=drawbridge,${componentLabel}=grant`;

export const proxyRoleName = "drawbridge-proxy";
export const managerRoleName = "drawbridge-manager";
/** Of the manifest only: the long-lived token with which the first short-lived ones are made, and which is then deleted. */
export const setUpSecretName = "manager-set-up";

export const rbac = "rbac.authorization.k8s.io";

/** On everything that is ours. */
export function ownLabels(component: "installation" | "grant"): Record<string, string> {
  return { [managedByLabel]: "drawbridge", [componentLabel]: component };
}

/** On the binding of a grant. */
export function grantLabels(instanceId: string): Record<string, string> {
  return { ...ownLabels("grant"), [instanceAnnotation]: instanceId };
}

/** Whether a binding is one that this Drawbridge may change. Those of before the instance stood on them have none. */
export function isOwnGrant(labels: Record<string, string> | undefined, instanceId: string): boolean {
  const instance = labels?.[instanceAnnotation];
  return Object.entries(ownLabels("grant")).every(([name, value]) => labels?.[name] === value) && (instance === undefined || instance === instanceId);
}

export interface ClusterObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

/** The installation, in an order in which each object finds what it refers to. */
export function installationObjects(instanceId: string): ClusterObject[] {
  const account = (name: string) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: metadata(name, clusterNamespace),
    automountServiceAccountToken: false,
  });
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { ...metadata(clusterNamespace), annotations: { [instanceAnnotation]: instanceId } } },
    account(accountNames.proxy),
    account(accountNames.manager),
    proxyRole([]),
    { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: metadata(managerRoleName), rules: managerRules() },
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata: metadata(managerRoleName, clusterNamespace), rules: managerNamespaceRules() },
    proxyRoleBinding(),
    binding("ClusterRoleBinding", managerRoleName, "ClusterRole", accountNames.manager),
    { ...binding("RoleBinding", managerRoleName, "Role", accountNames.manager), metadata: metadata(managerRoleName, clusterNamespace) },
  ];
}

/** Gives *proxy* its role. */
export function proxyRoleBinding(): ClusterObject {
  return binding("ClusterRoleBinding", proxyRoleName, "ClusterRole", accountNames.proxy);
}

/** The list of who *proxy* may be. */
export function proxyRole(rules: readonly PolicyRule[]): ClusterObject {
  return { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: metadata(proxyRoleName), rules };
}

/** The one object that only the manifest has. */
export function setUpSecret(): ClusterObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...metadata(setUpSecretName, clusterNamespace), annotations: { "kubernetes.io/service-account.name": accountNames.manager } },
    type: "kubernetes.io/service-account-token",
  };
}

function metadata(name: string, namespace?: string) {
  return { name, ...(namespace === undefined ? {} : { namespace }), labels: ownLabels("installation") };
}

function binding(kind: "ClusterRoleBinding" | "RoleBinding", name: string, roleKind: "ClusterRole" | "Role", account: string): ClusterObject {
  return {
    apiVersion: `${rbac}/v1`,
    kind,
    metadata: metadata(name),
    roleRef: { apiGroup: rbac, kind: roleKind, name },
    subjects: [{ kind: "ServiceAccount", name: account, namespace: clusterNamespace }],
  };
}

/** What *manager* may do in the whole cluster. */
export function managerRules(): PolicyRule[] {
  const all = ["get", "list", "watch", "create", "update", "patch", "delete"];
  return [
    { apiGroups: [rbac], resources: ["rolebindings", "clusterrolebindings"], verbs: all },
    // `bind` lets it hand out roles whose rights it has not got itself; `escalate`, only on the list of who may be impersonated, lets it extend that,
    // and `create`, which a cluster checks by name when an object is put where there is none, lets it bring a deleted list back.
    { apiGroups: [rbac], resources: ["clusterroles"], verbs: ["get", "list", "watch", "bind"] },
    { apiGroups: [rbac], resources: ["clusterroles"], resourceNames: [proxyRoleName], verbs: ["create", "update", "patch", "escalate"] },
    { apiGroups: [rbac], resources: ["clusterroles"], resourceNames: [proxyRoleName, managerRoleName], verbs: ["delete"] },
    { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list", "watch"] },
  ];
}

/** In our own namespace only: elsewhere a ServiceAccount that happens to be called `manager` is not ours to mint tokens of. */
export function managerNamespaceRules(): PolicyRule[] {
  return [
    { apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: Object.values(accountNames), verbs: ["create"] },
    { apiGroups: [""], resources: ["secrets"], resourceNames: [setUpSecretName], verbs: ["delete"] },
    { apiGroups: [""], resources: ["namespaces"], resourceNames: [clusterNamespace], verbs: ["delete"] },
  ];
}

const collections: Record<string, string> = {
  Namespace: "namespaces",
  ServiceAccount: "serviceaccounts",
  Secret: "secrets",
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  Role: "roles",
  RoleBinding: "rolebindings",
};

/** The URL path of an object, or of its collection. */
export function pathOf({ apiVersion, kind, metadata: { name, namespace } }: ClusterObject): { item: string; collection: string } {
  const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const collection = `${root}${namespace === undefined ? "" : `/namespaces/${namespace}`}/${collections[kind]}`;
  return { collection, item: `${collection}/${encodeURIComponent(name)}` };
}
