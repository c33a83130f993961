import { parseArgs } from "node:util";

export interface Options {
  /** Names of the workloads to measure; null = all. */
  only: ReadonlySet<string> | null;
  /** How often each workload meets each target. */
  runs: number;
  /** A fraction of the load: to see that all works, not to quote. */
  quick: boolean;
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
      out: { type: "string" },
      "cpu-prof": { type: "string" },
    },
  });
  const only = values.only?.split(",") ?? null;
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--only=${unknown}: the workloads are ${known.join(", ")}`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs=${values.runs}: a number from 1 up`);
  return { only: only && new Set(only), runs, quick: values.quick, out: values.out ?? null, profileDir: values["cpu-prof"] ?? null };
}
