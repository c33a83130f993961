import { type Context, requirePerson } from "../context.ts";
import type { Db } from "../db.ts";
import { readLabels } from "../environment-settings/index.ts";
import { healthOf } from "../environments/index.ts";
import { standingTokensOf } from "../file-rows/index.ts";
import { grantRuleOf, type StoredRule } from "./grant-rule.ts";
import { grantState, type SaidOfName } from "./grant-state.ts";
import { clusterUsername, type GrantRule, roleGroups } from "./policy.ts";
import type { ReachableEnvironmentView, RightView } from "./schema.ts";

/** The environments in which the person has a grant, their own or a team's, by name. Being an administrator of Drawbridge adds none. */
export async function listReachableEnvironments(context: Context): Promise<ReachableEnvironmentView[]> {
  const { id: userId, login } = requirePerson(context);
  const rows = await context.db.environment.findMany({
    where: reachableBy(userId),
    select: { ...shownColumns, grants: { where: grantsOf(userId), select: { clusterRole: true, allNamespaces: true, namespaces: true } } },
    orderBy: { name: "asc" },
  });
  const applied = await readApplied(context.db, login, rows);
  const uses = await readUses(context, userId);
  return rows.map((row) => {
    const rules = row.grants.map(grantRuleOf);
    const stateOf = grantState(applied.get(row.id) ?? [], row.managesBindings);
    return {
      id: row.id,
      name: row.name,
      labels: readLabels(row.labels),
      health: healthOf(row),
      version: row.version,
      rights: mergeRights(rules),
      applying: rules.some((rule) => stateOf({ ...rule, login, logins: [login] }).state === "applying"),
      lastUsedAt: uses.get(row.id)?.lastUsedAt?.toISOString() ?? null,
      newestKubeconfig: uses.get(row.id)?.newestKubeconfig ?? null,
      expiryMaxSeconds: row.expiryMaxSeconds,
    };
  });
}

function grantsOf(userId: string) {
  return { OR: [{ userId }, { team: { members: { some: { userId } } } }] };
}

/** The condition of environments in which a person has a grant. */
export function reachableBy(userId: string) {
  return { grants: { some: grantsOf(userId) } };
}

const shownColumns = {
  ...{ id: true, name: true, labels: true, version: true, managesBindings: true, expiryMaxSeconds: true, disabledAt: true },
  ...{ probeOk: true, probeStep: true, probeMessage: true, probedAt: true, lastReachableAt: true },
} as const;

/** What the clusters have confirmed or refused, of this person's names alone: a cluster knows those of a thousand others. */
async function readApplied(db: Db, login: string, rows: readonly { id: number; grants: StoredRule[] }[]): Promise<Map<number, SaidOfName[]>> {
  const names = new Set([clusterUsername(login), ...rows.flatMap(({ grants }) => grants.flatMap((grant) => roleGroups(grantRuleOf(grant))))]);
  // By the whole key, of which the names are the last part: so the index is used.
  const where = { environmentId: { in: rows.map(({ id }) => id) }, kind: { in: ["user", "group"] }, name: { in: [...names] } };
  const applied = await db.appliedSubject.findMany({ where, select: { environmentId: true, kind: true, name: true, refusal: true } });
  return Map.groupBy(applied, ({ environmentId }) => environmentId);
}

/** One right a role: all namespaces outweigh listed ones. */
export function mergeRights(rules: readonly GrantRule[]): RightView[] {
  const byRole = new Map<string, Set<string> | null>();
  for (const { clusterRole, namespaces } of rules) {
    const known = byRole.get(clusterRole);
    byRole.set(clusterRole, namespaces === null || known === null ? null : new Set([...(known ?? []), ...namespaces]));
  }
  return [...byRole]
    .map(([clusterRole, namespaces]) => ({ clusterRole, namespaces: namespaces && [...namespaces].sort() }))
    .sort((a, b) => a.clusterRole.localeCompare(b.clusterRole));
}

interface Use {
  lastUsedAt: Date | null;
  newestKubeconfig: ReachableEnvironmentView["newestKubeconfig"];
}

/** What the person's files say of each environment: when one of them was used last, and which is the newest that works there. */
async function readUses({ db, now }: Context, ownerId: string): Promise<Map<number, Use>> {
  const select = { id: true, name: true, revokedAt: true, lastUsedAt: true };
  const files = await db.kubeconfig.findMany({ where: { ownerId }, select, orderBy: { createdAt: "desc" } });
  const tokens = await standingTokensOf(db, ownerId);
  const uses = new Map<number, Use>();
  for (const { id, name, revokedAt, lastUsedAt } of files) {
    for (const { environmentId, expiresAt } of tokens.get(id) ?? []) {
      const use = uses.get(environmentId) ?? { lastUsedAt: null, newestKubeconfig: null };
      uses.set(environmentId, use);
      if (lastUsedAt !== null && (use.lastUsedAt === null || lastUsedAt > use.lastUsedAt)) use.lastUsedAt = lastUsedAt;
      if (revokedAt === null && (expiresAt === null || expiresAt > now)) use.newestKubeconfig ??= { id, name, expiresAt: expiresAt?.toISOString() ?? null };
    }
  }
  return uses;
}
