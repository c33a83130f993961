// A person's authenticator app. The secret is sealed with the instance key, bound to the person's row.
import { randomBytes } from "node:crypto";
import { encode } from "uqr";
import { type ChangeRecord, change } from "../change.ts";
import { config } from "../config.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Db } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { base32, type RandomBytes } from "../random.ts";
import { instanceKey, seal, unseal } from "../secrets.ts";
import { lowerSessions, raiseSession } from "../sessions/index.ts";
import { t } from "../texts/index.ts";
import { forgetIdleRecoveryCodes, replaceRecoveryCodes, takeRecoveryCode } from "./recovery-codes.ts";
import type { TotpSetUpView } from "./schema.ts";
import { totpStep, totpUri } from "./totp-code.ts";

/** RFC 4226 §4: 160 bits. */
const secretBytes = 20;

function key(): Buffer {
  return instanceKey(config().dataDir);
}

const placeOf = (userId: string) => `totp of ${userId}`;

/** A new secret, which counts once `confirmTotp` has seen a code of it. Throws InvalidInput when an app is in use already. */
export async function startTotp(context: Context, random: RandomBytes = randomBytes): Promise<TotpSetUpView> {
  const { id, login } = requirePerson(context);
  const secret = base32(random(secretBytes)).toUpperCase();
  const uri = totpUri(secret, login);
  return change(context, async (transaction) => {
    const { count } = await transaction.user.updateMany({
      where: { id, totpConfirmedAt: null },
      data: { sealedTotpSecret: seal(key(), placeOf(id), secret), totpLastStep: null },
    });
    if (count === 0) throw new InvalidInput("form", t("An authenticator app is set up already: remove it first."));
    // Nothing to record: it opens nothing before it is confirmed, which is.
    return { audit: [], result: { uri, secret, qr: encode(uri, { border: 2 }).data } };
  });
}

/**
 * Takes the app into use, in the session that asks; the person's other sessions that have shown no second factor end. Returns ten recovery
 * codes, unless the person has some. Throws InvalidInput("code").
 */
export async function confirmTotp(
  context: Context,
  { code, sessionId }: { code: string; sessionId: string },
  random: RandomBytes = randomBytes,
): Promise<{ recoveryCodes: string[] | null }> {
  const { id } = requirePerson(context);
  return change(context, async (transaction) => {
    const user = await transaction.user.findUniqueOrThrow({ where: { id }, include: { _count: { select: { recoveryCodes: { where: { usedAt: null } } } } } });
    if (user.totpConfirmedAt !== null || user.sealedTotpSecret === null) throw new InvalidInput("form", t("Begin again: this set-up has ended."));
    const step = totpStep(unseal(key(), placeOf(id), user.sealedTotpSecret), code, context.now);
    if (step === null) throw new InvalidInput("code", t("That is not the code. Look at the app again; its clock must be right."));
    await transaction.user.update({ where: { id }, data: { totpConfirmedAt: context.now, totpLastStep: step } });
    const recoveryCodes = user._count.recoveryCodes > 0 ? null : await replaceRecoveryCodes(transaction, id, random);
    const endedSessions = await raiseSession(transaction, sessionId, { userId: id, method: "password+totp", passkeyId: null });
    return { audit: factorRecord(context, "user.second-factor-added", endedSessions), result: { recoveryCodes } };
  });
}

/** Sessions that it opened end, but `sessionId`, which asks: it counts as one without a second factor from now on. */
export async function removeTotp(context: Context, sessionId: string): Promise<void> {
  const { id } = requirePerson(context);
  await change(context, async (transaction) => {
    const { count } = await transaction.user.updateMany({ where: { id, totpConfirmedAt: { not: null } }, data: noTotp });
    if (count === 0) return { audit: [], result: undefined };
    const ended = await lowerSessions(transaction, { userId: id, removed: "totp", keptId: sessionId });
    const endedWithCodes = await forgetIdleRecoveryCodes(transaction, { userId: id, keptId: sessionId });
    return { audit: factorRecord(context, "user.second-factor-removed", ended + endedWithCodes), result: undefined };
  });
}

export const noTotp = { sealedTotpSecret: null, totpConfirmedAt: null, totpLastStep: null };

/** Ten new recovery codes; the old ones are dead. */
export async function renewRecoveryCodes(context: Context, random: RandomBytes = randomBytes): Promise<string[]> {
  const { id, login } = requirePerson(context);
  return change(context, async (transaction) => {
    const codes = await replaceRecoveryCodes(transaction, id, random);
    return { audit: { action: "user.recovery-codes-renewed", target: { kind: "user", name: login } }, result: codes };
  });
}

/**
 * How `text` proves that it is `userId` who signs in: a code of their app, a recovery code, or (null) not at all. Either is used up by it:
 * the answer is written in one statement, so that of two who use the same at once one succeeds.
 */
export async function takeCode(db: Db, userId: string, text: string, now: Date): Promise<"totp" | "recovery-code" | null> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { sealedTotpSecret: true, totpConfirmedAt: true } });
  const digits = text.replace(/[\s-]/g, "");
  if (user?.totpConfirmedAt && user.sealedTotpSecret !== null && /^\d{6}$/.test(digits)) {
    const step = totpStep(unseal(key(), placeOf(userId), user.sealedTotpSecret), digits, now);
    if (step === null) return null;
    const isNew = { OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] };
    const { count } = await db.user.updateMany({ where: { id: userId, totpConfirmedAt: { not: null }, ...isNew }, data: { totpLastStep: step } });
    return count === 1 ? "totp" : null;
  }
  return (await takeRecoveryCode(db, userId, text, now)) ? "recovery-code" : null;
}

function factorRecord(context: Context, action: ChangeRecord["action"], endedSessions: number): ChangeRecord {
  return { action, target: { kind: "user", name: requirePerson(context).login }, detail: { factor: "authenticator app", endedSessions } };
}
