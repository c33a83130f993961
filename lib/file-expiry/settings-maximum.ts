import { type ChangeRecord, change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { endFiles, type FileCondition } from "../file-rows/index.ts";
import { readSettings, writeSettings } from "../settings/index.ts";
import type { ExpirySettings } from "../settings/schema.ts";
import { t } from "../texts/index.ts";
import type { ExistingChoice, MaximumAnswer } from "./schema.ts";

/**
 * Decides how long new files live. Where a lowered maximum would be outlived by files that exist, nothing is saved before it is said what
 * becomes of them: keep, shorten to the new maximum from now, or revoke. That happens together with the setting or not at all, and is
 * never undone by another setting. Admins only.
 */
export async function updateExpirySettings(context: Context, input: ExpirySettings, existing: ExistingChoice | null): Promise<MaximumAnswer> {
  requireAdmin(context);
  const { db, now } = context;
  const beyond = filesBeyond(input, now);
  if (existing === null && isStricter(input, await readSettings(db))) {
    const exceeding = await db.kubeconfig.count({ where: beyond });
    if (exceeding > 0) return { saved: false, exceeding };
  }
  return change(context, async (transaction) => {
    const stricter = isStricter(input, await readSettings(transaction));
    const exceeding = stricter ? await transaction.kubeconfig.count({ where: beyond }) : 0;
    if (existing === null && exceeding > 0) throw new InvalidInput("form", t("A file was made meanwhile that exceeds the new maximum. Save again."));
    const records = exceeding > 0 ? await bringWithin(transaction, context, { beyond, input, existing }) : [];
    const saved = await writeSettings(transaction, context, input);
    const detail = exceeding > 0 ? { ...saved.detail, exceeding, existing } : saved.detail;
    return { audit: [{ ...saved, ...(detail ? { detail } : {}) }, ...records], result: { saved: true, exceeding } };
  });
}

function isStricter(input: ExpirySettings, before: ExpirySettings): boolean {
  return input.expiryMaxSeconds < before.expiryMaxSeconds || (before.neverAllowed && !input.neverAllowed);
}

/** Files that outlive any that could be made now. */
function filesBeyond({ expiryMaxSeconds, neverAllowed }: ExpirySettings, now: Date): FileCondition {
  const later = { expiresAt: { gt: limitOf(expiryMaxSeconds, now) } };
  return { revokedAt: null, OR: neverAllowed ? [later] : [later, { expiresAt: null }] };
}

export function limitOf(expiryMaxSeconds: number, now: Date): Date {
  return new Date(now.getTime() + expiryMaxSeconds * 1000);
}

async function bringWithin(
  transaction: Transaction,
  context: Context,
  { beyond, input, existing }: { beyond: FileCondition; input: ExpirySettings; existing: ExistingChoice | null },
): Promise<ChangeRecord[]> {
  if (existing === "revoke") return endFiles(transaction, context, { where: beyond, reason: "maximum-lowered" });
  if (existing !== "shorten") return [];
  const end = limitOf(input.expiryMaxSeconds, context.now);
  const files = await transaction.kubeconfig.findMany({ where: beyond, select: { id: true, name: true, ownerLogin: true, expiresAt: true } });
  await transaction.kubeconfigToken.updateMany({
    where: { kubeconfig: beyond, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] },
    data: { expiresAt: end },
  });
  await transaction.kubeconfig.updateMany({ where: beyond, data: { expiresAt: end } });
  return files.map((file) => shortened(file, end));
}

export function shortened(file: { id: string; name: string; ownerLogin: string; expiresAt: Date | null }, end: Date): ChangeRecord {
  return {
    action: "kubeconfig.shortened",
    target: { kind: "kubeconfig", name: file.name },
    kubeconfigId: file.id,
    detail: { owner: file.ownerLogin, from: file.expiresAt, to: end },
  };
}
