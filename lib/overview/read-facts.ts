import { z } from "zod";
import { type Context, requireAdmin } from "../context.ts";
import { probeSteps } from "../environments/schema.ts";
import { isLive } from "../file-rows/index.ts";
import { type DownEnvironment, expiringDays, type OverviewFacts } from "./schema.ts";

const dayMs = 86_400_000;
/** In the list; of more, the number is told. */
const downMax = 5;

const stepSchema = z.enum(probeSteps).nullable().catch(null);

/** How environments and files stand now. Admins only. */
export async function readOverviewFacts(context: Context): Promise<OverviewFacts> {
  requireAdmin(context);
  const { db, now } = context;
  const enabled = { disabledAt: null };
  const [count, unchecked, downCount, down, live, expiring] = await Promise.all([
    db.environment.count({ where: enabled }),
    db.environment.count({ where: { ...enabled, probeOk: null } }),
    db.environment.count({ where: { ...enabled, probeOk: false } }),
    listDown(context),
    db.kubeconfig.count({ where: isLive(now) }),
    countExpiring(context),
  ]);
  return { environments: { count, unchecked, downCount, down }, kubeconfigs: { live, expiring } };
}

/** Those that have been away longest first. */
async function listDown({ db }: Context): Promise<DownEnvironment[]> {
  const rows = await db.environment.findMany({
    where: { disabledAt: null, probeOk: false },
    select: { id: true, name: true, probeStep: true, lastReachableAt: true },
    orderBy: [{ lastReachableAt: { sort: "asc", nulls: "first" } }, { name: "asc" }],
    take: downMax,
  });
  return rows.map(({ id, name, probeStep, lastReachableAt }) => ({
    ...{ id, name, step: stepSchema.parse(probeStep) },
    lastReachableAt: lastReachableAt?.toISOString() ?? null,
  }));
}

/** By days from now. */
async function countExpiring({ db, now }: Context): Promise<number[]> {
  const dayFromNow = (day: number) => new Date(now.getTime() + day * dayMs);
  return Promise.all(
    // Counted by the database: of 10,000 files thousands may end within a week.
    Array.from({ length: expiringDays }, (_none, day) =>
      db.kubeconfig.count({ where: { revokedAt: null, expiresAt: { [day === 0 ? "gt" : "gte"]: dayFromNow(day), lt: dayFromNow(day + 1) } } }),
    ),
  );
}
