// What Drawbridge does to its environments by itself: probes them and renews their credentials. Called by the server's jobs.
import type { Db } from "../db.ts";
import { NotFound } from "../errors.ts";
import { bumpRevision } from "../revision.ts";
import { t } from "../texts/index.ts";
import { isRenewalDue, openCredential } from "./credentials.ts";
import { connectionOf, environmentKey } from "./managed-cluster.ts";
import { probe, probeAtOnce } from "./probe.ts";
import { checkManagerRights } from "./rights.ts";
import { replaceCredentials } from "./rotate-credentials.ts";
import type { ProbeView } from "./schema.ts";

/** Probes one environment step by step with the manager's credential and stores what was seen. Throws NotFound. */
export async function probeEnvironment(db: Db, id: number, now: Date, key: Buffer = environmentKey()): Promise<ProbeView> {
  const { row, target } = await targetOf(db, id, key);
  const startedAt = performance.now();
  const result = await probe(target);
  await store(db, row, result, new Date(now.getTime() + performance.now() - startedAt));
  return result;
}

/** The same for who looks again and again: while all is well it takes one connection, and steps only once it is not. Throws NotFound. */
export async function watchEnvironment(db: Db, id: number, now: Date, key: Buffer = environmentKey()): Promise<void> {
  const { row, target } = await targetOf(db, id, key);
  const startedAt = performance.now();
  const version = row.probeOk ? await probeAtOnce(target) : null;
  const result = version === null ? await probe(target) : { ok: true, steps: [], version };
  await store(db, row, result, new Date(now.getTime() + performance.now() - startedAt));
}

async function targetOf(db: Db, id: number, key: Buffer) {
  const row = await db.environment.findUnique({ where: { id }, include: { credentials: { where: { kind: "manager" } } } });
  const credential = row?.credentials[0];
  if (!row || !credential) throw new NotFound(t("There is no such environment."));
  const target = { connection: connectionOf(row), credential: { token: openCredential(key, credential) }, unverified: false, checkRights: checkManagerRights };
  return { row, target };
}

/** `probedAt`: when it answered, not when it was asked: who asks for what came since the last time misses no slow one. */
async function store(
  db: Db,
  before: { id: number; probeOk: boolean | null; version: string | null },
  { ok, steps, version }: Pick<ProbeView, "ok" | "steps" | "version">,
  probedAt: Date,
): Promise<void> {
  const failed = steps.find((step) => step.state === "failed");
  const seen = { probeOk: ok, probeStep: failed?.step ?? null, probeMessage: failed?.detail ?? null, probedAt };
  const reached = ok ? { lastReachableAt: probedAt } : {};
  // Another version may have, or have lost, constrained impersonation: the reconciler asks again.
  const changed = version === null || version === before.version ? {} : { version, impersonation: null };
  // Removed meanwhile: then there is nothing to update.
  await db.environment.updateMany({ where: { id: before.id }, data: { ...seen, ...reached, ...changed } });
  // A change of health wakes the reconciler and nobody else: a cluster that is back gets what it missed.
  if (before.probeOk !== ok) await db.$transaction((transaction) => bumpRevision(transaction));
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
