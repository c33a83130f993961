// `npm run bench`: Drawbridge as it is started by `npm start`, beside a Go program that does the same job, before one scripted API server.
// Prints one table with the goals. Options: --only=get,bulk --runs=3 --again=2 --quick --out=FILE.json --cpu-prof=FOLDER
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopStateDirsBelow } from "#e2e/cluster/stop-state-dir.ts";
import { guardStateDirs } from "#e2e/cluster/watchdog.ts";
import { buildGoPrograms } from "./go-programs.ts";
import { kubectl } from "./kubectl.ts";
import { measure } from "./measure.ts";
import type { How, Measurement } from "./measurement.ts";
import { waitForTurn } from "./one-at-a-time.ts";
import { type Options, parseOptions } from "./options.ts";
import { stageProduct } from "./stage.ts";
import { startUp } from "./start-up.ts";
import { formatDisturbance, formatTable, type Result } from "./table.ts";
import { type Bench, prepare } from "./targets.ts";
import { twoProcesses } from "./two-processes.ts";
import { workloads } from "./workloads.ts";

const measurements: readonly Measurement[] = [
  ...workloads.map((workload) => ({
    name: workload.name,
    run: (bench: Bench, how: How) => measure(bench, workload, how),
  })),
  kubectl,
  twoProcesses,
  startUp,
];
const options = readOptions();
const folder = mkdtempSync(join(tmpdir(), "drawbridge-bench-"));
guardStateDirs(folder);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const results: Result[] = [];
try {
  await waitForTurn(stopping.signal);
  const stateDir = join(folder, "bench");
  mkdirSync(stateDir);
  const bench = await prepare({ stateDir, product: stageProduct(folder), programs: buildGoPrograms(), profiled: options.profileDir !== null });
  for (const { name, run } of measurements) {
    if (options.only?.has(name) === false) continue;
    // One part's failure leaves the others what they are worth.
    await run(bench, { options, signal: stopping.signal, record: (result) => results.push(result) }).catch((error) => fail(name, error));
    if (stopping.signal.aborted) break;
  }
} catch (error) {
  fail("bench", error);
} finally {
  await stopStateDirsBelow(folder);
  rmSync(folder, { recursive: true, force: true });
}
if (results.length > 0) print();

function print(): void {
  process.stdout.write(`${formatTable(results)}\n\n${formatDisturbance(results)}\n`);
  if (options.quick) process.stdout.write("Quick: a fraction of the load, to see that all works. Not to be quoted.\n");
  if (options.profileDir !== null) process.stdout.write("Drawbridge was being profiled, which slows it down. Not to be quoted.\n");
  if (options.out !== null) writeFileSync(options.out, JSON.stringify(results, null, 1));
}

function fail(part: string, error: unknown): void {
  process.exitCode = stopping.signal.aborted ? 130 : 1;
  if (!stopping.signal.aborted) process.stderr.write(`${part}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function readOptions(): Options {
  try {
    return parseOptions(
      process.argv.slice(2),
      measurements.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}
