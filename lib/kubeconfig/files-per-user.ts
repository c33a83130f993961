import type { Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { isLive } from "../file-rows/index.ts";
import { readSettings } from "../settings/index.ts";
import { t } from "../texts/index.ts";

/** Throws InvalidInput when the person has as many files that still work as one person may have. */
export async function requireRoomForFile(transaction: Transaction, ownerId: string, now: Date): Promise<void> {
  const { filesPerUserMax } = await readSettings(transaction);
  const count = await transaction.kubeconfig.count({ where: { AND: [{ ownerId }, isLive(now)] } });
  if (count < filesPerUserMax) return;
  throw new InvalidInput(
    "form",
    t("You have {count} kubeconfigs that still work, and {filesPerUserMax} is the most here: renew one of them, or revoke one that you no longer need.", {
      count,
      filesPerUserMax,
    }),
  );
}
