import { join } from "node:path";
import { countAuditRows } from "./data-dir.ts";
import { type Figures, putLoad } from "./load.ts";
import type { Options } from "./options.ts";
import { profiling } from "./profiling.ts";
import type { Result } from "./table.ts";
import { type Bench, startTarget, stopTarget, type Target, type TargetName } from "./targets.ts";
import type { Workload } from "./workloads.ts";

/** Runs `workload` on its targets in turn, so that all meet the same machine. */
export async function measure(bench: Bench, workload: Workload, options: Options, signal: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  const running = new Map<TargetName, Target>();
  const { path, targets, warmUp, fresh } = workload;
  for (let run = 1; run <= options.runs; run++) {
    for (const name of targets) {
      const known = fresh ? undefined : running.get(name);
      const target = known ?? (await startTarget(bench, name));
      running.set(name, target);
      if (known === undefined && warmUp !== null) await putLoad(bench, target, warmUp, signal);
      const work = () => putLoad(bench, target, { args: workload.args(options.quick), path }, signal);
      const figures = name === "drawbridge" ? await measureDrawbridge(bench, work, profileFor(workload, run, target, options)) : await work();
      results.push({ workload: workload.name, target: name, run, figures });
      process.stderr.write(`${workload.name} run ${run} ${name}: ${JSON.stringify(figures)}\n`);
    }
  }
  for (const name of running.keys()) await stopTarget(bench, name);
  return results;
}

interface ProfileTo {
  pid: number;
  file: string;
}

function profileFor(workload: Workload, run: number, { pids: [pid] }: Target, { profileDir }: Options): ProfileTo | null {
  return profileDir === null || pid === undefined ? null : { pid, file: join(profileDir, `${workload.name}-${run}.cpuprofile`) };
}

async function measureDrawbridge(bench: Bench, work: () => Promise<Figures>, profile: ProfileTo | null): Promise<Figures> {
  const rowsBefore = await countAuditRows(bench.dataDir);
  const figures = await (profile === null ? work() : profiling(bench, profile.pid, profile.file, work));
  if (figures.requests) figures["audit rows/req"] = ((await countAuditRows(bench.dataDir)) - rowsBefore) / figures.requests;
  if (profile !== null) process.stderr.write(`node bench/profile.ts ${profile.file} ${figures.requests ?? ""}\n`);
  return figures;
}
