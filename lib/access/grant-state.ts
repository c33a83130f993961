// How far a grant has come, told from what the cluster has confirmed or refused. Pure.
import { clusterUsername, type GrantRule, roleGroups } from "./policy.ts";
import type { GrantView } from "./schema.ts";

export interface AppliedRow {
  kind: string;
  name: string;
  refusal: string | null;
}

/** `login` is null for a grant of a team: who is in it is seen to person by person. `logins` are those who have it and are not disabled. */
export function grantState(
  grant: GrantRule & { login: string | null; logins: readonly string[] },
  applied: readonly AppliedRow[],
): Pick<GrantView, "state" | "message"> {
  const groups = new Map(applied.filter(({ kind }) => kind === "group").map((row) => [row.name, row.refusal]));
  const wanted = roleGroups(grant);
  const refusals = wanted.flatMap((group) => groups.get(group) ?? []);
  if (refusals.length > 0) return { state: "refused", message: refusals.join(" · ") };
  const username = grant.login !== null && grant.logins.includes(grant.login) ? clusterUsername(grant.login) : null;
  const isListed = username === null || applied.some(({ kind, name, refusal }) => kind === "user" && name === username && refusal === null);
  return { state: isListed && wanted.every((group) => groups.has(group)) ? "applied" : "applying", message: null };
}
