// B11: how long a built product takes from its start to its first answer, and what it holds when nobody asks anything.
import { readFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { holdPort, stopProcess } from "#e2e/cluster/processes.ts";
import { fillDataDir } from "./data-dir.ts";
import { ticksOf } from "./disturbance.ts";
import { launchDrawbridge } from "./drawbridge.ts";
import type { Measurement } from "./measurement.ts";
import { stopGraceMs } from "./targets.ts";

const longestMs = 60_000;
const idleMs = 5_000;
const name = "start";

export const startUp: Measurement = {
  name,
  async run(bench, { options: { runs, quick }, signal, record }) {
    const { stateDir, caFile } = bench;
    const ca = readFileSync(caFile);
    const dataDir = join(stateDir, "start-data");
    await fillDataDir(dataDir, { server: bench.upstreamUrl, caData: ca.toString() });
    const held = await holdPort();
    await held.release();
    const answers = (path: string) => firstOk(`https://127.0.0.1:${held.port}${path}`, ca, signal);
    for (let run = 1; run <= runs + 2; run++) {
      const began = performance.now();
      const pid = launchDrawbridge({ ...bench, dataDir, name, port: held.port });
      await answers("/readyz");
      const ready = performance.now() - began;
      await answers("/sign-in");
      const page = performance.now() - began;
      // The first page is not idleness: memory is taken of a start that has shown none.
      await stopProcess(stateDir, name, stopGraceMs);
      record({ workload: name, target: "drawbridge", run, figures: { "ready ms": ready, "page ms": page } });
      process.stderr.write(`${name} run ${run} drawbridge ${pid}: ready ${ready.toFixed(0)} ms, page ${page.toFixed(0)} ms\n`);
    }
    const pid = launchDrawbridge({ ...bench, dataDir, name, port: held.port });
    await answers("/readyz");
    await delay(quick ? 1000 : idleMs, undefined, { signal });
    const ticks = ticksOf(pid);
    const lookedFrom = performance.now();
    await delay(quick ? 1000 : idleMs, undefined, { signal });
    const cpuMs = (10 * (ticksOf(pid) - ticks)) / ((performance.now() - lookedFrom) / 1000);
    record({ workload: name, target: "drawbridge", run: 0, figures: { "idle MB": residentMB(pid), "idle cpu ms/s": cpuMs } });
    await stopProcess(stateDir, name, stopGraceMs);
  },
};

async function firstOk(url: string, ca: Buffer, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!(await isOk(url, ca))) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`no 200 from ${url} in ${longestMs / 1000} s`);
    await delay(5);
  }
}

function isOk(url: string, ca: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { ca, agent: false, timeout: 10_000 }, (response) => {
      response.resume();
      response.once("close", () => resolve(response.statusCode === 200));
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}

function residentMB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}
