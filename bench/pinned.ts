import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Where each part runs. One proxy has a core for itself, so that its limit is one core and nobody else's work counts. */
export const cores = { proxy: "0", others: "1", all: "0,1" } as const;

export const isPinned = availableParallelism() >= 2 && hasTaskset();

/** `command`, on these cores ("0", "0,1") where there are two. */
export function pinned(cpus: string, command: readonly string[]): string[] {
  // taskset becomes the command: the process id stays.
  return isPinned ? ["taskset", "--cpu-list", cpus, ...command] : [...command];
}

/** Moves a running process with all its threads. */
export function moveTo(cpus: string, pid: number): void {
  if (isPinned) execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cpus, String(pid)], { stdio: "ignore" });
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
