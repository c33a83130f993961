// Hands over what was counted, once a minute: the pages' charts are drawn from the same counters that a scrape reads, and pages and proxy
// meet in the database only.
import { hostname } from "node:os";
import { logger as processLogger } from "#lib/logger.ts";
import type { MetricSample } from "#lib/metric-samples/index.ts";
import { durationBuckets } from "#lib/metric-samples/schema.ts";
import type { EnvironmentSeries } from "./environment-series.ts";
import { createFaultLog } from "./fault-log.ts";
import type { PersonCount, RequestMeter } from "./request-meter.ts";

export interface MetricSampler {
  /** Ends it; what was counted since the last sample is let go. Resolves when none is being stored. */
  stop(): Promise<void>;
}

export interface MetricSamplerOptions {
  meter: Pick<RequestMeter, "environments" | "refusals" | "openStreams" | "takePeople">;
  store(sample: MetricSample): Promise<void>;
  logger?: Pick<typeof processLogger, "warn" | "error">;
  /** Samples are made when the time is a multiple of it. */
  everyMs?: number;
  instance?: string;
}

interface Totals {
  requests: number;
  refused: number;
  failed: number;
  durations: number[];
}

export function startMetricSampler({ meter, store, ...options }: MetricSamplerOptions): MetricSampler {
  const { logger = processLogger, everyMs = 60_000, instance = `${hostname()}:${process.pid}` } = options;
  const faults = createFaultLog(logger);
  let last = { at: Date.now(), seen: readTotals(meter.environments), unauthenticated: unauthenticatedIn(meter) };
  let people = new Map<string, PersonCount>();
  let storing: Promise<void> = Promise.resolve();
  let timer = schedule();

  function schedule(): NodeJS.Timeout {
    return setTimeout(tick, everyMs - (Date.now() % everyMs)).unref();
  }

  function tick(): void {
    storing = sample();
    timer = schedule();
  }

  async function sample(): Promise<void> {
    const at = Math.round(Date.now() / everyMs) * everyMs;
    // A timer may ring a little early, and then once more.
    if (at === last.at) return;
    const seen = readTotals(meter.environments);
    const unauthenticated = unauthenticatedIn(meter);
    people = together(people, meter.takePeople());
    const environments = [...seen].map(([series, totals]) => ({ id: series.id, ...since(totals, last.seen.get(series)) }));
    try {
      await store({
        ...{ at: new Date(at), instance, seconds: Math.max(0, Math.round((at - last.at) / 1000)) },
        ...sumOf(environments),
        unauthenticated: unauthenticated - last.unauthenticated,
        openStreams: meter.openStreams,
        people: [...people].map(([login, count]) => ({ login, ...count })),
        environments: environments.filter(({ requests }) => requests > 0),
      });
    } catch (error) {
      // What was counted is told by the next one.
      faults.report({ key: "store", level: "warn", message: "metric samples could not be written", fields: { err: error } });
      return;
    }
    last = { at, seen, unauthenticated };
    people = new Map();
  }

  return {
    async stop() {
      clearTimeout(timer);
      await storing;
      faults.close();
    },
  };
}

function unauthenticatedIn({ refusals }: MetricSamplerOptions["meter"]): number {
  return refusals.get(401) ?? 0;
}

/** Of each environment since the start: one that is removed takes its own away, and nobody else's. */
function readTotals(environments: Iterable<EnvironmentSeries>): Map<EnvironmentSeries, Totals> {
  return new Map([...environments].map((series) => [series, totalsOf(series)]));
}

function totalsOf({ verbs }: EnvironmentSeries): Totals {
  const totals = nothing();
  for (const { requests, durations } of verbs.values()) {
    addTo(totals.durations, durations);
    for (const codes of requests.values()) {
      for (const [code, count] of codes) {
        totals.requests += count;
        if (code.startsWith("4")) totals.refused += count;
        else if (code.startsWith("5")) totals.failed += count;
      }
    }
  }
  return totals;
}

function since(now: Totals, before: Totals = nothing()): Totals {
  return {
    requests: now.requests - before.requests,
    refused: now.refused - before.refused,
    failed: now.failed - before.failed,
    durations: now.durations.map((count, index) => count - (before.durations[index] ?? 0)),
  };
}

function sumOf(all: readonly Totals[]): Totals {
  const sum = nothing();
  for (const { requests, refused, failed, durations } of all) {
    sum.requests += requests;
    sum.refused += refused;
    sum.failed += failed;
    addTo(sum.durations, durations);
  }
  return sum;
}

function nothing(): Totals {
  return { requests: 0, refused: 0, failed: 0, durations: Array.from({ length: durationBuckets.length + 1 }, () => 0) };
}

function addTo(sum: number[], counts: readonly number[]): void {
  for (const [index, count] of counts.entries()) sum[index] = (sum[index] ?? 0) + count;
}

function together(one: Map<string, PersonCount>, other: ReadonlyMap<string, PersonCount>): Map<string, PersonCount> {
  for (const [login, { requests, refused }] of other) {
    const before = one.get(login);
    one.set(login, { requests: requests + (before?.requests ?? 0), refused: refused + (before?.refused ?? 0) });
  }
  return one;
}
