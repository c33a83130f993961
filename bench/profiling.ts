import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Bench } from "./targets.ts";

const profileFile = (stateDir: string) => join(stateDir, "profile.cpuprofile");
const longestWaitMs = 20_000;

/** What Drawbridge is started with so that it can be profiled. */
export function profilerOptions({ stateDir, profiled }: Bench): { nodeOptions?: string[]; env?: Record<string, string> } {
  return profiled ? { nodeOptions: ["--import=./bench/profiler.ts"], env: { BENCH_PROFILE_FILE: profileFile(stateDir) } } : {};
}

/** Profiles process `pid` for as long as `work` takes, into `file`. */
export async function profiling<Result>({ stateDir }: Bench, pid: number, file: string, work: () => Promise<Result>): Promise<Result> {
  process.kill(pid, "SIGUSR2");
  const result = await work();
  process.kill(pid, "SIGUSR2");
  const written = profileFile(stateDir);
  const deadline = performance.now() + longestWaitMs;
  while (!existsSync(written)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} wrote no profile`);
    await delay(50);
  }
  mkdirSync(join(file, ".."), { recursive: true });
  renameSync(written, file);
  return result;
}
