import type { Transaction } from "../db.ts";
import type { FileCondition } from "./conditions.ts";

/** Sets the end of the files that match to that of their longest-lived token, after tokens have changed. Null, which is never, is the latest of all. */
export async function settleFileEnds(transaction: Transaction, where: FileCondition): Promise<void> {
  const rows = await transaction.kubeconfig.findMany({
    where,
    select: { id: true, expiresAt: true, tokens: { where: { revokedAt: null, replacedAt: null }, select: { expiresAt: true } } },
  });
  const idsByEnd = new Map<number | null, string[]>();
  for (const { id, expiresAt, tokens } of rows) {
    const end = latestOf(tokens.map((token) => token.expiresAt?.getTime() ?? null));
    if (end !== undefined && end !== (expiresAt?.getTime() ?? null)) idsByEnd.set(end, [...(idsByEnd.get(end) ?? []), id]);
  }
  for (const [end, ids] of idsByEnd) {
    await transaction.kubeconfig.updateMany({ where: { id: { in: ids } }, data: { expiresAt: end === null ? null : new Date(end) } });
  }
}

/** Undefined when there is none. */
function latestOf(ends: readonly (number | null)[]): number | null | undefined {
  return ends.includes(null) ? null : ends.toSorted((a, b) => (a ?? 0) - (b ?? 0)).at(-1);
}
