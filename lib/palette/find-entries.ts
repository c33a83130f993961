import { type Context, requirePerson } from "../context.ts";
import { readLabels } from "../environment-settings/index.ts";
import type { Labels } from "../environment-settings/schema.ts";
import { isLive } from "../file-rows/index.ts";
import { bestRank, type PaletteEntry, textsOf } from "./schema.ts";

/** How many of a kind: fifty in all. Nothing typed: what was at hand last, and no more than a glance takes in. */
const limits = {
  typed: { environment: 20, "managed-environment": 8, kubeconfig: 8, user: 8, team: 6 },
  empty: { environment: 8, "managed-environment": 0, kubeconfig: 4, user: 0, team: 0 },
};

/** What the person may see and `query` is about, best first; among equals what was used last. */
export async function findPaletteEntries(context: Context, query: string): Promise<PaletteEntry[]> {
  const { isAdmin } = requirePerson(context);
  const own = [readReachable(context), readOwnFiles(context)];
  const administered = isAdmin && query.trim() !== "" ? [readManaged(context), readUsers(context), readTeams(context)] : [];
  const kinds = await Promise.all([...own, ...administered]);
  const limit = query.trim() === "" ? limits.empty : limits.typed;
  return kinds
    .flatMap((entries) => ranked(entries, query).slice(0, limit[entries[0]?.kind ?? "team"]))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

/** Those that fit, best first, else in the order given. */
function ranked(entries: readonly PaletteEntry[], query: string): { entry: PaletteEntry; rank: number }[] {
  return entries
    .flatMap((entry) => {
      const rank = bestRank(textsOf(entry), query);
      return rank === null ? [] : [{ entry, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
}

/** Those in which the person has a grant; the ones of their newest files first. */
async function readReachable(context: Context): Promise<PaletteEntry[]> {
  const { id: userId } = requirePerson(context);
  const [rows, used] = await Promise.all([
    context.db.environment.findMany({
      where: { grants: { some: { OR: [{ userId }, { team: { members: { some: { userId } } } }] } } },
      select: { id: true, name: true, disabledAt: true, labels: true },
      orderBy: { name: "asc" },
    }),
    context.db.kubeconfigToken.groupBy({ by: ["environmentId"], where: { kubeconfig: { ownerId: userId } }, _max: { createdAt: true } }),
  ]);
  const usedAt = new Map(used.map(({ environmentId, _max }) => [environmentId, _max.createdAt?.getTime() ?? 0]));
  return rows
    .toSorted((a, b) => (usedAt.get(b.id) ?? 0) - (usedAt.get(a.id) ?? 0))
    .map(({ id, name, disabledAt, labels }) => ({ kind: "environment", id, name, isDisabled: disabledAt !== null, labels: pairsOf(readLabels(labels)) }));
}

function pairsOf(labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

async function readOwnFiles(context: Context): Promise<PaletteEntry[]> {
  const rows = await context.db.kubeconfig.findMany({
    where: { ownerId: requirePerson(context).id, ...isLive(context.now) },
    select: { id: true, name: true },
    orderBy: { createdAt: "desc" },
    take: 1000,
  });
  return rows.map((row) => ({ kind: "kubeconfig", ...row }));
}

async function readManaged({ db }: Context): Promise<PaletteEntry[]> {
  const rows = await db.environment.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
  return rows.map((row) => ({ kind: "managed-environment", ...row }));
}

async function readUsers({ db }: Context): Promise<PaletteEntry[]> {
  const rows = await db.user.findMany({ select: { id: true, login: true, displayName: true }, orderBy: { login: "asc" } });
  return rows.map(({ id, login, displayName }) => ({ kind: "user", id, name: login, displayName }));
}

async function readTeams({ db }: Context): Promise<PaletteEntry[]> {
  const rows = await db.team.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
  return rows.map((row) => ({ kind: "team", ...row }));
}
