import { type Context, requirePerson } from "../context.ts";
import { healthOf } from "../environments/index.ts";
import { grantRuleOf } from "./grant-rule.ts";
import { grantState } from "./grant-state.ts";
import type { GrantRule } from "./policy.ts";
import type { ReachableEnvironmentView, RightView } from "./schema.ts";

/** The environments in which the person has a grant, their own or a team's, by name. Being an administrator of Drawbridge adds none. */
export async function listReachableEnvironments(context: Context): Promise<ReachableEnvironmentView[]> {
  const { id: userId, login } = requirePerson(context);
  const mine = { OR: [{ userId }, { team: { members: { some: { userId } } } }] };
  const rows = await context.db.environment.findMany({
    where: { grants: { some: mine } },
    include: { grants: { where: mine }, appliedSubjects: true },
    orderBy: { name: "asc" },
  });
  const files = await readFiles(context, userId);
  return rows.map((row) => {
    const rules = row.grants.map(grantRuleOf);
    const ofThis = files.filter((file) => file.environmentIds.includes(row.id));
    const newest = ofThis.find((file) => file.isLive);
    return {
      id: row.id,
      name: row.name,
      health: healthOf(row),
      version: row.version,
      rights: mergeRights(rules),
      applying: rules.some((rule) => grantState({ ...rule, login, logins: [login] }, row.appliedSubjects).state === "applying"),
      lastUsedAt: newestOf(ofThis.map((file) => file.lastUsedAt)),
      newestKubeconfig: newest ? { id: newest.id, name: newest.name, expiresAt: newest.expiresAt } : null,
    };
  });
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

interface File {
  id: string;
  name: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  isLive: boolean;
  environmentIds: (number | null)[];
}

/** The person's files, newest first. */
async function readFiles({ db, now }: Context, ownerId: string): Promise<File[]> {
  const rows = await db.kubeconfig.findMany({ where: { ownerId }, include: { tokens: { select: { environmentId: true } } }, orderBy: { createdAt: "desc" } });
  return rows.map(({ id, name, expiresAt, revokedAt, lastUsedAt, tokens }) => ({
    id,
    name,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    isLive: revokedAt === null && (expiresAt === null || expiresAt > now),
    environmentIds: tokens.map((token) => token.environmentId),
  }));
}

function newestOf(instants: readonly (string | null)[]): string | null {
  return instants.reduce((newest, instant) => (instant !== null && (newest === null || instant > newest) ? instant : newest), null);
}
