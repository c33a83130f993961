// Brings one cluster to what the grants say, and writes down what the cluster has confirmed. The only writer of AppliedSubject.
//
// The order keeps one promise: a name that the database calls confirmed is always on the cluster's list, since a request with a name that
// is not is refused whole. So names are confirmed after the cluster has them, and taken back before it loses them.
import { recordChange } from "../change.ts";
import type { Context } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import {
  type ClusterClient,
  ClusterRefusal,
  ClusterUnreachable,
  environmentKey,
  listClusterRoles,
  openManagedCluster,
  RefusedAddress,
} from "../environments/index.ts";
import { bumpRevision } from "../revision.ts";
import { applyBindings } from "./apply-bindings.ts";
import { applyImpersonation, confirmImpersonation } from "./apply-impersonation.ts";
import { type DesiredAccess, desiredAccess } from "./desired-access.ts";
import { type AppliedRow, grantState } from "./grant-state.ts";
import { type GrantRow, readGrants } from "./read-grants.ts";

export interface ReconcileOptions {
  key?: Buffer;
  wait?(ms: number): Promise<void>;
}

/** Longer than a proxy takes to see that the revision has moved. */
const snapshotMs = 400;

/** Idempotent. Stores a failure as the environment's reconcileError and throws it. An environment that is gone or disabled is left alone. */
export async function reconcileEnvironment(db: Db, id: number, now: Date, options: ReconcileOptions = {}): Promise<void> {
  const { key = environmentKey(), wait = sleep } = options;
  const environment = await db.environment.findUnique({ where: { id }, select: { name: true, disabledAt: true } });
  if (!environment || environment.disabledAt) return;
  const context: Context = { db, actor: { kind: "system" }, now };
  let manager: ClusterClient | null = null;
  let proxy: ClusterClient | null = null;
  try {
    manager = await openManagedCluster(db, key, { environmentId: id, kind: "manager" });
    proxy = await openManagedCluster(db, key, { environmentId: id, kind: "proxy" });
    if (!manager || !proxy) throw new ClusterUnreachable("Drawbridge holds no credential for this cluster: remove the environment and add it again");
    await reconcile(context, { id, name: environment.name, manager, proxy, wait });
  } catch (error) {
    const words =
      error instanceof ClusterRefusal || error instanceof ClusterUnreachable || error instanceof RefusedAddress
        ? error.message
        : "an unexpected fault, which is in the log";
    await db.environment.updateMany({ where: { id }, data: { reconcileError: words } });
    throw error;
  } finally {
    manager?.close();
    proxy?.close();
  }
}

interface Cluster {
  id: number;
  name: string;
  manager: ClusterClient;
  proxy: ClusterClient;
  wait(ms: number): Promise<void>;
}

async function reconcile(context: Context, cluster: Cluster): Promise<void> {
  const { id, manager, proxy, wait } = cluster;
  const { grants, applied } = await context.db.$transaction(async (transaction) => ({
    grants: await readGrants(transaction, { environmentId: id }),
    applied: await transaction.appliedSubject.findMany({ where: { environmentId: id } }),
  }));
  const desired = desiredAccess(grants);
  if (await retract(context.db, id, namesOutside(applied, desired))) await wait(snapshotMs);

  const clusterRoles = await listClusterRoles(manager);
  const known = new Set(clusterRoles);
  const bindings = [...desired.bindings.values()];
  const refusals = await applyBindings(
    manager,
    bindings.filter(({ clusterRole }) => known.has(clusterRole)),
  );
  for (const { group, clusterRole } of bindings) if (!known.has(clusterRole)) refusals.set(group, `The cluster has no ClusterRole “${clusterRole}” any more.`);
  if (
    await retract(
      context.db,
      id,
      applied.filter((row) => row.kind === "group" && row.refusal === null && refusals.has(row.name)),
    )
  )
    await wait(snapshotMs);

  const users = [...desired.users];
  const groups = [...desired.teamGroups, ...desired.bindings.keys()].filter((group) => !refusals.has(group));
  await applyImpersonation(manager, users, groups);

  const rows = [
    ...users.map((name) => ({ kind: "user", name, refusal: null })),
    ...groups.map((name) => ({ kind: "group", name, refusal: null })),
    ...[...refusals].map(([name, refusal]) => ({ kind: "group", name, refusal })),
  ];
  const fresh = rows.filter((row) => !applied.some((before) => before.kind === row.kind && before.name === row.name && before.refusal === row.refusal));
  const first = fresh.find((row) => row.kind === "user")?.name ?? users[0];
  // The list is one object: who sees one new name in it sees all.
  if (first !== undefined && fresh.some((row) => row.refusal === null))
    await confirmImpersonation(proxy, {
      user: first,
      groups: fresh
        .filter((row) => row.kind === "group" && row.refusal === null)
        .map((row) => row.name)
        .slice(0, 20),
      wait,
    });
  await recordApplied(context, cluster, { grants, before: applied, rows, fresh, clusterRoles });
}

/** Confirmed or refused rows that no grant asks for. */
function namesOutside(applied: readonly AppliedRow[], desired: DesiredAccess): AppliedRow[] {
  return applied.filter(({ kind, name }) => (kind === "user" ? !desired.users.has(name) : !desired.teamGroups.has(name) && !desired.bindings.has(name)));
}

/** Takes names back, so that the proxy sends them no more. Returns whether there were any. */
async function retract(db: Db, environmentId: number, rows: readonly AppliedRow[]): Promise<boolean> {
  if (rows.length === 0) return false;
  await db.$transaction(async (transaction) => {
    for (const { kind, name } of rows) await transaction.appliedSubject.deleteMany({ where: { environmentId, kind, name } });
    await bumpRevision(transaction);
  });
  return true;
}

interface Outcome {
  grants: readonly GrantRow[];
  before: readonly AppliedRow[];
  /** Everything that now holds. */
  rows: readonly AppliedRow[];
  /** What of it is new. */
  fresh: readonly AppliedRow[];
  clusterRoles: readonly string[];
}

async function recordApplied(context: Context, { id, name }: Cluster, { grants, before, rows, fresh, clusterRoles }: Outcome): Promise<void> {
  const { db, now } = context;
  await db.$transaction(async (transaction) => {
    // Removed meanwhile: then there is nothing to write down.
    const { count } = await transaction.environment.updateMany({ where: { id }, data: { reconciledAt: now, reconcileError: null } });
    if (count === 0) return;
    await recordClusterRoles(transaction, id, clusterRoles);
    if (fresh.length === 0) return;
    for (const { kind, name: subject, refusal } of fresh) {
      const where = { environmentId_kind_name: { environmentId: id, kind, name: subject } };
      await transaction.appliedSubject.upsert({
        where,
        create: { environmentId: id, kind, name: subject, refusal, updatedAt: now },
        update: { refusal, updatedAt: now },
      });
    }
    await recordGrantChanges(transaction, context, { environment: { id, name }, grants, before, rows });
    await bumpRevision(transaction);
  });
}

/** One audit row for each grant that has come to the cluster, or was refused by it, since the last time. */
async function recordGrantChanges(
  transaction: Transaction,
  context: Context,
  { environment, grants, before, rows }: Pick<Outcome, "grants" | "before" | "rows"> & { environment: { id: number; name: string } },
): Promise<void> {
  for (const grant of grants) {
    const { state, message } = grantState(grant, rows);
    const old = grantState(grant, before);
    if (state === "applying" || (state === old.state && message === old.message)) continue;
    await recordChange(transaction, context, {
      action: state === "applied" ? "grant.applied" : "grant.refused",
      target: { kind: grant.team === null ? "user" : "team", name: grant.team ?? grant.login ?? "" },
      environment,
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

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
