import { type Context, requireAdmin, requirePerson } from "../context.ts";
import type { Db } from "../db.ts";
import { type FileCondition, isLive, isUnusedSince, kubeconfigInclude, standingTokensOf, viewOf } from "../file-rows/index.ts";
import type { KubeconfigFilter, KubeconfigPage, KubeconfigSort, KubeconfigView, LiveKubeconfigView } from "../kubeconfig/schema.ts";
import { choiceText, expiringWithinSeconds, staleAfterSeconds } from "./schema.ts";
import { findSortedPage } from "./sorted-page.ts";

/** Whose files: the person's own, or those of all people (admins only). */
export interface Scope {
  everyone: boolean;
}

const pageSize = 50;
const exportedAtOnce = 500;

/** A page of files, newest first unless sorted otherwise. Throws Forbidden. */
export async function listKubeconfigs(
  context: Context,
  filter: KubeconfigFilter,
  { sort, ...scope }: Scope & { sort?: KubeconfigSort | undefined },
): Promise<KubeconfigPage> {
  const ownership = ownershipOf(context, scope);
  if (sort === undefined) return readPage(context, ownership, { filter, size: pageSize });
  const { db, now } = context;
  const where = { AND: [ownership, ...conditionsOf(filter, now)] };
  const { ids, next } = await findSortedPage(db, where, { sort, before: filter.before, size: pageSize });
  const rows = await db.kubeconfig.findMany({ where: { id: { in: ids } }, include: kubeconfigInclude });
  const views = new Map(rows.map((row) => [row.id, viewOf(row, now)]));
  return { kubeconfigs: ids.flatMap((id) => views.get(id) ?? []), next };
}

/** The files that match, as the list has them and on whatever page, in pieces. Throws Forbidden before the first piece is asked for. */
export function exportKubeconfigs(context: Context, filter: KubeconfigFilter, scope: Scope): AsyncIterable<KubeconfigView[]> {
  return allPages(context, ownershipOf(context, scope), filter);
}

/** One of the person's own files; null when there is none of this id. */
export async function findOwnKubeconfig(context: Context, id: string): Promise<KubeconfigView | null> {
  const row = await context.db.kubeconfig.findFirst({ where: { id, ownerId: requirePerson(context).id }, include: kubeconfigInclude });
  return row && viewOf(row, context.now);
}

/** The person's own files that work, newest first, without what is in them. */
export async function listLiveKubeconfigs(context: Context): Promise<LiveKubeconfigView[]> {
  const { id: ownerId } = requirePerson(context);
  const { db, now } = context;
  const select = { id: true, name: true, createdAt: true, renewedAt: true, expiresAt: true };
  const rows = await db.kubeconfig.findMany({ where: { ownerId, ...isLive(now) }, select, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
  const tokens = await standingTokensOf(db, ownerId);
  return rows.map(({ id, name, createdAt, renewedAt, expiresAt }) => ({
    ...{ id, name, createdAt: createdAt.toISOString() },
    renewedAt: renewedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    choice: choiceText(tokens.get(id)?.map(({ environmentId }) => environmentId) ?? []),
  }));
}

async function* allPages(context: Context, ownership: FileCondition, filter: KubeconfigFilter): AsyncGenerator<KubeconfigView[]> {
  let before: string | undefined;
  do {
    const page = await readPage(context, ownership, { filter: { ...filter, before }, size: exportedAtOnce });
    yield page.kubeconfigs;
    before = page.next ?? undefined;
  } while (before !== undefined);
}

function ownershipOf(context: Context, { everyone }: Scope): FileCondition {
  if (!everyone) return { ownerId: requirePerson(context).id };
  requireAdmin(context);
  return {};
}

async function readPage({ db, now }: Context, ownership: FileCondition, { filter, size }: { filter: KubeconfigFilter; size: number }): Promise<KubeconfigPage> {
  const rows = await db.kubeconfig.findMany({
    where: { AND: [ownership, ...conditionsOf(filter, now), await olderThan(db, filter.before)] },
    include: kubeconfigInclude,
    // By time and then id: pages stay whole while files are made, whatever the number of rows before them.
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: size + 1,
  });
  const kubeconfigs = rows.slice(0, size).map((row) => viewOf(row, now));
  return { kubeconfigs, next: rows.length > size ? (kubeconfigs.at(-1)?.id ?? null) : null };
}

function conditionsOf({ user, team, environment, state }: KubeconfigFilter, now: Date): FileCondition[] {
  return [
    ...(user ? [{ ownerLogin: user }] : []),
    ...(team ? [{ owner: { memberships: { some: { teamId: team } } } }] : []),
    ...(environment ? [{ tokens: { some: { environmentId: environment, replacedAt: null, revokedAt: null } } }] : []),
    ...(state ? [stateConditions[state](now)] : []),
  ];
}

const stateConditions: Record<NonNullable<KubeconfigFilter["state"]>, (now: Date) => FileCondition> = {
  active: isLive,
  expiring: (now) => ({ revokedAt: null, expiresAt: { gt: now, lt: new Date(now.getTime() + expiringWithinSeconds * 1000) } }),
  stale: (now) => ({ AND: [isLive(now), isUnusedSince(new Date(now.getTime() - staleAfterSeconds * 1000))] }),
  expired: (now) => ({ revokedAt: null, expiresAt: { lte: now } }),
  revoked: () => ({ revokedAt: { not: null } }),
};

async function olderThan(db: Db, before: string | undefined): Promise<FileCondition> {
  const last = before ? await db.kubeconfig.findUnique({ where: { id: before }, select: { createdAt: true, id: true } }) : null;
  return last ? { OR: [{ createdAt: { lt: last.createdAt } }, { createdAt: last.createdAt, id: { lt: last.id } }] } : {};
}
