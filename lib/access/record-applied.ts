// Writes down what a cluster has confirmed or refused, in one transaction with its audit rows and the revision.
import { recordChange } from "../change.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../db.ts";
import { bumpRevision } from "../revision.ts";
import { type Drift, driftDetail } from "./drift.ts";
import { type AppliedRow, grantState } from "./grant-state.ts";
import type { ImpersonationMode } from "./impersonation-mode.ts";
import type { GrantRow } from "./read-grants.ts";

export interface Outcome {
  environment: { id: number; name: string; managesBindings: boolean };
  grants: readonly GrantRow[];
  before: readonly AppliedRow[];
  /** Everything that now holds. */
  rows: readonly AppliedRow[];
  clusterRoles: readonly string[];
  impersonation: ImpersonationMode;
  drift: readonly Drift[];
}

/** Moves the revision only when something is new to the proxy. */
export async function recordApplied(context: Context, outcome: Outcome): Promise<void> {
  const { db, now } = context;
  const { id } = outcome.environment;
  const fresh = freshRows(outcome);
  await db.$transaction(async (transaction) => {
    // First of all, as everywhere: PostgreSQL's transactions that took the same rows in another order would wait for each other.
    if (fresh.length > 0) await bumpRevision(transaction);
    // Removed meanwhile: then there is nothing to write down.
    const data = { reconciledAt: now, reconcileError: null, impersonation: outcome.impersonation };
    const { count } = await transaction.environment.updateMany({ where: { id }, data });
    if (count === 0) return;
    await recordClusterRoles(transaction, id, outcome.clusterRoles);
    await recordDrift(transaction, context, outcome);
    if (fresh.length === 0) return;
    await writeRows(transaction, context, { id, rows: fresh });
    await recordGrantChanges(transaction, context, outcome);
  });
}

/** What of the outcome the database does not know yet. */
export function freshRows({ before, rows }: Pick<Outcome, "before" | "rows">): AppliedRow[] {
  const text = ({ kind, name, refusal, boundByUs }: AppliedRow) => JSON.stringify([kind, name, refusal, boundByUs]);
  const known = new Set(before.map(text));
  return rows.filter((row) => !known.has(text(row)));
}

/** SQLite takes so many values in one statement, and more. */
const rowsAtOnce = 500;

async function writeRows(transaction: Transaction, { now }: Context, { id, rows }: { id: number; rows: readonly AppliedRow[] }): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const batch = rows.slice(start, start + rowsAtOnce);
    for (const kind of ["user", "group"]) {
      const names = batch.filter((row) => row.kind === kind).map((row) => row.name);
      if (names.length > 0) await transaction.appliedSubject.deleteMany({ where: { environmentId: id, kind, name: { in: names } } });
    }
    await transaction.appliedSubject.createMany({
      data: batch.map(({ kind, name, refusal, boundByUs }) => ({ environmentId: id, kind, name, refusal, boundByUs, updatedAt: now })),
    });
  }
}

async function recordDrift(transaction: Transaction, context: Context, { environment: { id, name }, drift }: Outcome): Promise<void> {
  for (const one of drift)
    await recordChange(transaction, context, {
      action: "environment.drift-mended",
      environment: { id, name },
      target: { kind: one.kind, name: one.name },
      detail: driftDetail(one),
    });
}

/** One audit row for each grant that has come to the cluster, or was refused by it, since the last time. */
async function recordGrantChanges(transaction: Transaction, context: Context, { environment, grants, before, rows }: Outcome): Promise<void> {
  const { id, name, managesBindings } = environment;
  const [stateNow, stateBefore] = [grantState(rows, managesBindings), grantState(before, managesBindings)];
  for (const grant of grants) {
    const { state, message } = stateNow(grant);
    const old = stateBefore(grant);
    if (!(state === "applied" || state === "refused") || (state === old.state && message === old.message)) continue;
    await recordChange(transaction, context, {
      action: state === "applied" ? "grant.applied" : "grant.refused",
      target: { kind: grant.team === null ? "user" : "team", name: grant.team ?? grant.login ?? "" },
      environment: { id, name },
      detail: { clusterRole: grant.clusterRole, namespaces: grant.namespaces, ...(message === null ? {} : { message }) },
    });
  }
}

async function recordClusterRoles(transaction: Transaction, environmentId: number, names: readonly string[]): Promise<void> {
  const known = new Set((await transaction.environmentClusterRole.findMany({ where: { environmentId } })).map((row) => row.name));
  const gone = [...known].filter((name) => !names.includes(name));
  for (const name of gone) await transaction.environmentClusterRole.deleteMany({ where: { environmentId, name } });
  const added = names.filter((name) => !known.has(name));
  if (added.length > 0) await transaction.environmentClusterRole.createMany({ data: added.map((name) => ({ environmentId, name })) });
}
