import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { cores, isPinned } from "./pinned.ts";

/** Clock ticks of the kernel, 100 a second. */
interface Reading {
  busy: number;
  all: number;
}

/** Starts to look; the returned function says how much of the proxy's core, in %, went to anything but the processes `pids`. */
export function watchDisturbance(pids: readonly number[]): () => number {
  const core = () => ({ ...read(`cpu${cores.proxy}`), proxy: sum(pids.map(ticksOf)) });
  const before = core();
  return () => {
    const after = core();
    const others = after.busy - before.busy - (after.proxy - before.proxy);
    return isPinned ? Math.max(0, (100 * others) / (after.all - before.all)) : Number.NaN;
  };
}

const lookMs = 500;
const quietBelow = 15;

/** Waits until little is done on any core, for `longestMs` at most. */
export async function waitForQuiet(longestMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + longestMs;
  for (let before = read("cpu "); performance.now() < deadline; ) {
    await delay(lookMs, undefined, { signal });
    const after = read("cpu ");
    if ((100 * (after.busy - before.busy)) / (after.all - before.all) < quietBelow) return;
    before = after;
  }
}

/** Of a line of proc(5) stat: `cpu0` a core, `cpu ` all of them. */
function read(line: string): Reading {
  const times = new RegExp(`^${line} *(.*)$`, "m").exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? "";
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupt = 0, softInterrupt = 0, stolen = 0] = times.split(" ").map(Number);
  // Interrupts are mostly the network's own work for the load.
  const busy = user + nice + system + stolen;
  return { busy, all: busy + interrupt + softInterrupt + idle + wait };
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
