// What Drawbridge does to its environments by itself: probes them and renews their credentials. Called by the server's jobs.
import type { Db } from "../db.ts";
import { NotFound } from "../errors.ts";
import { bumpRevision } from "../revision.ts";
import { isRenewalDue, openCredential } from "./credentials.ts";
import { connectionOf, environmentKey } from "./managed-cluster.ts";
import { probe } from "./probe.ts";
import { checkManagerRights } from "./rights.ts";
import { replaceCredentials } from "./rotate-credentials.ts";
import type { ProbeView } from "./schema.ts";

/** Probes one environment with the manager's credential and stores what was seen. Throws NotFound. */
export async function probeEnvironment(db: Db, id: number, now: Date, key: Buffer = environmentKey()): Promise<ProbeView> {
  const row = await db.environment.findUnique({ where: { id }, include: { credentials: { where: { kind: "manager" } } } });
  const credential = row?.credentials[0];
  if (!row || !credential) throw new NotFound("environment");
  const startedAt = performance.now();
  const result = await probe({
    connection: connectionOf(row),
    credential: { token: openCredential(key, credential) },
    unverified: false,
    checkRights: checkManagerRights,
  });
  const failed = result.steps.find((step) => step.state === "failed");
  // When it answered, not when it was asked: who asks for what came since the last time misses no slow one.
  const probedAt = new Date(now.getTime() + performance.now() - startedAt);
  const seen = { probeOk: result.ok, probeStep: failed?.step ?? null, probeMessage: failed?.detail ?? null, probedAt };
  const reached = result.ok ? { lastReachableAt: probedAt } : {};
  // Another version may have, or have lost, constrained impersonation: the reconciler asks again.
  const version = result.version === null || result.version === row.version ? {} : { version: result.version, impersonation: null };
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
      const kinds = credentials.map((row) => (row.kind === "proxy" ? "proxy" : "manager"));
      await replaceCredentials({ db, actor: { kind: "system" }, now }, key, { environmentId, kinds });
      return [];
    } catch (error) {
      return [{ environmentId, error }];
    }
  });
  return (await Promise.all(work)).flat();
}
