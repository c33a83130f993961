import { join } from "node:path";
import { countAuditRows } from "./data-dir.ts";
import { waitForQuiet } from "./disturbance.ts";
import { disturbance, type Figures, putLoad } from "./load.ts";
import type { How } from "./measurement.ts";
import type { Options } from "./options.ts";
import { profiling } from "./profiling.ts";
import { type Bench, startTarget, stopTarget, type Target, type TargetName } from "./targets.ts";
import type { Workload } from "./workloads.ts";

/** Of the proxy's core; the figures of a load that had less are kept as they are. */
const disturbedFrom = 10;
/** For a quiet moment, where a load may be put again. */
const longestWaitMs = 10_000;

/** Runs `workload` on its targets in turn, so that all meet the same machine. */
export async function measure(bench: Bench, workload: Workload, how: How): Promise<void> {
  const { options, signal, record } = how;
  const running = new Map<TargetName, Target>();
  const start = async (name: TargetName) => {
    const target = await startTarget(bench, name);
    running.set(name, target);
    if (workload.warmUp !== null) await putLoad(bench, target, workload.warmUp, signal);
    return target;
  };
  try {
    for (let run = 1; run <= options.runs; run++) {
      for (const name of workload.targets) {
        const figures = await leastDisturbedOf(options, signal, async () => {
          const target = (workload.fresh ? undefined : running.get(name)) ?? (await start(name));
          const work = () => putLoad(bench, target, { args: workload.args(options.quick), path: workload.path }, signal);
          const measured = name === "drawbridge" ? await measureDrawbridge(bench, work, profileFor(workload, run, target, options)) : await work();
          process.stderr.write(`${workload.name} run ${run} ${name}: ${JSON.stringify(measured)}\n`);
          return measured;
        });
        record({ workload: workload.name, target: name, run, figures });
      }
    }
  } finally {
    for (const name of running.keys()) await stopTarget(bench, name);
  }
}

async function leastDisturbedOf({ again }: Options, signal: AbortSignal, work: () => Promise<Figures>): Promise<Figures> {
  const tries: Figures[] = [];
  do {
    if (again > 0) await waitForQuiet(longestWaitMs, signal);
    tries.push(await work());
  } while (tries.length <= again && tries.every((figures) => disturbanceOf(figures) > disturbedFrom));
  return tries.toSorted((a, b) => disturbanceOf(a) - disturbanceOf(b))[0] ?? {};
}

function disturbanceOf(figures: Figures): number {
  return figures[disturbance] || 0;
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
