import { createHmac, randomBytes } from "node:crypto";
import { recordChange } from "../change.ts";
import type { Person } from "../context.ts";
import type { Db } from "../db.ts";
import { verifyPassword } from "../password-hash.ts";
import type { SignInInput } from "./schema.ts";
import { signInDelay } from "./sign-in-delay.ts";

/** Guessing has been going on: nothing was tried. */
export class TooManyTries extends Error {
  readonly waitSeconds: number;
  constructor(waitSeconds: number) {
    super(`wait ${waitSeconds} seconds`);
    this.name = "TooManyTries";
    this.waitSeconds = waitSeconds;
  }
}

/**
 * The person whom login and password name, or null: unknown, wrong, disabled and not yet accepted look the same and take the same time.
 * Throws TooManyTries, and TooBusy when too many passwords wait to be checked.
 */
export async function verifySignIn(db: Db, input: SignInInput, sourceIP: string | null, now: Date): Promise<Person | null> {
  const user = await db.user.findUnique({ where: { login: input.login } });
  const name = user ? input.login : unknownName(input.login);
  const waitSeconds = await signInDelay(db, name, sourceIP, now);
  if (waitSeconds > 0) throw new TooManyTries(waitSeconds);
  const isRight = await verifyPassword(user?.disabledAt ? null : (user?.passwordHash ?? null), input.password);
  if (!user || !isRight) {
    await recordChange(db, { db, actor: { kind: "anonymous", sourceIP }, now }, { action: "session.refused", target: { kind: "user", name } });
    return null;
  }
  const { id, login, displayName, isAdmin } = user;
  const person: Person = { id, login, displayName, isAdmin };
  await db.user.update({ where: { id }, data: { lastSignInAt: now } });
  await recordChange(db, { db, actor: { kind: "person", person, sourceIP }, now }, { action: "session.signed-in" });
  return person;
}

// People type passwords into the login's field. What names nobody is recorded as a mark that can be counted but not read.
const markKey = randomBytes(32);

function unknownName(login: string): string {
  return `unknown:${createHmac("sha256", markKey).update(login).digest("hex").slice(0, 12)}`;
}
