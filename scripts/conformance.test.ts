import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compareWithCatalogue } from "./conformance.ts";
import { readCatalogue } from "./conformance-catalogue.ts";
import { readClaims, readTitle } from "./conformance-claims.ts";
import { playwrightResults, vitestResults } from "./conformance-reports.ts";
import { readSources } from "./conformance-run.ts";
import { conformanceCounts } from "./test-counts.ts";

const catalogue = "| P01 | one | |\n| A02 | two | |\n| R03 | three | it cannot be |";
const test = (line: number, titles: string[], passed = true) => ({ file: "a.test.ts", line, titles, passed });
const source = (...lines: string[]) => new Map([["a.test.ts", lines.join("\n")]]);

describe("the catalogue", () => {
  it("is refused with a number that comes twice, or with a line that is no row", () => {
    expect(readCatalogue(catalogue).map(({ number }) => number)).toEqual(["P01", "A02", "R03"]);
    expect(() => readCatalogue(`${catalogue}\n| P01 | again | |`)).toThrow("P01 comes twice");
    expect(() => readCatalogue("| P01 | no reason |")).toThrow("no row");
  });
});

describe("the project's own", () => {
  const root = path.join(import.meta.dirname, "..");
  const promised = readCatalogue(readFileSync(path.join(root, "docs/wire.md"), "utf8")).map(({ number }) => number);

  it("catalogue has each number from the first to the last of its kind", () => {
    for (const [letter, last] of Object.entries({ P: 50, A: 61, R: 36 })) {
      const numbers = Array.from({ length: last }, (_, index) => `${letter}${String(index + 1).padStart(2, "0")}`);
      expect(promised.filter((number) => /^.\d\d$/.test(number) && number.startsWith(letter))).toEqual(numbers);
    }
  });

  it("tests name promises that it has", () => {
    const unknown = readSources(root).flatMap(([file, text]) =>
      readClaims(text).flatMap(({ numbers, line }) => numbers.filter((number) => !promised.includes(number)).map((number) => `${file}:${line}: ${number}`)),
    );
    expect(unknown).toEqual([]);
  });
});

describe("a comment with numbers", () => {
  it("covers the one test below it, also behind other comments and when it spans lines", () => {
    const lines = ["  // P01, A02", "  // why", '  it("x", () => {', "    f();", "  });", '  it("y", () => f());'];
    expect(readClaims(lines.join("\n"))).toEqual([{ numbers: ["P01", "A02"], line: 1, from: 3, to: 5, title: null }]);
    expect(readClaims('// P01\nit("x", () => f());\nit("y", () => f());')).toMatchObject([{ from: 2, to: 2 }]);
  });

  it("covers all of a describe, a table and a loop", () => {
    const each = ["// P01", "describe.each([", "  1,", '])("%s", () => {', '  it("x", () => {', "  });", "});", 'it("y", () => f());'];
    expect(readClaims(each.join("\n"))).toMatchObject([{ from: 2, to: 7 }]);
    expect(readClaims(["// P01", "for (const x of y) {", "  test(x);", "}", "z();"].join("\n"))).toMatchObject([{ from: 2, to: 4 }]);
    expect(readClaims(["// P01", "it.each([", "  1,", '])("x", () => f());', "z();"].join("\n"))).toMatchObject([{ from: 2, to: 4 }]);
  });

  it("covers the tests that a describe gets from a function elsewhere in the file", () => {
    const text = ["// P01", 'describe("all \\"of\\" them", () => each(cases));', "// A02", 'describe("more", () => each(cases));'];
    const results = [test(40, ['all "of" them', "x"]), test(40, ["more", "x"])];
    const { lines, problems } = compareWithCatalogue(catalogue, results, source(...text));
    expect(problems).toEqual([]);
    expect(lines.map(({ tests }) => tests.length)).toEqual([1, 1, 0]);
  });

  it("is one that has nothing else on its line", () => {
    expect(readClaims("// P01 is hard\n// P1\n// p01\nf(); // P01")).toEqual([]);
  });
});

describe("a title", () => {
  it.each([
    ["P31, P36: exec", ["P31", "P36"], "exec"],
    ["A01 length before chunks", ["A01"], "length before chunks"],
    ["P12: stays below (A47)", ["P12", "A47"], "stays below"],
    ["a P12 in the middle", [], "a P12 in the middle"],
  ])("%j says what it says", (title, numbers, words) => {
    expect(readTitle(title)).toEqual({ numbers, words });
  });
});

describe("a run", () => {
  it("is conformant when each promise has a test that passed or a reason", () => {
    const { problems, lines } = compareWithCatalogue(catalogue, [test(2, ["x"]), test(3, ["A02: y"])], source("// P01", 'it("x", () => f());'));
    expect(problems).toEqual([]);
    expect(lines.map(({ number, result }) => [number, result])).toEqual([
      ["P01", "passed"],
      ["A02", "passed"],
      ["R03", "does not apply"],
    ]);
    expect(conformanceCounts(lines, problems)).toEqual({ passed: 3, failed: 0 });
  });

  it.each([
    ["a promise without a test", [test(1, ["P01: x"])], "", "A02 is shown by no test: two"],
    ["a test that failed", [test(1, ["P01, A02: x"], false)], "", "P01: a test of it failed"],
    ["a failed test beside one that passed", [test(1, ["P01, A02: x"]), test(2, ["P01: y"], false)], "", "P01: a test of it failed"],
    ["a number that is not promised", [test(7, ["P01, A02, A99: x"])], "", "a.test.ts:7: there is no A99"],
    ["a comment above no test", [test(9, ["P01, A02: x"])], "// P01\nf();", "a.test.ts:1: no test is below this comment"],
  ])("fails for %s", (_what, results, text, problem) => {
    const { problems, lines } = compareWithCatalogue(catalogue, results, source(text));
    expect(problems).toContain(problem);
    expect(conformanceCounts(lines, problems).failed).toBeGreaterThan(0);
  });

  it("gives the same page whatever the order of its reports, with marks that stay text", () => {
    const results = [test(1, ["of <b>", "P01: `a|b`"]), test(2, ["P01: y"]), { ...test(1, ["P01: z"]), file: "B.test.ts" }];
    const { page } = compareWithCatalogue(catalogue, results, source(""));
    expect(compareWithCatalogue(catalogue, results.toReversed(), source("")).page).toBe(page);
    expect(page).toContain("| P01 | one | `B.test.ts`: z<br>`a.test.ts`: of \\<b\\> › \\`a\\|b\\`; y | passed |");
  });

  it("cuts a title that would fill the page", () => {
    const { page } = compareWithCatalogue(catalogue, [test(1, [`P01: ${"x".repeat(5000)}`])], source(""));
    expect(page).toContain(`${"x".repeat(160)}… |`);
  });

  it("names three tests of a file and counts the rest", () => {
    const results = [1, 2, 3, 4, 5].map((line) => test(line, [`P01: t${line}`]));
    expect(compareWithCatalogue(catalogue, results, source("")).page).toContain("`a.test.ts`: t1; t2; t3; and 2 more");
  });
});

describe("the runners' reports", () => {
  it("of Vitest are refused without places", () => {
    const report = (location?: { line: number }) => ({
      testResults: [{ name: "/root/lib/a.test.ts", assertionResults: [{ ancestorTitles: ["of"], title: "t", status: "skipped", location }] }],
    });
    expect(vitestResults(report({ line: 4 }), "/root")).toEqual([{ file: "lib/a.test.ts", line: 4, titles: ["of", "t"], passed: false }]);
    expect(() => vitestResults(report(), "/root")).toThrow("where “t” is");
  });

  it("of Playwright hold tests in suites in suites, and a skipped one shows nothing", () => {
    const spec = (title: string, status: string) => ({ title, file: "specs/a.spec.ts", line: 3, tests: [{ status }] });
    const inner = { title: "inner", specs: [spec("b", "skipped")] };
    const suites = [{ title: "specs/a.spec.ts", specs: [spec("a", "expected")], suites: [inner] }];
    expect(playwrightResults({ config: { rootDir: "/root/e2e" }, suites }, "/root")).toEqual([
      { file: "e2e/specs/a.spec.ts", line: 3, titles: ["a"], passed: true },
      { file: "e2e/specs/a.spec.ts", line: 3, titles: ["inner", "b"], passed: false },
    ]);
  });
});
