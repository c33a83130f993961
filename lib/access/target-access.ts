// What of the desired access this cluster can hold now: which bindings are ours to make, and which groups may be sent. Pure.
import type { DesiredAccess, GroupBinding } from "./desired-access.ts";

export interface ClusterFacts {
  clusterRoles: ReadonlySet<string>;
  /** Our groups that bindings of others name. */
  groupsOfOthers: ReadonlySet<string>;
  /** False: "bring your own RBAC". */
  managesBindings: boolean;
}

export interface TargetAccess {
  users: ReadonlySet<string>;
  bindings: readonly GroupBinding[];
  /** Only what a binding names, or is about to: a group that means nothing in a cluster would cost it time with each request. */
  groups: ReadonlySet<string>;
  /** By group, why it has no binding. */
  refusals: ReadonlyMap<string, string>;
}

export function targetAccess(desired: DesiredAccess, { clusterRoles, groupsOfOthers, managesBindings }: ClusterFacts): TargetAccess {
  const teams = [...desired.teamGroups].filter((group) => groupsOfOthers.has(group));
  const wanted = [...desired.bindings.values()];
  if (!managesBindings) {
    const roles = [...desired.bindings.keys()].filter((group) => groupsOfOthers.has(group));
    return { users: desired.users, bindings: [], groups: new Set([...teams, ...roles]), refusals: new Map() };
  }
  // Whatever is made later under the name of a role that is gone is not what was granted.
  const bindings = wanted.filter(({ clusterRole }) => clusterRoles.has(clusterRole));
  const missing = wanted.filter(({ clusterRole }) => !clusterRoles.has(clusterRole));
  return {
    users: desired.users,
    bindings,
    groups: new Set([...teams, ...bindings.map(({ group }) => group)]),
    refusals: new Map(missing.map(({ group, clusterRole }) => [group, `The cluster has no ClusterRole “${clusterRole}” any more.`])),
  };
}
