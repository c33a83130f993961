import { auditEventView } from "../audit/index.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Db } from "../db.ts";
import { NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { type Of, type Place, readActivityIds, readFirstUse } from "./read-rows.ts";
import type { ActivityEvent, ActivityPage, ActivityQuery } from "./schema.ts";

const pageSize = 50;

type Row = Parameters<typeof auditEventView>[0];

/**
 * A page of what a person did, or of what became of a file: made, first used, renewed, sessions with their length, refusals, ended. Not each
 * request. One's own person and files; administrators everybody's. Throws NotFound.
 */
export async function listActivity(context: Context, { of, before }: ActivityQuery): Promise<ActivityPage> {
  const { db } = context;
  const whose = await requireSeen(context, of);
  const ids = await readActivityIds(db, whose, { last: await placeOf(db, before), most: pageSize + 1 });
  const rows = await db.auditEvent.findMany({ where: { id: { in: ids.slice(0, pageSize) } }, orderBy: [{ at: "desc" }, { id: "desc" }] });
  const events = await Promise.all(rows.map((row) => eventOf(context, row)));
  return { events, next: ids.length > pageSize ? (events.at(-1)?.id ?? null) : null };
}

async function requireSeen(context: Context, of: ActivityQuery["of"]): Promise<Of> {
  const { id: ownId, isAdmin } = requirePerson(context);
  const { db } = context;
  if ("user" in of) {
    const user = isAdmin || of.user === ownId ? await db.user.findUnique({ where: { id: of.user }, select: { id: true, login: true } }) : null;
    if (user === null) throw new NotFound(t("There is no such user."));
    return { login: user.login, userId: user.id };
  }
  const file = await db.kubeconfig.findUnique({ where: { id: of.kubeconfig }, select: { id: true, ownerId: true } });
  if (file === null || !(isAdmin || file.ownerId === ownId)) throw new NotFound(t("There is no such kubeconfig."));
  return { kubeconfigId: file.id };
}

async function placeOf(db: Db, before: string | undefined): Promise<Place | null> {
  return before === undefined ? null : db.auditEvent.findUnique({ where: { id: before }, select: { at: true, id: true } });
}

async function eventOf(context: Context, row: Row): Promise<ActivityEvent> {
  const { id: ownId, isAdmin } = requirePerson(context);
  const isOwn = row.actorId === ownId;
  const view = auditEventView(row);
  const firstUse = row.action === "kubeconfig.issued" && row.kubeconfigId !== null ? await readFirstUse(context.db, row.kubeconfigId) : null;
  // Whence somebody else ended one's file, and what else is noted of it, is for administrators.
  const seen = isAdmin || isOwn ? view : { ...view, sourceIP: null, userAgent: null, detail: null };
  return { ...seen, isOwn, firstUsedAt: firstUse?.toISOString() ?? null };
}
