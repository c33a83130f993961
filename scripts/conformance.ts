// Promises against tests: each line of docs/wire.md needs a test that passed, or a reason. See docs/wire.md for how a test names its lines.
import { readCatalogue } from "./conformance-catalogue.ts";
import { type Claim, readClaims, readTitle } from "./conformance-claims.ts";
import { conformancePage, type Shown } from "./conformance-page.ts";
import type { TestResult } from "./conformance-reports.ts";

export interface Conformance {
  lines: Shown[];
  page: string;
  /** What keeps the run from being conformant, a sentence each. */
  problems: string[];
}

/** `catalogue` is the text of docs/wire.md, `sources` the text of each test file by its path. */
export function compareWithCatalogue(catalogue: string, results: readonly TestResult[], sources: ReadonlyMap<string, string>): Conformance {
  const claims = new Map([...sources].map(([file, source]) => [file, readClaims(source)]));
  const tests = results.toSorted(byPlace).map((test) => ({ ...test, ...described(test, claims.get(test.file) ?? []) }));
  const lines = readCatalogue(catalogue).map((promised): Shown => {
    const shownBy = tests.filter(({ numbers }) => numbers.has(promised.number)).map(({ file, words, passed }) => ({ file, words, passed }));
    return { ...promised, tests: shownBy, result: resultOf(shownBy, promised.reason) };
  });
  const known = new Set(lines.map(({ number }) => number));
  const problems = [
    ...lines.filter(({ result }) => result === "not shown").map(({ number, promise }) => `${number} is shown by no test: ${promise}`),
    ...lines.filter(({ result }) => result === "failed").map(({ number }) => `${number}: a test of it failed`),
    ...tests.flatMap(({ file, line, numbers }) =>
      [...numbers].filter((number) => !known.has(number)).map((number) => `${file}:${line}: there is no ${number}`),
    ),
    ...[...claims].flatMap(([file, ofFile]) =>
      ofFile
        .filter((claim) => !results.some((test) => test.file === file && covers(claim, test)))
        .map(({ line }) => `${file}:${line}: no test is below this comment`),
    ),
  ];
  return { lines, page: conformancePage(lines), problems: [...new Set(problems)] };
}

function described(test: TestResult, claims: readonly Claim[]): { numbers: Set<string>; words: string } {
  const titles = test.titles.map(readTitle);
  const numbers = [...claims.filter((claim) => covers(claim, test)), ...titles].flatMap((source) => source.numbers);
  return { numbers: new Set(numbers), words: titles.map(({ words }) => words).join(" › ") };
}

function covers({ from, to, title }: Claim, { line, titles }: TestResult): boolean {
  return (from <= line && line <= to) || (title !== null && titles.slice(0, -1).includes(title));
}

function resultOf(tests: readonly { passed: boolean }[], reason: string): Shown["result"] {
  if (tests.length > 0) return tests.every(({ passed }) => passed) ? "passed" : "failed";
  return reason === "" ? "not shown" : "does not apply";
}

/** The order of paths by code unit, which no locale changes; within a line that of the report. */
function byPlace(a: TestResult, b: TestResult): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}
