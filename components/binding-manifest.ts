import type { GroupBindingView } from "#lib/access/schema.ts";

/** YAML that binds groups to their roles, for a cluster whose own administrators make the bindings. They carry no label of Drawbridge's. */
export function bindingManifest(bindings: readonly GroupBindingView[]): string {
  return bindings.map(document).join("---\n");
}

function document({ group, clusterRole, namespace }: GroupBindingView): string {
  const kind = namespace === null ? "ClusterRoleBinding" : "RoleBinding";
  // A string in JSON is one in YAML, whatever is in it.
  const quoted = (text: string) => JSON.stringify(text);
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${quoted(objectName(clusterRole))}
${namespace === null ? "" : `  namespace: ${quoted(namespace)}\n`}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${quoted(clusterRole)}
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: ${quoted(group)}
`;
}

/** Roles may have names that a binding may have, too, so theirs is taken as it is. */
function objectName(clusterRole: string): string {
  return `people-of-drawbridge:${clusterRole}`;
}
