// The sessions of browsers. The cookie holds a random value, the database its hash: a session ends by deleting its row, whoever has copied the cookie.
import type { Person } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import type { RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";

const minute = 60 * 1000;
const idleMs = 12 * 60 * minute;
export const lifeSeconds = 7 * 24 * 60 * 60;
/** The row is written this seldom, however busy the person is. */
const renewEveryMs = 5 * minute;

export interface LiveSession {
  /** The row's id: the hash of what the cookie holds. */
  id: string;
  person: Person;
  mustChangePassword: boolean;
}

/** Starts a session and returns what its cookie must hold. */
export async function startSession(db: Db, userId: string, now: Date, random: RandomBytes): Promise<string> {
  const sid = Buffer.from(random(32)).toString("base64url");
  await db.session.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.session.create({ data: { id: sha256(sid), userId, createdAt: now, expiresAt: new Date(now.getTime() + idleMs) } });
  return sid;
}

/** The session behind a cookie's value, which then lives on for 12 hours, for 7 days in all; null when it has ended or its person may not sign in. */
export async function findSession(db: Db, sid: string, now: Date): Promise<LiveSession | null> {
  const row = await db.session.findUnique({ where: { id: sha256(sid) }, include: { user: true } });
  if (!row || row.expiresAt <= now || row.user.disabledAt || row.user.passwordHash === null) return null;
  const until = Math.min(now.getTime() + idleMs, row.createdAt.getTime() + lifeSeconds * 1000);
  if (until - row.expiresAt.getTime() >= renewEveryMs) await db.session.updateMany({ where: { id: row.id }, data: { expiresAt: new Date(until) } });
  const { id, login, displayName, isAdmin, mustChangePassword } = row.user;
  return { id: row.id, person: { id, login, displayName, isAdmin }, mustChangePassword };
}

/** Ends all sessions of a person, but one if `exceptId` is given. */
export async function endSessions(transaction: Transaction, userId: string, exceptId?: string): Promise<void> {
  await transaction.session.deleteMany({ where: { userId, ...(exceptId === undefined ? {} : { id: { not: exceptId } }) } });
}

/** Ends one session and returns whose it was. */
export async function endSession(transaction: Transaction, sid: string): Promise<Person | null> {
  const row = await transaction.session.findUnique({ where: { id: sha256(sid) }, include: { user: true } });
  if (!row) return null;
  await transaction.session.deleteMany({ where: { id: row.id } });
  const { id, login, displayName, isAdmin } = row.user;
  return { id, login, displayName, isAdmin };
}
