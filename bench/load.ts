import { execFile } from "node:child_process";
import { promisify } from "node:util";
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
const longestMs = 180_000;

/** Puts one load on `target` and returns what was measured. Throws with the generator's words when an answer was not as it should be. */
export async function putLoad(bench: Bench, target: Target, load: Load, signal: AbortSignal): Promise<Figures> {
  const [program = "", ...args] = pinned(load.cpus ?? cores.others, [bench.programs.load, ...load.args]);
  const where = ["-url", target.url + load.path, "-ca", bench.caFile, "-tokens", bench.tokens.join(","), "-tick", `${bench.upstreamUrl}/tick`];
  const disturbed = watchDisturbance(target.pids);
  const { stdout } = await promisify(execFile)(program, [...args, ...where, "-pid", target.pids.join(",")], { signal, timeout: longestMs });
  const measured = figures.parse(JSON.parse(stdout));
  return target.pids.length > 0 && load.cpus === undefined ? { ...measured, [disturbance]: disturbed() } : measured;
}
