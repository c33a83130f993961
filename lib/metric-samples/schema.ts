import { z } from "zod";

/** Upper bounds of the counted durations, in seconds; what took longer than the highest is counted beyond it. */
export const durationBuckets: readonly number[] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What the charts can show: from so long ago up to now, one figure for each step. Both in seconds. */
export const metricRanges = { "1h": { seconds: 3600, stepSeconds: 60 }, "24h": { seconds: 86_400, stepSeconds: 600 } } as const;
export type MetricRange = keyof typeof metricRanges;

/** The range as it stands in the page's URL. */
export const metricRangeSchema = z.enum(["1h", "24h"]).catch("1h");

/** What was counted in some span. */
export interface MetricCounts {
  /** Of known callers, ended. */
  requests: number;
  /** Of these, answered with 4xx. */
  refused: number;
  /** Of these, answered with 5xx. */
  failed: number;
  /** Requests with no token, or one that is unknown, expired or revoked. */
  unauthenticated: number;
  /** Seconds that half of the requests took at most, without the long-running ones; null: there were none. */
  p50: number | null;
  /** The same of 99 in 100. */
  p99: number | null;
}

/** A step of the range. */
export interface MetricPoint {
  /** Its beginning. */
  at: string;
  /** Null: nothing was measured, as Drawbridge was not running. */
  counts: MetricCounts | null;
  /** The most at once; null as above. */
  openStreams: number | null;
}

export interface ActivePerson {
  login: string;
  requests: number;
  /** With 4xx. */
  refused: number;
}

export interface ActiveEnvironment {
  id: number;
  /** Null: removed since. */
  name: string | null;
  requests: number;
  /** With 5xx. */
  failed: number;
}

/** The charts' figures, the most active first. */
export interface MetricHistory {
  range: MetricRange;
  stepSeconds: number;
  points: MetricPoint[];
  total: MetricCounts;
  /** At the last moment that was measured; null when none was. */
  openStreams: number | null;
  people: ActivePerson[];
  environments: ActiveEnvironment[];
}
