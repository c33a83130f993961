import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { noTotp } from "../totp/index.ts";
import type { SecondFactorsView } from "./schema.ts";
import { secondFactorColumns, secondFactorsViewOf } from "./view.ts";

/** One's own, or as an admin anyone's. Throws NotFound. */
export async function findSecondFactors(context: Context, userId: string): Promise<SecondFactorsView> {
  if (requirePerson(context).id !== userId) requireAdmin(context);
  const user = await context.db.user.findUnique({ where: { id: userId }, select: secondFactorColumns });
  if (!user) throw new NotFound(t("There is no such user."));
  return secondFactorsViewOf(user);
}

/** Which proofs a sign-in of the person needs beside the password: none, or one of these. */
export async function requiredFactors(db: Db | Transaction, userId: string): Promise<("totp" | "passkey")[]> {
  const user = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { totpConfirmedAt: true, _count: { select: { passkeys: true } } } });
  return [...(user.totpConfirmedAt ? ["totp" as const] : []), ...(user._count.passkeys > 0 ? ["passkey" as const] : [])];
}

/** Takes everything beside the password away from a person who has lost it; their sessions end, and they are told. Admins only. */
export async function resetSecondFactors(context: Context, userId: string): Promise<void> {
  requireAdmin(context);
  await change(context, async (transaction) => {
    const user = await transaction.user.findUnique({ where: { id: userId }, select: { login: true } });
    if (!user) throw new NotFound(t("There is no such user."));
    await removeSecondFactors(transaction, userId, context);
    await transaction.session.deleteMany({ where: { userId } });
    return { audit: { action: "user.second-factors-reset", target: { kind: "user", name: user.login } }, result: undefined };
  });
}

/** One that was taken away, as the audit's `detail` has it. */
export type RemovedFactor = { factor: "passkey"; name: string } | { factor: "authenticator app" };

/**
 * Takes everything beside the password away; the sessions are the caller's affair. Where that is somebody else's doing than the person's,
 * they are told so when they sign in again.
 */
export async function removeSecondFactors(transaction: Transaction, userId: string, { actor, now }: Pick<Context, "actor" | "now">): Promise<RemovedFactor[]> {
  const before = await transaction.user.findUniqueOrThrow({ where: { id: userId }, select: { totpConfirmedAt: true, passkeys: { select: { name: true } } } });
  const removed: RemovedFactor[] = before.passkeys.map(({ name }) => ({ factor: "passkey", name }));
  if (before.totpConfirmedAt !== null) removed.push({ factor: "authenticator app" });
  const isOwn = actor.kind === "person" && actor.person.id === userId;
  const reset = { factorsResetAt: now, factorsResetBy: actor.kind === "person" ? actor.person.login : null, factorsResetSeenAt: null };
  await transaction.user.update({ where: { id: userId }, data: { ...noTotp, ...(removed.length > 0 && !isOwn ? reset : {}) } });
  await transaction.passkey.deleteMany({ where: { userId } });
  await transaction.recoveryCode.deleteMany({ where: { userId } });
  return removed;
}

/** Notes that the person has read who took their second factors away. */
export async function acknowledgeFactorsReset(context: Context): Promise<void> {
  const { id } = requirePerson(context);
  await context.db.user.updateMany({ where: { id, factorsResetSeenAt: null }, data: { factorsResetSeenAt: context.now } });
}
