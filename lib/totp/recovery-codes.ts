import type { Db, Transaction } from "../db.ts";
import { base32, type RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";
import { lowerSessions } from "../sessions/index.ts";

const codesMade = 10;
/** 80 bits: a hash alone keeps them. */
const codeBytes = 10;

/** Ten new one-time codes in the place of those of before; in the answer only, of each a hash is kept. */
export async function replaceRecoveryCodes(transaction: Transaction, userId: string, random: RandomBytes): Promise<string[]> {
  const codes = Array.from({ length: codesMade }, () => base32(random(codeBytes)));
  await transaction.recoveryCode.deleteMany({ where: { userId } });
  await transaction.recoveryCode.createMany({ data: codes.map((code) => ({ codeHash: hashOf(userId, code), userId })) });
  return codes.map((code) => code.match(/.{4}/g)?.join("-") ?? code);
}

/** Uses a recovery code up. Of two who use the same at once, one succeeds. */
export async function takeRecoveryCode(db: Db | Transaction, userId: string, text: string, now: Date): Promise<boolean> {
  const code = text.toLowerCase().replace(/[^a-z2-7]/g, "");
  const { count } = await db.recoveryCode.updateMany({ where: { codeHash: hashOf(userId, code), userId, usedAt: null }, data: { usedAt: now } });
  return count === 1;
}

/**
 * Recovery codes stand in for other factors: with the last of these they go, and so do the sessions that they opened, but `keptId`.
 * Returns how many of those.
 */
export async function forgetIdleRecoveryCodes(transaction: Transaction, { userId, keptId }: { userId: string; keptId: string }): Promise<number> {
  const stoodInFor = await transaction.user.count({ where: { id: userId, OR: [{ totpConfirmedAt: { not: null } }, { passkeys: { some: {} } }] } });
  if (stoodInFor > 0) return 0;
  await transaction.recoveryCode.deleteMany({ where: { userId } });
  return lowerSessions(transaction, { userId, removed: "recovery-codes", keptId });
}

function hashOf(userId: string, code: string): string {
  return sha256(`${userId} ${code}`);
}
