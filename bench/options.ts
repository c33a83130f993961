import { parseArgs } from "node:util";

export interface Options {
  /** Names of the workloads to measure; null = all. */
  only: ReadonlySet<string> | null;
  /** How often each workload meets each target. */
  runs: number;
  /** A fraction of the load: to see that all works, not to quote. */
  quick: boolean;
  /** How often a load is put again, at most, when others had more than a tenth of the proxy's core; the least disturbed one counts. From 1 up, a quiet moment is waited for. */
  again: number;
  /** File for the figures of every run, as JSON. */
  out: string | null;
  /** Folder for one `.cpuprofile` of Drawbridge a workload. Profiling slows it down: figures of such a run are not to be quoted. */
  profileDir: string | null;
}

/** Throws a TypeError or a sentence for what it does not know. */
export function parseOptions(args: string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      runs: { type: "string", default: "3" },
      quick: { type: "boolean", default: false },
      again: { type: "string", default: "0" },
      out: { type: "string" },
      "cpu-prof": { type: "string" },
    },
  });
  const only = values.only?.split(",") ?? null;
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--only=${unknown}: the workloads are ${known.join(", ")}`);
  return {
    only: only && new Set(only),
    runs: parseCount("runs", values.runs, 1),
    again: parseCount("again", values.again, 0),
    quick: values.quick,
    out: values.out ?? null,
    profileDir: values["cpu-prof"] ?? null,
  };
}

function parseCount(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > 100) throw new Error(`--${name}=${text}: a number from ${least} to 100`);
  return value;
}
