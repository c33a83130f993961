// `npm run bench:pages`: Drawbridge's pages in an instance of 1,000 environments, 1,000 people and 10,000 files, by plain HTTP and in a browser.
// Prints one table with the goals. Options: --quick --only=answers,home,changes,link
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLog } from "#e2e/cluster/processes.ts";
import { stopStateDirsBelow } from "#e2e/cluster/stop-state-dir.ts";
import { guardStateDirs } from "#e2e/cluster/watchdog.ts";
import { buildPages, isBuilt } from "#server/page-build.ts";
import { waitForTurn } from "./one-at-a-time.ts";
import { measureAnswers, reference } from "./pages/answers.ts";
import { measureChanges } from "./pages/changes.ts";
import { type Figure, formatFigures } from "./pages/figures.ts";
import { measureHome } from "./pages/home.ts";
import { type House, openHouse } from "./pages/house.ts";
import { measureSlowLink } from "./pages/slow-link.ts";
import { stageProduct } from "./stage.ts";

const parts = {
  answers: { measure: measureAnswers, times: 30 },
  home: { measure: measureHome, times: 10 },
  changes: { measure: measureChanges, times: 10 },
  link: { measure: measureSlowLink, times: 3 },
};
const quickTimes = 2;
const longestMs = 20 * 60_000;
const graceMs = 20_000;

const { values: options } = parseArgs({ options: { quick: { type: "boolean", default: false }, only: { type: "string" } } });
const only = options.only?.split(",");
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "drawbridge-bench-"));
guardStateDirs(folder);
const stopping = new AbortController();
const { signal } = stopping;
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
// Whatever hangs, a browser that does not start or a server that does not answer: what was started ends with this process.
const timeLimit = setTimeout(() => stopping.abort(), longestMs);
signal.addEventListener("abort", () => setTimeout(() => process.exit(130), graceMs).unref());

let house: House | null = null;
const figures: Figure[] = [];
try {
  await waitForTurn(signal);
  if (!isBuilt(root)) await buildPages(root);
  const stateDir = join(folder, "bench");
  mkdirSync(stateDir);
  house = await openHouse({ stateDir, product: stageProduct(folder) });
  for (const [name, { measure, times }] of Object.entries(parts)) {
    if (only?.includes(name) === false) continue;
    process.stderr.write(`${name} …\n`);
    figures.push(...(await measure(house, { times: options.quick ? quickTimes : times, signal })));
  }
} catch (error) {
  process.exitCode = signal.aborted ? 130 : 1;
  if (!signal.aborted) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${faultsIn(join(folder, "bench"))}`);
} finally {
  clearTimeout(timeLimit);
  await house?.browser.close();
  await stopStateDirsBelow(folder);
  rmSync(folder, { recursive: true, force: true });
}
/** What Drawbridge itself said of its faults. */
function faultsIn(stateDir: string): string {
  const lines = readLog(stateDir, "drawbridge").split("\n");
  return lines
    .filter((line) => line.includes('"level":"error"'))
    .map((line) => `${line}\n`)
    .join("");
}

if (figures.length > 0) {
  process.stdout.write(`${formatFigures(figures, reference)}\n\nLoad of the machine at the end: ${loadavg()[0]?.toFixed(1)}.\n`);
  if (options.quick) process.stdout.write("Quick: a few tries, to see that all works. Not to be quoted.\n");
}
