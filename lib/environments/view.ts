import type { Db, Transaction } from "../db.ts";
import { type EnvironmentView, type HealthView, probeSteps } from "./schema.ts";

interface HealthRow {
  disabledAt: Date | null;
  probeOk: boolean | null;
  probeStep: string | null;
  probeMessage: string | null;
  probedAt: Date | null;
  lastReachableAt: Date | null;
}

/** How an environment's newest probe went. */
export function healthOf(row: HealthRow): HealthView {
  const state = row.disabledAt !== null ? "disabled" : row.probeOk === null ? "unknown" : row.probeOk ? "ready" : "down";
  return {
    state,
    step: probeSteps.find((step) => step === row.probeStep) ?? null,
    message: row.probeMessage,
    checkedAt: row.probedAt?.toISOString() ?? null,
    lastReachableAt: row.lastReachableAt?.toISOString() ?? null,
  };
}

/** All environments, or those with `id`, by name. */
export async function readEnvironmentViews(db: Db | Transaction, id?: number): Promise<EnvironmentView[]> {
  const rows = await db.environment.findMany({
    where: id === undefined ? {} : { id },
    include: { credentials: { select: { kind: true, expiresAt: true } }, _count: { select: { grants: true } } },
    orderBy: { name: "asc" },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    server: row.server,
    trust: row.pinnedSha256 !== null ? "pinned" : row.caData !== null ? "ca" : "public",
    health: healthOf(row),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    credentials: row.credentials.map(({ kind, expiresAt }) => ({ kind: kind === "proxy" ? "proxy" : "manager", expiresAt: expiresAt?.toISOString() ?? null })),
    reconcile: { at: row.reconciledAt?.toISOString() ?? null, error: row.reconcileError },
    grantCount: row._count.grants,
  }));
}
