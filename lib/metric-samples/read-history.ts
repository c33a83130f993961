import { z } from "zod";
import { Prisma } from "#prisma/generated/client.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db } from "../db.ts";
import { sql, sqlFor } from "../dialect.ts";
import { storedTime } from "../stored-time.ts";
import { quantile } from "./quantile.ts";
import { type ActiveEnvironment, durationBuckets, type MetricCounts, type MetricHistory, type MetricPoint, type MetricRange, metricRanges } from "./schema.ts";

const minuteMs = 60_000;
/** In a list of the most active. */
const namedMax = 5;

const json = z.string().transform((text): unknown => JSON.parse(text));
const counts = { requests: z.number(), refused: z.number(), failed: z.number(), unauthenticated: z.number(), openStreams: z.number() };
const rowSchema = z.array(z.object({ at: z.coerce.date(), instance: z.string(), durations: json.pipe(z.array(z.number())), ...counts }));
type SampleRow = z.infer<typeof rowSchema>[number];
const peopleSchema = z.array(z.object({ login: z.string(), requests: z.coerce.number(), refused: z.coerce.number() }));
const environmentsSchema = z.array(z.object({ id: z.coerce.number(), name: z.string().nullable(), requests: z.coerce.number(), failed: z.coerce.number() }));

/** What all processes counted, from as long ago as `range` says up to now. Admins only. */
export async function readMetricHistory(context: Context, range: MetricRange): Promise<MetricHistory> {
  requireAdmin(context);
  const { db, now } = context;
  const { seconds, stepSeconds } = metricRanges[range];
  const stepMs = stepSeconds * 1000;
  // The last step ends at the last whole minute: one that is not over would look like a fall.
  const end = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const start = end - seconds * 1000;
  const from = storedTime(new Date(start));
  const [rows, people, environments] = await Promise.all([readRows(db, from), readPeople(db, from), readEnvironments(db, from)]);
  // A sample tells of the time before it: that of 12:05 belongs to the step that begins at 12:04.
  const steps = Map.groupBy(rows, ({ at }) => Math.floor((at.getTime() - 1 - start) / stepMs));
  const points: MetricPoint[] = Array.from({ length: seconds / stepSeconds }, (_none, index) =>
    pointOf(new Date(start + index * stepMs), steps.get(index) ?? []),
  );
  return {
    range,
    stepSeconds,
    points,
    total: sum(rows),
    openStreams: points.findLast((point) => point.openStreams !== null)?.openStreams ?? null,
    people,
    environments,
  };
}

async function readRows(db: Db, from: string): Promise<SampleRow[]> {
  return rowSchema.parse(
    await db.$queryRaw`SELECT "at", "instance", "requests", "refused", "failed", "unauthenticated", "openStreams", "durations" FROM "MetricSample" WHERE "at" > ${from} ORDER BY "at"`,
  );
}

async function readPeople(db: Db, from: string) {
  return peopleSchema.parse(
    await db.$queryRaw`SELECT each.value ->> 0 AS "login", SUM(CAST(each.value ->> 1 AS INTEGER)) AS "requests", SUM(CAST(each.value ->> 2 AS INTEGER)) AS "refused"
      FROM "MetricSample", ${eachOf(db, "people")} WHERE "at" > ${from} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${namedMax}`,
  );
}

async function readEnvironments(db: Db, from: string): Promise<ActiveEnvironment[]> {
  return environmentsSchema.parse(
    await db.$queryRaw`SELECT CAST(each.value ->> 0 AS INTEGER) AS "id", "Environment"."name" AS "name", SUM(CAST(each.value ->> 1 AS INTEGER)) AS "requests", SUM(CAST(each.value ->> 2 AS INTEGER)) AS "failed"
      FROM "MetricSample" CROSS JOIN ${eachOf(db, "environments")} LEFT JOIN "Environment" ON "Environment"."id" = CAST(each.value ->> 0 AS INTEGER)
      WHERE "at" > ${from} GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT ${namedMax}`,
  );
}

/** The members of a JSON array in `column`, as rows `each` with the one column `value`. */
function eachOf(db: Db, column: "people" | "environments"): Prisma.Sql {
  const name = Prisma.raw(`"${column}"`);
  return sqlFor(db, { sqlite: sql`json_each(${name}) AS each`, postgresql: sql`jsonb_array_elements(${name}::jsonb) AS each(value)` });
}

function pointOf(at: Date, rows: readonly SampleRow[]): MetricPoint {
  if (rows.length === 0) return { at: at.toISOString(), counts: null, openStreams: null };
  return { at: at.toISOString(), counts: sum(rows), openStreams: mostAtOnce(rows) };
}

function sum(rows: readonly SampleRow[]): MetricCounts {
  const total = { requests: 0, refused: 0, failed: 0, unauthenticated: 0 };
  const durations = Array.from({ length: durationBuckets.length + 1 }, () => 0);
  for (const row of rows) {
    total.requests += row.requests;
    total.refused += row.refused;
    total.failed += row.failed;
    total.unauthenticated += row.unauthenticated;
    for (const [index, count] of row.durations.entries()) durations[index] = (durations[index] ?? 0) + count;
  }
  return { ...total, p50: quantile(durations, 0.5), p99: quantile(durations, 0.99) };
}

/** Several processes have each their own, at the same moment. */
function mostAtOnce(rows: readonly SampleRow[]): number {
  const moments = Map.groupBy(rows, ({ at }) => at.getTime()).values();
  return Math.max(...moments.map((moment) => moment.reduce((open, row) => open + row.openStreams, 0)));
}
