import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Where each part runs. One proxy has a core for itself, so that its limit is one core and nobody else's work counts. */
export const cores = { proxy: 0, others: 1 } as const;

export const isPinned = availableParallelism() >= 2 && hasTaskset();

/** `command`, on one core where there are two. */
export function pinned(core: number, command: readonly string[]): string[] {
  // taskset becomes the command: the process id stays.
  return isPinned ? ["taskset", "--cpu-list", String(core), ...command] : [...command];
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
