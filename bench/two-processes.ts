// B9: what a second process on a second core adds. Two cores have to hold client and upstream as well, so the whole is measured: one relay
// with client and upstream on one core, against two relays with client and upstream on two. The relays share port and data directory.
import { startProcess, stopProcess } from "#e2e/cluster/processes.ts";
import { pidOf } from "./drawbridge.ts";
import { type Figures, putLoad } from "./load.ts";
import { addressOf, endOfLog } from "./log-line.ts";
import type { Measurement } from "./measurement.ts";
import { cores, isPinned, moveTo, pinned } from "./pinned.ts";
import { type Bench, prefix, stopGraceMs } from "./targets.ts";

const path = "/api/v1/namespaces/default/configmaps/small";

export const twoProcesses: Measurement = {
  name: "processes",
  async run(bench, { options: { runs, quick }, signal, record }) {
    if (!isPinned) return;
    const upstream = pidOf(bench.stateDir, "upstream");
    try {
      for (let run = 1; run <= runs; run++) {
        const put = async (cpus: readonly string[], where: string) => {
          moveTo(where, upstream);
          return await loadRelays(bench, { cpus, where, secs: quick ? "2" : "5" }, signal);
        };
        const one = await put([cores.proxy], cores.proxy);
        const two = await put([cores.proxy, cores.others], cores.all);
        const figures = {
          "one req/s": figure(one, "req/s"),
          "two req/s": figure(two, "req/s"),
          "throughput ratio": figure(two, "req/s") / figure(one, "req/s"),
          "one cpu µs/req": figure(one, "cpu µs/req"),
          "two cpu µs/req": figure(two, "cpu µs/req"),
          "cpu ratio": (2 * figure(one, "cpu µs/req")) / figure(two, "cpu µs/req"),
        };
        record({ workload: "processes", target: "drawbridge", run, figures });
        process.stderr.write(`processes run ${run}: ${JSON.stringify(figures)}\n`);
      }
    } finally {
      moveTo(cores.others, upstream);
    }
  },
};

/** Starts a relay on each of `cpus`, puts the load on all of them from `where`, and stops them. */
async function loadRelays(bench: Bench, options: { cpus: readonly string[]; where: string; secs: string }, signal: AbortSignal): Promise<Figures> {
  const { cpus, where, secs } = options;
  const pids: number[] = [];
  let address = "127.0.0.1:0";
  try {
    for (const each of cpus) {
      const name = `relay-${each}`;
      const from = endOfLog(bench.stateDir, name);
      const files = [bench.dataDir, bench.certFile, bench.keyFile];
      const command = pinned(each, [process.execPath, "bench/relay.ts", ...files, address.split(":")[1] ?? ""]);
      pids.push(startProcess(bench.stateDir, name, command, { cwd: bench.product }).pid);
      address = await addressOf(bench.stateDir, name, /listening on (\S+)\n/, from);
    }
    const target = { url: `https://${address}${prefix}`, pids };
    const load = (duration: string) => putLoad(bench, target, { args: ["get", "-conns", "64", "-secs", duration], path, cpus: where }, signal);
    await load("2");
    return await load(secs);
  } finally {
    for (const each of cpus) await stopProcess(bench.stateDir, `relay-${each}`, stopGraceMs);
  }
}

function figure(figures: Figures, name: string): number {
  return figures[name] ?? Number.NaN;
}
