import { execFile } from "node:child_process";
import { z } from "zod";
import { watchDisturbance } from "./disturbance.ts";
import { cores, pinned } from "./pinned.ts";
import type { Bench, Target } from "./targets.ts";

/** Figure → number; the name ends in the unit. */
export type Figures = Record<string, number>;

export interface Load {
  /** Of the load generator. */
  args: readonly string[];
  path: string;
  /** Where the generator runs; beside the upstream unless told. */
  cpus?: string;
}

/** How much of the proxy's core others had: figures of such a run are worth less. */
export const disturbance = "core taken by others %";

const figures = z.record(z.string(), z.number());
const longestMs = 300_000;

/** Puts one load on `target` and returns what was measured. Throws with the generator's words when an answer was not as it should be. */
export async function putLoad(bench: Bench, target: Target, load: Load, signal: AbortSignal): Promise<Figures> {
  const [program = "", ...args] = pinned(load.cpus ?? cores.others, [bench.programs.load, ...load.args]);
  const where = ["-url", target.url + load.path, "-ca", bench.caFile, "-tokens", bench.tokens.join(","), "-tick", `${bench.upstreamUrl}/tick`];
  const disturbed = watchDisturbance(target.pids);
  const measured = figures.parse(JSON.parse(await outputOf(program, [...args, ...where, "-pid", target.pids.join(",")], signal)));
  return target.pids.length > 0 && load.cpus === undefined ? { ...measured, [disturbance]: disturbed() } : measured;
}

function outputOf(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { signal, timeout: longestMs }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (signal.aborted) reject(error);
      else reject(new Error(error.killed ? `the load was not done in ${longestMs / 1000} s` : `the load failed: ${stderr.trim() || error.message}`));
    });
  });
}
