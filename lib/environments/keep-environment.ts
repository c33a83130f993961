// What Drawbridge does to its environments by itself: probes them and renews their credentials. Called by the server's jobs.
import { recordChange } from "../change.ts";
import type { Db } from "../db.ts";
import { NotFound } from "../errors.ts";
import { bumpRevision } from "../revision.ts";
import type { CredentialKind } from "./cluster-objects.ts";
import { isRenewalDue, mintToken, openCredential, storeCredential } from "./credentials.ts";
import { connectionOf, environmentKey, openManagedCluster } from "./managed-cluster.ts";
import { probe } from "./probe.ts";
import { checkManagerRights } from "./rights.ts";
import type { ProbeView } from "./schema.ts";

/** Probes one environment with the manager's credential and stores what was seen. Throws NotFound. */
export async function probeEnvironment(db: Db, id: number, now: Date, key: Buffer = environmentKey()): Promise<ProbeView> {
  const row = await db.environment.findUnique({ where: { id }, include: { credentials: { where: { kind: "manager" } } } });
  const credential = row?.credentials[0];
  if (!row || !credential) throw new NotFound("environment");
  const result = await probe({
    connection: connectionOf(row),
    credential: { token: openCredential(key, credential) },
    unverified: false,
    checkRights: checkManagerRights,
  });
  const failed = result.steps.find((step) => step.state === "failed");
  const seen = { probeOk: result.ok, probeStep: failed?.step ?? null, probeMessage: failed?.detail ?? null, probedAt: now };
  const reached = result.ok ? { lastReachableAt: now } : {};
  const version = result.version === null ? {} : { version: result.version };
  // Removed meanwhile: then there is nothing to update.
  await db.environment.updateMany({ where: { id }, data: { ...seen, ...reached, ...version } });
  // A change of health wakes the reconciler and nobody else: a cluster that is back gets what it missed.
  if (row.probeOk !== result.ok) await db.$transaction((transaction) => bumpRevision(transaction));
  return result;
}

/** Renews what has used up 80 % of its life, in each environment on its own. Returns what failed. */
export async function renewCredentials(db: Db, now: Date, key: Buffer = environmentKey()): Promise<{ environmentId: number; error: unknown }[]> {
  const rows = await db.environmentCredential.findMany({ select: { environmentId: true, kind: true, issuedAt: true, expiresAt: true } });
  const due = Map.groupBy(
    rows.filter((row) => isRenewalDue(row, now)),
    (row) => row.environmentId,
  );
  const work = [...due].map(async ([environmentId, credentials]) => {
    try {
      await renewOne(db, key, { environmentId, kinds: credentials.map((row) => (row.kind === "proxy" ? "proxy" : "manager")), now });
      return [];
    } catch (error) {
      return [{ environmentId, error }];
    }
  });
  return (await Promise.all(work)).flat();
}

async function renewOne(db: Db, key: Buffer, { environmentId, kinds, now }: { environmentId: number; kinds: CredentialKind[]; now: Date }): Promise<void> {
  const manager = await openManagedCluster(db, key, { environmentId, kind: "manager" });
  if (!manager) return;
  try {
    for (const kind of kinds) {
      const minted = await mintToken(manager, kind);
      await db.$transaction(async (transaction) => {
        const environment = await transaction.environment.findUnique({ where: { id: environmentId }, select: { name: true } });
        if (!environment) return;
        await storeCredential(transaction, key, { environmentId, kind, minted, now });
        const record = {
          action: "environment.credential-renewed",
          environment: { id: environmentId, name: environment.name },
          target: { kind: "credential", name: kind },
        } as const;
        await recordChange(transaction, { db, actor: { kind: "system" }, now }, record);
        await bumpRevision(transaction);
      });
    }
  } finally {
    manager.close();
  }
}
