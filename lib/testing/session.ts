import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { sessionSecret } from "../auth/options.ts";
import type { Db } from "../db.ts";
import { findSession, proofColumns, proofsOf, type SignIn, startSession } from "../sessions/index.ts";

/** Signs `userId` in at `now`, by the password unless told, as they are now. `sid` is what the cookie would hold, `id` the row's. */
export async function signInAs(db: Db, userId: string, now: Date, how: Partial<SignIn> = {}): Promise<{ sid: string; id: string }> {
  const user = await db.user.findUniqueOrThrow({ where: { id: userId }, select: proofColumns });
  const signIn = { userId, sourceIP: "127.0.0.1", userAgent: null, method: "password" as const, passkeyId: null, proofs: proofsOf(user), ...how };
  const sid = await startSession(db, signIn, now, randomBytes);
  const session = sid === null ? null : await findSession(db, sid, now);
  if (sid === null || session === null) throw new Error("the sign-in was refused");
  return { sid, id: session.id };
}

/** What the cookie of a session holds, as a browser would send it. Needs a data directory. */
export function cookieOf(sid: string): Promise<string> {
  return encode({ token: { sid }, secret: sessionSecret() });
}
