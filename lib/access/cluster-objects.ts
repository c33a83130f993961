// What grants become in a cluster, as plain objects. Pure.
import { isDeepStrictEqual } from "node:util";
import { type Binding, type ClusterObject, grantLabels, rbac } from "../environments/index.ts";
import { sha256 } from "../secrets.ts";
import type { GroupBinding } from "./desired-access.ts";

export function groupBindingObject({ group, clusterRole, namespace }: GroupBinding, instanceId: string): ClusterObject {
  return {
    apiVersion: `${rbac}/v1`,
    kind: namespace === null ? "ClusterRoleBinding" : "RoleBinding",
    metadata: { name: groupBindingName(group), ...(namespace === null ? {} : { namespace }), labels: grantLabels(instanceId) },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: clusterRole },
    subjects: [{ apiGroup: rbac, kind: "Group", name: group }],
  };
}

/** Hashed, since a role's name may be longer or have other characters than a binding's may. */
function groupBindingName(group: string): string {
  return `drawbridge-${sha256(group).slice(0, 20)}`;
}

/** Whether a binding with our label is as we make them: left from a grant that is gone, and not somebody else's work. */
export function isOfOurMaking({ metadata, subjects }: Binding): boolean {
  const [subject, ...others] = subjects ?? [];
  return subject?.kind === "Group" && others.length === 0 && metadata.name === groupBindingName(subject.name);
}

/** Whether `present` gives the right that `wanted` does, and no other. */
export function givesTheSame(present: Binding, wanted: ClusterObject): boolean {
  return isDeepStrictEqual(present.roleRef, wanted.roleRef) && isDeepStrictEqual(present.subjects, wanted.subjects);
}
