import type { ChangeRecord } from "../change.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../db.ts";
import type { EndReason } from "../kubeconfig/schema.ts";
import type { FileCondition } from "./conditions.ts";

/**
 * Ends for good the files that match and have not been ended, inside the transaction of a change, and returns what the audit says: one
 * row for each file. Authorizes nothing.
 */
export async function endFiles(
  transaction: Transaction,
  context: Context,
  { where, reason }: { where: FileCondition; reason: EndReason },
): Promise<ChangeRecord[]> {
  const standing = { AND: [where, { revokedAt: null }] };
  const rows = await transaction.kubeconfig.findMany({ where: standing, select: { id: true, name: true, ownerLogin: true } });
  const revokedBy = context.actor.kind === "person" ? context.actor.person.login : context.actor.kind;
  await transaction.kubeconfig.updateMany({ where: standing, data: { revokedAt: context.now, revokedBy, endReason: reason } });
  return rows.map(({ id, name, ownerLogin }) => ({
    action: "kubeconfig.revoked",
    target: { kind: "kubeconfig", name },
    kubeconfigId: id,
    detail: { owner: ownerLogin, reason },
  }));
}
