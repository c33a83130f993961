// The sessions of browsers. The cookie holds a random value, the database its hash: a session ends by deleting its row, whoever has copied the cookie.
import type { Person } from "../context.ts";
import type { Db } from "../db.ts";
import type { RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";
import { proofColumns, proofsOf } from "./proofs.ts";
import { parseMethod, type SignInMethod } from "./schema.ts";

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
  /** When the person last proved who they are. */
  signedInAt: Date;
  method: SignInMethod;
  /** Who took the person's second factors away, and when, until they have said that they know; `by` null: the operator. */
  factorsReset: { at: Date; by: string | null } | null;
}

/** How somebody came in: what their list of sessions tells them apart by. */
export interface SignIn {
  userId: string;
  sourceIP: string | null;
  userAgent: string | null;
  method: SignInMethod;
  /** The passkey that was shown: with it the session ends. */
  passkeyId: string | null;
  /** `proofsOf` the person, as they were when the sign-in was judged. */
  proofs: string;
}

const userAgentCharactersMax = 200;

/** Starts a session and returns what its cookie must hold; null when what the sign-in was judged by has changed since. */
export async function startSession(db: Db, { proofs, ...signIn }: SignIn, now: Date, random: RandomBytes): Promise<string | null> {
  const sid = Buffer.from(random(32)).toString("base64url");
  return db.$transaction(async (transaction) => {
    // A write first: nothing changes from here on but what this transaction changes.
    await transaction.session.deleteMany({ where: { expiresAt: { lte: now } } });
    const user = await transaction.user.findUnique({ where: { id: signIn.userId }, select: proofColumns });
    if (!user || user.disabledAt !== null || proofsOf(user) !== proofs) return null;
    await transaction.session.create({
      data: {
        ...signIn,
        userAgent: signIn.userAgent?.slice(0, userAgentCharactersMax) ?? null,
        ...{ id: sha256(sid), createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + idleMs) },
      },
    });
    return sid;
  });
}

/** The session behind a cookie's value, which then lives on for 12 hours, for 7 days in all; null when it has ended or its person may not sign in. */
export async function findSession(db: Db, sid: string, now: Date): Promise<LiveSession | null> {
  const row = await db.session.findUnique({ where: { id: sha256(sid) }, include: { user: true } });
  if (!row || row.expiresAt <= now || row.user.disabledAt || row.user.passwordHash === null) return null;
  const until = Math.min(now.getTime() + idleMs, row.createdAt.getTime() + lifeSeconds * 1000);
  if (until - row.expiresAt.getTime() >= renewEveryMs)
    await db.session.updateMany({ where: { id: row.id }, data: { expiresAt: new Date(until), lastSeenAt: now } });
  const { id, login, displayName, isAdmin, mustChangePassword, factorsResetAt: at, factorsResetBy: by, factorsResetSeenAt } = row.user;
  const factorsReset = at !== null && factorsResetSeenAt === null ? { at, by } : null;
  const person = { id, login, displayName, isAdmin };
  return { id: row.id, person, mustChangePassword, signedInAt: row.createdAt, method: parseMethod(row.method), factorsReset };
}

/** Ends one session and returns whose it was. */
export async function endSession(db: Db, sid: string): Promise<Person | null> {
  const row = await db.session.findUnique({ where: { id: sha256(sid) }, include: { user: true } });
  if (!row) return null;
  const { count } = await db.session.deleteMany({ where: { id: row.id } });
  if (count === 0) return null;
  const { id, login, displayName, isAdmin } = row.user;
  return { id, login, displayName, isAdmin };
}
