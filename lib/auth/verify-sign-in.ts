import { createHmac, randomBytes } from "node:crypto";
import { recordChange } from "../change.ts";
import type { Person } from "../context.ts";
import type { Db } from "../db.ts";
import { type RelyingParty, verifyPasskey } from "../passkeys/index.ts";
import type { UsedPasskey } from "../passkeys/schema.ts";
import { verifyPassword } from "../password-hash.ts";
import { requiredFactors } from "../second-factors/index.ts";
import { proofColumns, proofsOf } from "../sessions/index.ts";
import type { SignInMethod } from "../sessions/schema.ts";
import { takeCode } from "../totp/index.ts";
import type { SignInInput } from "./schema.ts";
import { slowed, wrongCodeDetail } from "./sign-in-delay.ts";

/** The password is right, and not enough. */
export class SecondFactorNeeded extends Error {
  readonly factors: readonly ("totp" | "passkey")[];
  /** A code was given, and is wrong or used up. */
  readonly wasWrong: boolean;
  constructor(factors: readonly ("totp" | "passkey")[], wasWrong: boolean) {
    super("a second factor is needed");
    this.name = "SecondFactorNeeded";
    this.factors = factors;
    this.wasWrong = wasWrong;
  }
}

export interface VerifiedSignIn {
  person: Person;
  method: SignInMethod;
  /** The passkey that was shown; null for every other method. */
  passkeyId: string | null;
  /** For `startSession`: what all of this was judged by. */
  proofs: string;
}

/**
 * The person whom login and password name, or null: unknown, wrong, disabled and not yet accepted look the same and take the same time.
 * Throws SecondFactorNeeded, TooManyTries, and TooBusy when too many passwords wait to be checked.
 */
export async function verifySignIn(db: Db, input: SignInInput, sourceIP: string | null, now: Date): Promise<VerifiedSignIn | null> {
  const user = await db.user.findUnique({ where: { login: input.login }, select: personColumns });
  const login = user ? input.login : unknownName(input.login);
  const isRight = await slowed(db, { login, sourceIP, proof: "password" }, now, async () => {
    const isPassword = await verifyPassword(user?.disabledAt ? null : (user?.passwordHash ?? null), input.password);
    if (!isPassword) await recordRefusal(db, login, sourceIP, now);
    return isPassword;
  });
  if (!user || !isRight) return null;
  const factors = await requiredFactors(db, user.id);
  if (factors.length === 0) return signedIn(db, user, { method: "password", passkeyId: null }, { sourceIP, now });
  if (input.code === "") throw new SecondFactorNeeded(factors, false);
  const proof = await slowed(db, { login, sourceIP, proof: "code" }, now, async () => {
    const found = await takeCode(db, user.id, input.code, now);
    // It counts as any wrong try: who has the password may not guess the code.
    if (found === null) await recordRefusal(db, login, sourceIP, now, wrongCodeDetail);
    return found;
  });
  if (proof === null) throw new SecondFactorNeeded(factors, true);
  return signedIn(db, user, { method: `password+${proof}`, passkeyId: null }, { sourceIP, now });
}

/**
 * The person whose passkey signed, or null. A passkey that its device has verified is two factors in one. What fails counts for the
 * address, and for the person only where it was their passkey: a stranger with unknown ones delays nobody. Throws TooManyTries.
 */
export async function verifyPasskeySignIn(
  db: Db,
  passkey: UsedPasskey,
  party: RelyingParty,
  from: { sourceIP: string | null; now: Date },
): Promise<VerifiedSignIn | null> {
  const { sourceIP, now } = from;
  return slowed(db, { login: null, sourceIP, proof: "passkey" }, now, async () => {
    const owner = await db.passkey.findUnique({ where: { id: passkey.id }, select: { user: { select: personColumns } } });
    const user = owner?.user;
    const isRight = await verifyPasskey(db, passkey, party, now);
    if (!user || !isRight || user.disabledAt || user.passwordHash === null) {
      await recordRefusal(db, user?.login ?? unknownPasskey, sourceIP, now);
      return null;
    }
    return signedIn(db, user, { method: "passkey", passkeyId: passkey.id }, from);
  });
}

const unknownPasskey = "unknown:passkey";
const personColumns = { id: true, login: true, displayName: true, isAdmin: true, ...proofColumns } as const;

type Judged = Person & Parameters<typeof proofsOf>[0];

async function signedIn(
  db: Db,
  user: Judged,
  how: Pick<VerifiedSignIn, "method" | "passkeyId">,
  from: { sourceIP: string | null; now: Date },
): Promise<VerifiedSignIn> {
  const { sourceIP, now } = from;
  const { id, login, displayName, isAdmin } = user;
  const person: Person = { id, login, displayName, isAdmin };
  await db.user.update({ where: { id }, data: { lastSignInAt: now } });
  await recordChange(db, { db, actor: { kind: "person", person, sourceIP }, now }, { action: "session.signed-in", detail: { method: how.method } });
  return { person, ...how, proofs: proofsOf(user) };
}

async function recordRefusal(db: Db, name: string, sourceIP: string | null, now: Date, detail?: Record<string, string>): Promise<void> {
  const record = { action: "session.refused" as const, target: { kind: "user", name }, ...(detail === undefined ? {} : { detail }) };
  await recordChange(db, { db, actor: { kind: "anonymous", sourceIP }, now }, record);
}

// People type passwords into the login's field. What names nobody is recorded as a mark that can be counted but not read.
const markKey = randomBytes(32);

function unknownName(login: string): string {
  return `unknown:${createHmac("sha256", markKey).update(login).digest("hex").slice(0, 12)}`;
}
