// What a cluster has to hold for the grants of its environment. Pure.
import { clusterUsername, type GrantRule, roleGroup, teamGroup } from "./policy.ts";
import type { GroupBindingView } from "./schema.ts";

export type GroupBinding = GroupBindingView;

export interface DesiredAccess {
  /** Who may be impersonated: everyone with a grant who is not disabled. */
  users: ReadonlySet<string>;
  teamGroups: ReadonlySet<string>;
  /** By group. */
  bindings: ReadonlyMap<string, GroupBinding>;
}

export interface GrantWithPeople extends GrantRule {
  /** Logins of those who have it and are not disabled. */
  logins: readonly string[];
  /** The team that has it, or null. */
  team: string | null;
}

export function desiredAccess(grants: readonly GrantWithPeople[]): DesiredAccess {
  const bindings = grants.flatMap(({ clusterRole, namespaces }) =>
    (namespaces ?? [null]).map((namespace) => ({ group: roleGroup(clusterRole, namespace), clusterRole, namespace })),
  );
  return {
    users: new Set(grants.flatMap(({ logins }) => logins.map(clusterUsername))),
    teamGroups: new Set(grants.flatMap(({ team }) => (team === null ? [] : [teamGroup(team)]))),
    bindings: new Map(bindings.map((binding) => [binding.group, binding])),
  };
}
