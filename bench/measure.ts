import { countAuditRows } from "./data-dir.ts";
import { putLoad } from "./load.ts";
import type { Options } from "./options.ts";
import type { Result } from "./table.ts";
import { type Bench, startTarget, stopTarget, type Target, type TargetName } from "./targets.ts";
import type { Workload } from "./workloads.ts";

/** Runs `workload` on its targets in turn, so that all meet the same machine. */
export async function measure(bench: Bench, workload: Workload, { runs, quick }: Options, signal: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  const running = new Map<TargetName, Target>();
  const { path, targets, warmUp } = workload;
  for (let run = 1; run <= runs; run++) {
    for (const name of targets) {
      const target = (workload.fresh ? undefined : running.get(name)) ?? (await startTarget(bench, name));
      if (!running.has(name) && warmUp !== null) await putLoad(bench, target, { args: warmUp, path }, signal);
      running.set(name, target);
      const rowsBefore = await countAuditRows(bench.dataDir);
      const figures = await putLoad(bench, target, { args: workload.args(quick), path }, signal);
      if (name === "drawbridge" && figures.requests) figures["audit rows/req"] = ((await countAuditRows(bench.dataDir)) - rowsBefore) / figures.requests;
      results.push({ workload: workload.name, target: name, run, figures });
      process.stderr.write(`${workload.name} run ${run} ${name}: ${JSON.stringify(figures)}\n`);
    }
  }
  for (const name of running.keys()) await stopTarget(bench, name);
  return results;
}
