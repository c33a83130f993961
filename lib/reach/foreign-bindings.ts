// The cluster's own bindings that reach a person: what others have given, beside our grants. Pure.
import { clusterNamePrefix } from "../access/index.ts";
import type { Binding } from "../environments/index.ts";
import type { ClusterBindingView } from "./schema.ts";

/** Every request of somebody who is known is in this group, without our sending it. */
const everyone = "system:authenticated";

export interface Reached {
  username: string;
  groups: readonly string[];
  /** Bindings within other namespaces do not matter. */
  namespace: string;
}

/** Of `bindings` (none of ours among them) those that name the person, a group of theirs or everyone, in the namespace or in all. */
export function bindingsFor(bindings: readonly Binding[], { username, groups, namespace }: Reached): ClusterBindingView[] {
  const mine = new Set([...groups, everyone]);
  const near = bindings.filter(({ metadata }) => metadata.namespace === undefined || metadata.namespace === namespace);
  return viewsOf(near, (kind, name) => (kind === "User" ? name === username : mine.has(name)));
}

/** Of `bindings` those that name anybody who comes through Drawbridge, or everyone. */
export function bindingsOfPeople(bindings: readonly Binding[]): ClusterBindingView[] {
  return viewsOf(bindings, (_kind, name) => name === everyone || name.startsWith(clusterNamePrefix));
}

/** Kubernetes' own for everybody are left out. */
function viewsOf(bindings: readonly Binding[], reaches: (kind: "User" | "Group", name: string) => boolean): ClusterBindingView[] {
  return bindings.flatMap(({ metadata, roleRef, subjects }) => {
    if (metadata.labels?.["kubernetes.io/bootstrapping"] === "rbac-defaults") return [];
    const through = (subjects ?? []).flatMap(({ kind, name }) =>
      (kind === "User" || kind === "Group") && reaches(kind, name) ? [`${kind.toLowerCase()} ${name}`] : [],
    );
    if (through.length === 0) return [];
    const kind = metadata.namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
    return [{ kind, name: metadata.name, namespace: metadata.namespace ?? null, role: `${roleRef.kind} ${roleRef.name}`, through }];
  });
}
