// `npm test`: every test there is, on real parts. `npm test -- unit e2e` runs only the named stages.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { borrowOrStartPairs } from "#e2e/cluster/pair.ts";
import { buildPages, isBuilt } from "#server/page-build.ts";
import { playwrightResults, type TestResult, vitestResults } from "./conformance-reports.ts";
import { conformanceOf, writePage } from "./conformance-run.ts";
import { type Counts, conformanceCounts, playwrightCounts, vitestCounts } from "./test-counts.ts";
import { describeFailures } from "./test-failures.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);
const reports = mkdtempSync(join(tmpdir(), "drawbridge-test-"));

type Stage = { name: string; needsClusters?: boolean; run: () => Promise<Counts> };

/** Judges all of a run, so a run of some stages has none of it. */
const conclusion: Stage = { name: "conformance", run: conformance };

const stages: Stage[] = [
  { name: "lint", run: () => check("npm", ["run", "--silent", "lint"]) },
  { name: "typecheck", run: () => check("npm", ["run", "--silent", "typecheck"]) },
  { name: "unit", run: () => vitest("unit") },
  { name: "postgresql", run: () => vitest("postgresql") },
  { name: "build", run: buildIfNeeded },
  { name: "cluster", needsClusters: true, run: () => vitest("cluster") },
  { name: "e2e", needsClusters: true, run: playwright },
];

let running: ChildProcess | undefined;
let stopClusters: (() => Promise<void>) | undefined;
let isCut = false;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) throw new Error(`no such stage: ${unknown.join(", ")}; there are ${stages.map(({ name }) => name).join(", ")}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    isCut = true;
    running?.kill(signal);
  });
}

const total: Counts = { passed: 0, failed: 0 };
const summary: string[] = [];
const failures: string[] = [];
try {
  for (const stage of wanted.length === 0 ? [...stages, conclusion] : stages.filter(({ name }) => wanted.includes(name))) {
    if (!isCut) await runStage(stage);
  }
} finally {
  await stopClusters?.();
  rmSync(reports, { recursive: true, force: true });
}
if (isCut) {
  total.failed += 1;
  summary.push("cut short by a signal");
}
if (failures.length > 0) print(`\n── what failed ──\n${failures.join("\n")}`);
print(`\n${summary.join("\n")}\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** Runs one stage to its end whatever happens: a failing stage never hides those after it. */
async function runStage({ name, needsClusters, run }: Stage): Promise<void> {
  print(`\n── ${name} ──`);
  const startedAt = performance.now();
  let counts: Counts;
  try {
    if (needsClusters) await startClusters();
    counts = await run();
  } catch (error) {
    print(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    counts = { passed: 0, failed: 1 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  summary.push(`${name.padEnd(12)}${seconds.padStart(7)} s  ${counts.passed} passed, ${counts.failed} failed`);
}

async function startClusters(): Promise<void> {
  const startedAt = performance.now();
  if (stopClusters !== undefined) return;
  stopClusters = await borrowOrStartPairs();
  summary.push(`clusters    ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  (within the next stage)`);
}

/** A check has no tests to count: it adds nothing when all is well and one failure otherwise. */
async function check(command: string, args: string[]): Promise<Counts> {
  return { passed: 0, failed: (await runProgram(command, args)) === 0 ? 0 : 1 };
}

async function buildIfNeeded(): Promise<Counts> {
  if (isBuilt(root)) print("the pages are built");
  else await buildPages(root);
  return { passed: 0, failed: 0 };
}

async function vitest(project: string): Promise<Counts> {
  const report = join(reports, `${project}.json`);
  const args = ["run", "--project", project, "--includeTaskLocation", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await runProgram(bin("vitest"), args);
  return settle(code, readReport(report), { count: vitestCounts, read: vitestResults });
}

async function playwright(): Promise<Counts> {
  const report = join(reports, "e2e.json");
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  const code = await runProgram(bin("playwright"), args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return settle(code, readReport(report), { count: playwrightCounts, read: playwrightResults });
}

async function conformance(): Promise<Counts> {
  const { lines, page, problems } = conformanceOf(reports, root);
  const changed = writePage(page, root);
  if (changed && process.env.CI) problems.push("docs/conformance.md is not the page of this run; run npm test and commit it");
  for (const problem of problems) print(problem);
  return conformanceCounts(lines, problems);
}

type Reader = { count: (report: unknown) => Counts; read: (report: unknown, root: string) => TestResult[] };

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** A runner that ran nothing, or that failed without a failed test (a file that does not load), has failed. */
function settle(exitCode: number | null, report: unknown, { count, read }: Reader): Counts {
  const counts = report === null ? { passed: 0, failed: 0 } : count(report);
  if (counts.passed + counts.failed === 0) {
    print("no test ran");
    return { passed: 0, failed: 1 };
  }
  failures.push(...describeFailures(read(report, root)));
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function runProgram(command: string, args: string[], env: Record<string, string> = {}): Promise<number | null> {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  running = child;
  return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
