// Brings one cluster to what the grants say, and writes down what the cluster has confirmed. The only writer of AppliedSubject.
//
// The order keeps one promise: a name that the database calls confirmed is always on the cluster's list, since a request with a name that
// is not is refused whole. So names are confirmed after the cluster has them, and taken back before it loses them.
//
// It lists, and does not watch: a pass where all is well is some six small reads, at any number of clusters and of replicas, needs no
// connection that stays open, and sees what a watch that broke unseen would miss. The price is that a drift lives until the next pass.
import type { Context } from "../context.ts";
import type { Db } from "../db.ts";
import { type ClusterClient, ClusterUnreachable, clusterOf, environmentKey, instanceIdOf, isClusterFault, listClusterRoles } from "../environments/index.ts";
import { bumpRevision } from "../revision.ts";
import { t } from "../texts/index.ts";
import { applyBindings } from "./apply-bindings.ts";
import { applyImpersonation } from "./apply-impersonation.ts";
import { confirmImpersonation } from "./confirm-impersonation.ts";
import { desiredAccess } from "./desired-access.ts";
import type { AppliedRow } from "./grant-state.ts";
import { currentMode, readableGroups } from "./impersonation-mode.ts";
import { everything, impersonationRules, readingOnly } from "./impersonation-rules.ts";
import { listBindings } from "./list-bindings.ts";
import { readGrants } from "./read-grants.ts";
import { freshRows, recordApplied } from "./record-applied.ts";
import { type TargetAccess, targetAccess } from "./target-access.ts";

export interface ReconcileOptions {
  key?: Buffer;
  wait?(ms: number): Promise<void>;
}

/** Longer than a proxy takes to see that the revision has moved. */
const snapshotMs = 400;

/** Idempotent. Stores a failure as the environment's reconcileError and throws it. An environment that is gone or disabled is left alone. */
export async function reconcileEnvironment(db: Db, id: number, now: Date, options: ReconcileOptions = {}): Promise<void> {
  const { key = environmentKey(), wait = sleep } = options;
  const environment = await db.environment.findUnique({ where: { id }, include: { credentials: true } });
  if (!environment || environment.disabledAt) return;
  const context: Context = { db, actor: { kind: "system" }, now };
  let manager: ClusterClient | null = null;
  let proxy: ClusterClient | null = null;
  try {
    manager = clusterOf(key, environment, "manager");
    proxy = clusterOf(key, environment, "proxy");
    if (!manager || !proxy) throw new ClusterUnreachable(() => t("Drawbridge holds no credential for this cluster: remove the environment and add it again"));
    await reconcile(context, { environment, manager, proxy, key, wait });
  } catch (error) {
    const words = isClusterFault(error) ? error.said : t("an unexpected fault, which is in the log");
    if (words !== environment.reconcileError) await db.environment.updateMany({ where: { id }, data: { reconcileError: words } });
    throw error;
  } finally {
    manager?.close();
    proxy?.close();
  }
}

interface EnvironmentRow {
  id: number;
  name: string;
  managesBindings: boolean;
  readOnly: boolean;
  impersonation: string | null;
}

interface Cluster {
  environment: EnvironmentRow;
  manager: ClusterClient;
  proxy: ClusterClient;
  key: Buffer;
  wait(ms: number): Promise<void>;
}

async function reconcile(context: Context, cluster: Cluster): Promise<void> {
  const { environment, manager, proxy, key, wait } = cluster;
  const { id, managesBindings } = environment;
  const instanceId = instanceIdOf(key);
  const { grants, applied } = await context.db.$transaction(async (transaction) => ({
    grants: await readGrants(transaction, { environmentId: id }),
    applied: await transaction.appliedSubject.findMany({ where: { environmentId: id } }),
  }));
  const desired = desiredAccess(grants);
  let left: readonly AppliedRow[] = applied;
  const takeBack = async (isGone: (row: AppliedRow) => boolean) => {
    if (await retract(context.db, id, left.filter(isGone))) await wait(snapshotMs);
    left = left.filter((row) => !isGone(row));
  };
  await takeBack(({ kind, name }) => (kind === "user" ? !desired.users.has(name) : !desired.teamGroups.has(name) && !desired.bindings.has(name)));

  const clusterRoles = await listClusterRoles(manager);
  // What others have bound is of interest only where groups are sent that we do not bind.
  const { own, groupsOfOthers } = await listBindings(manager, { all: !managesBindings || desired.teamGroups.size > 0, instanceId });
  const target = targetAccess(desired, { clusterRoles: new Set(clusterRoles), groupsOfOthers, managesBindings });
  await takeBack((row) => !isKept(row, target));

  const made = new Set(applied.filter(({ boundByUs }) => boundByUs).map(({ name }) => name));
  const bindings = await applyBindings(manager, { wanted: target.bindings, own, made, instanceId });
  await takeBack(({ kind, name, refusal }) => kind === "group" && refusal === null && bindings.refusals.has(name));

  const refusals = new Map([...target.refusals, ...bindings.refusals]);
  const users = [...target.users];
  const groups = [...target.groups].filter((group) => !refusals.has(group));
  const known = left.find((row) => row.kind === "user" && row.refusal === null && target.users.has(row.name))?.name;
  const impersonation = await currentMode(cluster, known);
  const constrainedTo = impersonation === "legacy" ? null : environment.readOnly ? readingOnly(await readableGroups(manager)) : everything;
  const listDrift = await applyImpersonation(manager, impersonationRules({ users, groups, constrainedTo }), key);

  const ours = new Set(target.bindings.map(({ group }) => group));
  const rows = [
    ...users.map((name) => ({ kind: "user", name, refusal: null, boundByUs: false })),
    ...groups.map((name) => ({ kind: "group", name, refusal: null, boundByUs: ours.has(name) })),
    ...[...refusals].map(([name, refusal]) => ({ kind: "group", name, refusal, boundByUs: false })),
  ];
  await confirm(proxy, { rows, fresh: freshRows({ before: applied, rows }), always: impersonation !== environment.impersonation, wait });
  // What is there before the first pass is an earlier installation's, and nobody's drift.
  const drift = [...bindings.drift, ...(applied.length === 0 ? [] : listDrift)];
  await recordApplied(context, { environment, grants, before: applied, rows, clusterRoles, impersonation, drift });
}

/** Whether the target still has it as it is known. */
function isKept({ kind, name, refusal }: AppliedRow, { users, groups, refusals }: TargetAccess): boolean {
  if (kind === "user") return users.has(name);
  return groups.has(name) || (refusal !== null && refusals.has(name));
}

/** The list is one object: who sees one new name in it sees all. */
async function confirm(
  proxy: ClusterClient,
  { rows, fresh, always, wait }: { rows: readonly AppliedRow[]; fresh: readonly AppliedRow[]; always: boolean; wait(ms: number): Promise<void> },
): Promise<void> {
  const confirmed = fresh.filter(({ refusal }) => refusal === null);
  const user = confirmed.find(({ kind }) => kind === "user") ?? rows.find(({ kind }) => kind === "user");
  if (!user || (confirmed.length === 0 && !always)) return;
  const groups = confirmed.filter(({ kind }) => kind === "group").map(({ name }) => name);
  await confirmImpersonation(proxy, { user: user.name, groups: groups.slice(0, 20), wait });
}

/** Takes names back, so that the proxy sends them no more. Returns whether there were any. */
async function retract(db: Db, environmentId: number, rows: readonly AppliedRow[]): Promise<boolean> {
  if (rows.length === 0) return false;
  await db.$transaction(async (transaction) => {
    await bumpRevision(transaction);
    for (const kind of ["user", "group"]) {
      const names = rows.filter((row) => row.kind === kind).map(({ name }) => name);
      for (let start = 0; start < names.length; start += namesAtOnce)
        await transaction.appliedSubject.deleteMany({ where: { environmentId, kind, name: { in: names.slice(start, start + namesAtOnce) } } });
    }
  });
  return true;
}

const namesAtOnce = 500;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
