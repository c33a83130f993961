// WebAuthn credentials of people: discoverable and verified by the device (a fingerprint, a PIN), so that one is a sign-in by itself.
import { randomBytes } from "node:crypto";
import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import type { Db } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { lowerSessions, raiseSession } from "../sessions/index.ts";
import { t } from "../texts/index.ts";
import { forgetIdleRecoveryCodes } from "../totp/index.ts";
import { createChallenge, takeChallenge } from "./challenges.ts";
import type { NewPasskey, UsedPasskey } from "./schema.ts";

/** Whom a passkey is for: our host, and our origin as the browser sees it. A passkey of another is worth nothing here. */
export interface RelyingParty {
  id: string;
  origin: string;
}

export const passkeysMax = 20;

/** How many there are, of everybody: so many sign nobody in any more when Drawbridge gets another name. Admins only. */
export async function countPasskeys(context: Context): Promise<number> {
  requireAdmin(context);
  return context.db.passkey.count();
}

/** What `navigator.credentials.create` is to be asked. Throws InvalidInput when the person has as many as one may have. */
export async function startPasskey(context: Context, party: RelyingParty) {
  const { id, login, displayName } = requirePerson(context);
  const rows = await context.db.passkey.findMany({ where: { userId: id }, select: { id: true } });
  if (rows.length >= passkeysMax) throw new InvalidInput("form", t("You have {count} passkeys, which is the most: remove one first.", { count: rows.length }));
  return generateRegistrationOptions({
    rpName: "Drawbridge",
    rpID: party.id,
    userName: login,
    userDisplayName: displayName,
    userID: new Uint8Array(Buffer.from(id)),
    challenge: createChallenge({ purpose: "add", userId: id }, context.now, randomBytes),
    excludeCredentials: rows,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/**
 * The person's other sessions that have shown no second factor end: whoever opened one of them had a password at most. Throws
 * InvalidInput("form") for an answer that does not hold.
 */
export async function addPasskey(context: Context, input: { name: string; response: NewPasskey; sessionId: string }, party: RelyingParty): Promise<void> {
  const { id: userId, login } = requirePerson(context);
  const { name, response, sessionId } = input;
  const { registrationInfo } = await verified(() =>
    verifyRegistrationResponse({
      response,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      expectedChallenge: (challenge) => takeChallenge(context.db, challenge, { purpose: "add", userId }, context.now),
    }),
  );
  if (!registrationInfo) throw refused();
  const { id, publicKey, counter } = registrationInfo.credential;
  await change(context, async (transaction) => {
    if ((await transaction.passkey.count({ where: { id } })) > 0) throw new InvalidInput("form", t("This passkey is here already."));
    const transports = JSON.stringify(response.response.transports);
    await transaction.passkey.create({ data: { id, userId, name, publicKey: Buffer.from(publicKey), counter, transports, createdAt: context.now } });
    const endedSessions = await raiseSession(transaction, sessionId, { userId, method: "password+passkey", passkeyId: id });
    const detail = { factor: "passkey", name, endedSessions };
    return { audit: { action: "user.second-factor-added", target: { kind: "user", name: login }, detail }, result: undefined };
  });
}

/** Throws NotFound for one that is not the person's. */
export async function renamePasskey(context: Context, id: string, name: string): Promise<void> {
  const { id: userId, login } = requirePerson(context);
  await change(context, async (transaction) => {
    const row = await transaction.passkey.findFirst({ where: { id, userId } });
    if (!row) throw new NotFound(t("There is no such passkey."));
    await transaction.passkey.update({ where: { id }, data: { name } });
    const detail = { factor: "passkey", from: row.name, to: name };
    return { audit: { action: "user.second-factor-renamed", target: { kind: "user", name: login }, detail }, result: undefined };
  });
}

/** Sessions that it opened end, but `sessionId`, which asks: it counts as one without a second factor from now on. Throws NotFound for one that is not the person's. */
export async function removePasskey(context: Context, id: string, sessionId: string): Promise<void> {
  const { id: userId, login } = requirePerson(context);
  await change(context, async (transaction) => {
    const row = await transaction.passkey.findFirst({ where: { id, userId } });
    if (!row) throw new NotFound(t("There is no such passkey."));
    const endedSessions = await lowerSessions(transaction, { userId, removed: { passkeyId: id }, keptId: sessionId });
    await transaction.passkey.delete({ where: { id } });
    const endedWithCodes = await forgetIdleRecoveryCodes(transaction, { userId, keptId: sessionId });
    const detail = { factor: "passkey", name: row.name, endedSessions: endedSessions + endedWithCodes };
    return { audit: { action: "user.second-factor-removed", target: { kind: "user", name: login }, detail }, result: undefined };
  });
}

/** What `navigator.credentials.get` is to be asked by a browser in which nobody is signed in. It tells nothing of who has a passkey. */
export async function startPasskeySignIn(party: RelyingParty, now: Date) {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: createChallenge({ purpose: "sign-in", userId: null }, now, randomBytes),
    userVerification: "required",
  });
}

/** Whether a passkey that we know signed, for its person. The counter of one that has one must have grown (WebAuthn Level 3 §6.1.1). */
export async function verifyPasskey(db: Db, response: UsedPasskey, party: RelyingParty, now: Date): Promise<boolean> {
  const row = await db.passkey.findUnique({ where: { id: response.id } });
  if (!row) return false;
  // The device says whose it is; it must be who we know it to be.
  if (Buffer.from(response.response.userHandle, "base64url").toString() !== row.userId) return false;
  try {
    const { verified: isRight, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: row.id, publicKey: new Uint8Array(row.publicKey), counter: row.counter },
      expectedChallenge: (challenge) => takeChallenge(db, challenge, { purpose: "sign-in", userId: null }, now),
    });
    if (!isRight) return false;
    await db.passkey.updateMany({ where: { id: row.id }, data: { counter: authenticationInfo.newCounter, lastUsedAt: now } });
    return true;
  } catch {
    return false;
  }
}

async function verified<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw refused();
  }
}

function refused(): InvalidInput {
  return new InvalidInput("form", t("The device’s answer does not hold. Try again; if it stays, open Drawbridge by its own address."));
}
