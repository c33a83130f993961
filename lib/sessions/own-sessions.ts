// A person's list of sessions, and its ends: for themselves and for administrators.
import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import { NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { deviceName } from "./device-name.ts";
import { parseMethod, type SessionRowView } from "./schema.ts";

/** The sessions of `userId` that have not ended, the last seen first; `thisId` is the one that asks. One's own, or as an admin anyone's. */
export async function listSessions(context: Context, userId: string, thisId: string | null): Promise<SessionRowView[]> {
  requireOwnOrAdmin(context, userId);
  const rows = await context.db.session.findMany({ where: { userId, expiresAt: { gt: context.now } } });
  return rows
    .map((row) => ({
      id: row.id,
      isThis: row.id === thisId,
      device: deviceName(row.userAgent),
      sourceIP: row.sourceIP,
      method: parseMethod(row.method),
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: (row.lastSeenAt ?? row.createdAt).toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }))
    .sort((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt));
}

/** Which sessions end: one, or all (but `exceptId`). */
export type Ending = { id: string } | { exceptId: string | null };

/**
 * Ends sessions of these people, of all of them or, when one is not there, of nobody: whoever has copied the cookie is out with the next
 * request. Throws NotFound, also for a session that is not there. Returns how many.
 */
export async function endSessionsOf(context: Context, userIds: readonly string[], ending: Ending): Promise<number> {
  const wanted = [...new Set(userIds)];
  for (const userId of wanted) requireOwnOrAdmin(context, userId);
  return change(context, async (transaction) => {
    const users = await transaction.user.findMany({ where: { id: { in: wanted } }, select: { id: true, login: true } });
    if (users.length < wanted.length) throw new NotFound(t("There is no such user."));
    const which = "id" in ending ? { id: ending.id } : ending.exceptId === null ? {} : { id: { not: ending.exceptId } };
    const where = { userId: { in: wanted }, ...which };
    const counts = await transaction.session.groupBy({ by: ["userId"], where, _count: true });
    const { count } = await transaction.session.deleteMany({ where });
    if ("id" in ending && count === 0) throw new NotFound(t("There is no such session."));
    const audit = counts.map(({ userId, _count }) => {
      const name = users.find(({ id }) => id === userId)?.login ?? "";
      return { action: "session.ended" as const, target: { kind: "user", name }, detail: { sessions: _count } };
    });
    return { audit, result: count };
  });
}

function requireOwnOrAdmin(context: Context, userId: string): void {
  if (requirePerson(context).id !== userId) requireAdmin(context);
}
