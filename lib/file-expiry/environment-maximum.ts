import { type ChangeRecord, change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { endFiles, type FileCondition, settleFileEnds } from "../file-rows/index.ts";
import { t } from "../texts/index.ts";
import type { ExistingChoice, MaximumAnswer } from "./schema.ts";
import { limitOf, shortened } from "./settings-maximum.ts";

interface Asked {
  environmentId: number;
  /** Null: the instance's maximum alone. */
  expiryMaxSeconds: number | null;
}

/**
 * Decides how long tokens for one environment live, whatever their file says. Lowered, it asks about tokens that exist as the settings do:
 * keep, shorten to the new maximum from now, or revoke, which takes the environment out of those files. Admins only. Throws NotFound.
 */
export async function updateEnvironmentMaximum(context: Context, asked: Asked, existing: ExistingChoice | null): Promise<MaximumAnswer> {
  requireAdmin(context);
  if (existing === null) {
    const exceeding = await countBeyond(context.db, context, asked);
    if (exceeding > 0) return { saved: false, exceeding };
  }
  return change(context, async (transaction) => {
    const { environmentId, expiryMaxSeconds } = asked;
    const exceeding = await countBeyond(transaction, context, asked);
    if (existing === null && exceeding > 0) throw new InvalidInput("form", t("A file was made meanwhile that exceeds the new maximum. Save again."));
    const { name, expiryMaxSeconds: from } = await requireEnvironment(transaction, environmentId);
    const environment = { id: environmentId, name };
    const records = expiryMaxSeconds === null || exceeding === 0 ? [] : await bringWithin(transaction, context, { environment, expiryMaxSeconds, existing });
    await transaction.environment.update({ where: { id: environmentId }, data: { expiryMaxSeconds } });
    const detail = { from: { expiryMaxSeconds: from }, to: { expiryMaxSeconds }, ...(exceeding > 0 ? { exceeding, existing } : {}) };
    return {
      audit: [{ action: "environment.updated", target: { kind: "environment", name }, environment, detail }, ...records],
      result: { saved: true, exceeding },
    };
  });
}

async function countBeyond(db: Db | Transaction, { now }: { now: Date }, { environmentId, expiryMaxSeconds }: Asked): Promise<number> {
  const { expiryMaxSeconds: before } = await requireEnvironment(db, environmentId);
  if (expiryMaxSeconds === null || (before !== null && expiryMaxSeconds >= before)) return 0;
  return db.kubeconfig.count({ where: filesBeyond(environmentId, limitOf(expiryMaxSeconds, now)) });
}

async function requireEnvironment(db: Db | Transaction, id: number) {
  const row = await db.environment.findUnique({ where: { id }, select: { name: true, expiryMaxSeconds: true } });
  if (!row) throw new NotFound(t("There is no such environment."));
  return row;
}

function tokensBeyond(environmentId: number, end: Date) {
  return { environmentId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] };
}

function filesBeyond(environmentId: number, end: Date): FileCondition {
  return { revokedAt: null, tokens: { some: tokensBeyond(environmentId, end) } };
}

interface Lowered {
  environment: { id: number; name: string };
  expiryMaxSeconds: number;
  existing: ExistingChoice | null;
}

async function bringWithin(transaction: Transaction, context: Context, { environment, expiryMaxSeconds, existing }: Lowered): Promise<ChangeRecord[]> {
  if (existing !== "shorten" && existing !== "revoke") return [];
  const { now } = context;
  const end = limitOf(expiryMaxSeconds, now);
  const select = { id: true, name: true, ownerLogin: true, expiresAt: true } as const;
  const files = await transaction.kubeconfig.findMany({ where: filesBeyond(environment.id, end), select });
  const tokens = { ...tokensBeyond(environment.id, end), kubeconfig: { revokedAt: null } };
  if (existing === "shorten") {
    await transaction.kubeconfigToken.updateMany({ where: tokens, data: { expiresAt: end } });
    await settleFileEnds(transaction, { revokedAt: null, tokens: { some: { environmentId: environment.id, expiresAt: end } } });
    return files.map((file) => ({ ...shortened(file, end), environment }));
  }
  const revokedBy = context.actor.kind === "person" ? context.actor.person.login : context.actor.kind;
  await transaction.kubeconfigToken.updateMany({ where: tokens, data: { revokedAt: now, revokedBy } });
  const touched = { revokedAt: null, tokens: { some: { environmentId: environment.id, revokedAt: now } } };
  const emptied = { AND: [touched, { tokens: { none: { revokedAt: null, replacedAt: null } } }] };
  const ended = await endFiles(transaction, context, { where: emptied, reason: "maximum-lowered" });
  await settleFileEnds(transaction, touched);
  const taken = files.map(({ id, name, ownerLogin }) => ({
    action: "kubeconfig.environment-revoked" as const,
    target: { kind: "kubeconfig", name },
    environment,
    kubeconfigId: id,
    detail: { owner: ownerLogin, reason: "maximum-lowered" },
  }));
  return [...taken, ...ended];
}
