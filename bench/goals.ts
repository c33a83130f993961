// The lines of the table: which figure, and what it should be. docs/performance.md says where the goals come from.
import type { TargetName } from "./targets.ts";

export type Medians = Record<TargetName, number>;

export interface Line {
  /** Number in docs/performance.md; empty for a line that only informs. */
  goal: string;
  what: string;
  workload: string;
  figure: string;
  rule: Rule | null;
  /** How runs become one figure; the median unless told. */
  of?: "max";
  /** Whether the reference's figure means the same; yes unless told. */
  ratio?: false;
}

export interface Rule {
  text: string;
  met(medians: Medians): boolean;
}

/** Portainer, measured once beside the reference: its figures here are that ratio times today's reference. */
const portainer = { bulkCpu: 1.2, eventP99: 1.44, dialCpu: 1.19 };

const get = "small GET, 32 connections";
const rate = "small GET at 500/s";
const bulk = "lists of 3 MB, 8 at once";
const watch = "5,000 quiet watches";
const echo = "upgraded stream";
const dial = "new connection";
const processes = "data path on a shared port";

export const lines: readonly Line[] = [
  { goal: "B1", what: `${get}: CPU, µs a request`, workload: "get", figure: "cpu µs/req", rule: atMost(0.75, "reference") },
  { goal: "", what: `${get}: of it on the main thread`, workload: "get", figure: "main thread cpu µs/req", rule: null, ratio: false },
  { goal: "B2", what: `${get}: requests/s`, workload: "get", figure: "req/s", rule: atLeast(1.3, "reference") },
  { goal: "B2", what: `${get}: p99, ms`, workload: "get", figure: "p99 ms", rule: atMost(1, "reference") },
  { goal: "", what: `${get}: p50, ms`, workload: "get", figure: "p50 ms", rule: null },
  { goal: "", what: `${get}: audit rows written a request`, workload: "get", figure: "audit rows/req", rule: null },
  { goal: "B3", what: `${rate}: p50, ms`, workload: "rate", figure: "p50 ms", rule: added(0.5) },
  { goal: "B3", what: `${rate}: p99, ms`, workload: "rate", figure: "p99 ms", rule: added(3) },
  { goal: "", what: `${rate}: CPU, µs a request`, workload: "rate", figure: "cpu µs/req", rule: null },
  { goal: "B4", what: `${bulk}: CPU, ms a MB`, workload: "bulk", figure: "cpu ms/MB", rule: atMost(portainer.bulkCpu, "reference", "Portainer") },
  { goal: "B4", what: `${bulk}: growth of memory at its peak, MB (largest)`, workload: "bulk", figure: "growth MB", rule: limit(64), of: "max", ratio: false },
  { goal: "", what: `${bulk}: MB/s`, workload: "bulk", figure: "MB/s", rule: null },
  { goal: "B5", what: `${watch}: memory, KB each`, workload: "watch", figure: "KB each", rule: limit(120) },
  {
    goal: "B5",
    what: `${watch}: an event to all, p99, ms`,
    workload: "watch",
    figure: "event p99 ms",
    rule: atMost(portainer.eventP99, "reference", "Portainer"),
  },
  { goal: "", what: `${watch}: an event, CPU, µs each`, workload: "watch", figure: "event cpu µs each", rule: null },
  { goal: "", what: `${watch}: to open, CPU, ms each`, workload: "watch", figure: "open cpu ms each", rule: null },
  { goal: "B6", what: `${echo}, both ways: CPU, ms a MB`, workload: "echo", figure: "cpu ms/MB", rule: atMost(1.3, "reference") },
  { goal: "B6", what: `${echo}: to open, p50, ms`, workload: "echo", figure: "open p50 ms", rule: atMost(2, "direct") },
  { goal: "", what: `${echo}: to open, CPU, ms`, workload: "echo", figure: "open cpu ms", rule: null },
  { goal: "", what: `${echo}: a byte there and back, p50, ms`, workload: "echo", figure: "key stroke p50 ms", rule: null },
  { goal: "", what: `${echo}, both ways: MB/s`, workload: "echo", figure: "MB/s", rule: null },
  {
    goal: "B7",
    what: `${dial} with one request: CPU, ms`,
    workload: "dial",
    figure: "cpu ms each",
    rule: atMost(1.3 * portainer.dialCpu, "reference", "1.3 × Portainer"),
  },
  { goal: "", what: `${dial} with one request: p50, ms`, workload: "dial", figure: "p50 ms", rule: null },
  { goal: "B8", what: "kubectl get ns, median, ms", workload: "kubectl", figure: "get ns ms", rule: added(4) },
  { goal: "B9", what: `${processes}: throughput of two : of one`, workload: "processes", figure: "throughput ratio", rule: least(1.8) },
  { goal: "", what: `${processes}: by CPU a request, 2 × one : two`, workload: "processes", figure: "cpu ratio", rule: null },
  { goal: "", what: `${processes}: one, requests/s`, workload: "processes", figure: "one req/s", rule: null },
  { goal: "B11", what: "start to first 200 (/readyz), ms", workload: "start", figure: "ready ms", rule: limit(2000) },
  { goal: "", what: "start to first page (/sign-in), ms", workload: "start", figure: "page ms", rule: null },
  { goal: "B11", what: "memory when idle, MB", workload: "start", figure: "idle MB", rule: limit(200) },
  { goal: "", what: "CPU when idle, ms a second", workload: "start", figure: "idle cpu ms/s", rule: null },
];

function least(fewest: number): Rule {
  return { text: `≥ ${fewest}`, met: ({ drawbridge }) => drawbridge >= fewest };
}

function atMost(factor: number, than: TargetName, meaning?: string): Rule {
  return { text: text("≤", factor, than, meaning), met: (medians) => medians.drawbridge <= factor * medians[than] };
}

function atLeast(factor: number, than: TargetName): Rule {
  return { text: text("≥", factor, than), met: (medians) => medians.drawbridge >= factor * medians[than] };
}

function added(most: number): Rule {
  return { text: `≤ direct + ${most}`, met: ({ direct, drawbridge }) => drawbridge <= direct + most };
}

function limit(most: number): Rule {
  return { text: `≤ ${most}`, met: ({ drawbridge }) => drawbridge <= most };
}

function text(sign: string, factor: number, than: TargetName, meaning?: string): string {
  return `${sign} ${Number(factor.toFixed(2))} × ${than}${meaning === undefined ? "" : ` (${meaning})`}`;
}
