// The one way to change something: the change, its audit row and the new revision happen together or not at all.
import type { AuditAction } from "./audit/schema.ts";
import type { Context } from "./context.ts";
import type { Transaction } from "./db.ts";
import { requireLiveActor } from "./live-actor.ts";
import { bumpRevision } from "./revision.ts";

/** What the audit says of a change. Never put a secret in `detail`. */
export interface ChangeRecord {
  action: AuditAction;
  target?: { kind: string; name: string };
  environment?: { id: number; name: string };
  kubeconfigId?: string;
  detail?: Record<string, unknown>;
}

/**
 * Runs `work` in a transaction together with the audit rows that it returns and the bump of the revision. Throws Unauthenticated or
 * Forbidden when the session that asks has ended since it was let in.
 */
export async function change<T>(
  context: Context,
  work: (transaction: Transaction) => Promise<{ audit: ChangeRecord | ChangeRecord[]; result: T }>,
): Promise<T> {
  return context.db.$transaction(async (transaction) => {
    // First of all: what begins by writing has the database from then on. What begins by reading is refused its first write (SQLite:
    // BUSY_SNAPSHOT, which no waiting mends) when another connection, the audit's for one, has written in between.
    await bumpRevision(transaction);
    await requireLiveActor(transaction, context);
    const { audit, result } = await work(transaction);
    await transaction.auditEvent.createMany({ data: [audit].flat().map((record) => rowOf(context, record)) });
    return result;
  });
}

/** An audit row for something that changes no access, such as a sign-in. */
export async function recordChange(transaction: Transaction, context: Context, record: ChangeRecord): Promise<void> {
  await transaction.auditEvent.create({ data: rowOf(context, record) });
}

function rowOf({ actor, now }: Context, record: ChangeRecord) {
  return {
    at: now,
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
  };
}
