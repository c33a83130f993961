// What second factors that come and go mean for the sessions of their person.
import type { Transaction } from "../db.ts";
import type { SignInMethod } from "./schema.ts";

const single: SignInMethod[] = ["password", "factor-removed"];

/**
 * Notes that the person has shown a second factor in the session `id`, by setting it up. Their other sessions that have shown none end:
 * they were opened when the password was enough. Returns how many.
 */
export async function raiseSession(
  transaction: Transaction,
  id: string,
  { userId, ...shown }: { userId: string; method: SignInMethod; passkeyId: string | null },
): Promise<number> {
  const ofPerson = { userId, method: { in: single } };
  await transaction.session.updateMany({ where: { ...ofPerson, id }, data: shown });
  const { count } = await transaction.session.deleteMany({ where: { ...ofPerson, id: { not: id } } });
  return count;
}

export type RemovedFactor = { passkeyId: string } | "totp" | "recovery-codes" | "all";

/**
 * For a factor that is being removed (before it is): the sessions that it opened end, but `keptId`, the one that asks, which counts as one
 * without a second factor from now on. Returns how many ended.
 */
export async function lowerSessions(
  transaction: Transaction,
  { userId, removed, keptId }: { userId: string; removed: RemovedFactor; keptId: string },
): Promise<number> {
  const opened = { userId, ...openedBy(removed) };
  await transaction.session.updateMany({ where: { ...opened, id: keptId, method: "passkey" }, data: { method: "factor-removed", passkeyId: null } });
  const lowered = { ...opened, id: keptId, NOT: { method: { in: single } } };
  await transaction.session.updateMany({ where: lowered, data: { method: "password", passkeyId: null } });
  const { count } = await transaction.session.deleteMany({ where: { ...opened, id: { not: keptId } } });
  return count;
}

function openedBy(removed: RemovedFactor) {
  if (removed === "all") return { NOT: { method: { in: single } } };
  if (removed === "totp") return { method: "password+totp" };
  if (removed === "recovery-codes") return { method: "password+recovery-code" };
  // Of sessions from before it was kept, any passkey may be the one.
  return { OR: [{ passkeyId: removed.passkeyId }, { passkeyId: null, method: { in: ["passkey", "password+passkey"] } }] };
}
