import { type Context, requirePerson } from "../context.ts";
import { healthOf } from "../environments/index.ts";
import { readRevision } from "../revision.ts";
import { reachableBy } from "./reachable.ts";
import type { HealthChangesView } from "./schema.ts";

/** Rows are written a little after the instant that they bear. */
const overlapMs = 5_000;

/** What probes have found since, of the environments that the person can reach: small enough to be asked for every few seconds. */
export async function listReachableHealth(context: Context, since: Date): Promise<HealthChangesView> {
  const { id: userId } = requirePerson(context);
  const rows = await context.db.environment.findMany({
    where: { probedAt: { gt: new Date(since.getTime() - overlapMs) }, ...reachableBy(userId) },
    select: { id: true, version: true, disabledAt: true, probeOk: true, probeStep: true, probeMessage: true, probedAt: true, lastReachableAt: true },
  });
  return {
    at: context.now.toISOString(),
    revision: await readRevision(context.db),
    environments: rows.map((row) => ({ id: row.id, version: row.version, health: healthOf(row) })),
  };
}
