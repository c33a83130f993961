// A person as the relay would present them to one cluster.
import { type GrantRule, type Identity, identityFor, listGrants } from "../access/index.ts";
import type { Context } from "../context.ts";
import { t } from "../texts/index.ts";

/** Stands where a file's id would: in the cluster's own audit log it tells a preview from a request. */
const previewExtra = "preview";

export interface PersonAccess {
  /** Null: no grant. */
  identity: Identity | null;
  rules: GrantRule[];
  /** Why the relay would let them do nothing now; null when it would. */
  hindrance: { step: string; message: string } | null;
}

/** Null when the person or the environment is not there. */
export async function readPersonAccess(context: Context, userId: string, environmentId: number): Promise<PersonAccess | null> {
  const { db } = context;
  const team = { select: { id: true, name: true } };
  const user = await db.user.findUnique({ where: { id: userId }, select: { id: true, login: true, disabledAt: true, memberships: { select: { team } } } });
  const environment = await db.environment.findUnique({ where: { id: environmentId }, include: { appliedSubjects: { where: { refusal: null } } } });
  if (!user || !environment) return null;
  const teams = user.memberships.map((membership) => membership.team);
  const rules = (await listGrants(context, { person: userId, environment: environmentId })).map(({ clusterRole, namespaces }) => ({ clusterRole, namespaces }));
  const confirmed = (kind: string) => new Set(environment.appliedSubjects.filter((subject) => subject.kind === kind).map(({ name }) => name));
  const identity = identityFor({ id: user.id, login: user.login, teams: teams.map(({ name }) => name) }, rules, confirmed("group"), previewExtra);
  return { identity, rules, hindrance: hindranceOf() };

  function hindranceOf(): PersonAccess["hindrance"] {
    if (user?.disabledAt)
      return { step: "Drawbridge", message: t("{login} is disabled: nothing of this gets through until they are enabled.", { login: user.login }) };
    if (environment?.disabledAt) return { step: "Drawbridge", message: t("The environment is disabled: nothing of this gets through until it is enabled.") };
    if (identity !== null && !confirmed("user").has(identity.username))
      return { step: t("Listing the person in the cluster"), message: t("Their access is still being applied to the cluster.") };
    return null;
  }
}
