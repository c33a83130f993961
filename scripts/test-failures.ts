// What failed, told once more at the end of a run: the report of a failure may stand a thousand lines above, or be cut from a log.
import { stripVTControlCharacters } from "node:util";
import type { TestResult } from "./conformance-reports.ts";

const linesShown = 12;

/** A paragraph for each test that did not pass: its place, its titles, the first lines of what the runner said. */
export function describeFailures(results: readonly TestResult[]): string[] {
  return results
    .filter(({ passed }) => !passed)
    .map(({ file, line, titles, failure }) => [`✗ ${file}:${line} ${titles.join(" › ")}`, ...quote(failure)].join("\n"));
}

function quote(failure = "did not run"): string[] {
  return stripVTControlCharacters(failure)
    .split("\n")
    .slice(0, linesShown)
    .map((text) => `    ${text}`);
}
