// How far a grant has come, told from what the cluster has confirmed or refused. Pure.
import { clusterUsername, type GrantRule, roleGroup, roleGroups } from "./policy.ts";
import type { GrantView, GroupBindingView } from "./schema.ts";

/** What a cluster has said of a name. */
export interface SaidOfName {
  kind: string;
  name: string;
  refusal: string | null;
}

export interface AppliedRow extends SaidOfName {
  boundByUs: boolean;
}

/** `login` is null for a grant of a team: who is in it is seen to person by person. `logins` are those who have it and are not disabled. */
export type GrantOfPeople = GrantRule & { login: string | null; logins: readonly string[] };
export type GrantStateView = Pick<GrantView, "state" | "message" | "unbound">;

/** Tells the state of any grant of one environment. Without bindings of ours, what is missing is for the cluster's administrators to bind. */
export function grantState(applied: readonly SaidOfName[], managesBindings: boolean): (grant: GrantOfPeople) => GrantStateView {
  const groups = new Map(applied.filter(({ kind }) => kind === "group").map((row) => [row.name, row.refusal]));
  const users = new Set(applied.filter(({ kind, refusal }) => kind === "user" && refusal === null).map(({ name }) => name));
  return (grant) => {
    const wanted = roleGroups(grant);
    const refusals = wanted.flatMap((group) => groups.get(group) ?? []);
    if (refusals.length > 0) return { state: "refused", message: refusals.join(" · "), unbound: [] };
    const isListed = grant.login === null || !grant.logins.includes(grant.login) || users.has(clusterUsername(grant.login));
    const unbound = managesBindings ? [] : bindingsOf(grant).filter(({ group }) => !groups.has(group));
    if (unbound.length > 0) return { state: "unbound", message: null, unbound };
    return { state: isListed && wanted.every((group) => groups.has(group)) ? "applied" : "applying", message: null, unbound };
  };
}

function bindingsOf({ clusterRole, namespaces }: GrantRule): GroupBindingView[] {
  return (namespaces ?? [null]).map((namespace) => ({ group: roleGroup(clusterRole, namespace), clusterRole, namespace }));
}
