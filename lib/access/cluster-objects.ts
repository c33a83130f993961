// What grants become in a cluster, as plain objects. Pure.
import { type ClusterObject, ownLabels, type PolicyRule, rbac } from "../environments/index.ts";
import { sha256 } from "../secrets.ts";
import type { GroupBinding } from "./desired-access.ts";
import { kubeconfigExtraKey } from "./policy.ts";

/**
 * What *proxy* may do: be exactly these people in exactly these groups. A rule whose list of names is empty would mean every name, so
 * such a rule is not there at all, and without people there is no rule.
 */
export function impersonationRules(users: readonly string[], groups: readonly string[]): PolicyRule[] {
  if (users.length === 0) return [];
  const verbs = ["impersonate"];
  return [
    { apiGroups: [""], resources: ["users"], resourceNames: [...users].sort(), verbs },
    ...(groups.length === 0 ? [] : [{ apiGroups: [""], resources: ["groups"], resourceNames: [...groups].sort(), verbs }]),
    { apiGroups: ["authentication.k8s.io"], resources: ["uids", `userextras/${kubeconfigExtraKey}`], verbs },
  ];
}

export function groupBindingObject({ group, clusterRole, namespace }: GroupBinding): ClusterObject {
  // Hashed, since a role's name may be longer or have other characters than a binding's may.
  const name = `drawbridge-${sha256(group).slice(0, 20)}`;
  return {
    apiVersion: `${rbac}/v1`,
    kind: namespace === null ? "ClusterRoleBinding" : "RoleBinding",
    metadata: { name, ...(namespace === null ? {} : { namespace }), labels: ownLabels("grant") },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: clusterRole },
    subjects: [{ apiGroup: rbac, kind: "Group", name: group }],
  };
}
