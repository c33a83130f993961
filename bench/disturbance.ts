import { readFileSync } from "node:fs";
import { cores, isPinned } from "./pinned.ts";

/** Clock ticks of the kernel, 100 a second, from proc(5) stat. */
interface Reading {
  coreBusy: number;
  coreAll: number;
  proxy: number;
}

/** Starts to look; the returned function says how much of the proxy's core, in %, went to anything but the processes `pids`. */
export function watchDisturbance(pids: readonly number[]): () => number {
  const before = read(pids);
  return () => {
    const after = read(pids);
    const others = after.coreBusy - before.coreBusy - (after.proxy - before.proxy);
    return isPinned ? Math.max(0, (100 * others) / (after.coreAll - before.coreAll)) : Number.NaN;
  };
}

function read(pids: readonly number[]): Reading {
  const core = new RegExp(`^cpu${cores.proxy} (.*)$`, "m").exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? "";
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupt = 0, softInterrupt = 0, stolen = 0] = core.split(" ").map(Number);
  // Interrupts are mostly the network's own work for the load.
  const coreBusy = user + nice + system + stolen;
  return { coreBusy, coreAll: coreBusy + interrupt + softInterrupt + idle + wait, proxy: sum(pids.map(ticksOf)) };
}

/** User and system time of a process so far. */
export function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
