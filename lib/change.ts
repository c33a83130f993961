// The one way to change something: the change, its audit row and the new revision happen together or not at all.
import type { AuditAction } from "./audit/schema.ts";
import type { Context } from "./context.ts";
import type { Transaction } from "./db.ts";
import { bumpRevision } from "./revision.ts";

/** What the audit says of a change. Never put a secret in `detail`. */
export interface ChangeRecord {
  action: AuditAction;
  target?: { kind: string; name: string };
  environment?: { id: number; name: string };
  kubeconfigId?: string;
  detail?: Record<string, unknown>;
}

/** Runs `work` in a transaction together with the audit rows that it returns and the bump of the revision. */
export async function change<T>(
  context: Context,
  work: (transaction: Transaction) => Promise<{ audit: ChangeRecord | ChangeRecord[]; result: T }>,
): Promise<T> {
  return context.db.$transaction(async (transaction) => {
    const { audit, result } = await work(transaction);
    for (const record of [audit].flat()) await recordChange(transaction, context, record);
    await bumpRevision(transaction);
    return result;
  });
}

/** An audit row for something that changes no access, such as a sign-in. */
export async function recordChange(transaction: Transaction, context: Context, record: ChangeRecord): Promise<void> {
  const { actor } = context;
  await transaction.auditEvent.create({
    data: {
      at: context.now,
      action: record.action,
      actorId: actor.kind === "person" ? actor.person.id : null,
      actorLogin: actor.kind === "person" ? actor.person.login : actor.kind,
      sourceIP: actor.kind === "system" ? null : actor.sourceIP,
      targetKind: record.target?.kind ?? null,
      targetName: record.target?.name ?? null,
      environmentId: record.environment?.id ?? null,
      environmentName: record.environment?.name ?? null,
      kubeconfigId: record.kubeconfigId ?? null,
      detail: record.detail ? JSON.stringify(record.detail) : null,
    },
  });
}
