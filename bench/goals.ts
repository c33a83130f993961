// The lines of the table: which figure, what it should be. Goals are of docs/performance.md.
import type { TargetName } from "./targets.ts";

export type Medians = Record<TargetName, number>;

export interface Line {
  /** Number in docs/performance.md; empty for a line that only informs. */
  goal: string;
  what: string;
  workload: string;
  figure: string;
  rule: Rule | null;
}

export interface Rule {
  text: string;
  met(medians: Medians): boolean;
}

export const lines: readonly Line[] = [
  { goal: "B1", what: "small GET, 32 connections: CPU, µs/request", workload: "get", figure: "cpu µs/req", rule: atMost(0.75, "reference") },
  { goal: "B2", what: "small GET, 32 connections: requests/s", workload: "get", figure: "req/s", rule: atLeast(1.3, "reference") },
  { goal: "B2", what: "small GET, 32 connections: p99, ms", workload: "get", figure: "p99 ms", rule: atMost(1, "reference") },
  { goal: "", what: "small GET, 32 connections: p50, ms", workload: "get", figure: "p50 ms", rule: null },
  { goal: "", what: "audit rows written a request", workload: "get", figure: "audit rows/req", rule: null },
];

function atMost(factor: number, than: TargetName): Rule {
  return { text: `≤ ${factor} × ${than}`, met: (medians) => medians.drawbridge <= factor * medians[than] };
}

function atLeast(factor: number, than: TargetName): Rule {
  return { text: `≥ ${factor} × ${than}`, met: (medians) => medians.drawbridge >= factor * medians[than] };
}
