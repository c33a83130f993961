// The reports of Vitest and Playwright, read: each test with its place and its result.
import path from "node:path";
import { z } from "zod";

export interface TestResult {
  /** Relative to the root of the project. */
  file: string;
  /** Of the call, from 1; of the table's end for `it.each`. */
  line: number;
  /** Those of the enclosing `describe`s, and its own last. */
  titles: string[];
  passed: boolean;
  /** What the runner said of a test that failed. */
  failure?: string;
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          location: z.object({ line: z.number() }).nullish(),
          failureMessages: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

/** Of Vitest's JSON report with `includeTaskLocation`. Throws when places are missing: the comments could not be found by them. */
export function vitestResults(report: unknown, root: string): TestResult[] {
  return vitestReport.parse(report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status, location, failureMessages = [] }) => {
      if (!location) throw new Error(`${name}: the report does not tell where “${title}” is`);
      const result = { file: path.relative(root, name), line: location.line, titles: [...ancestorTitles, title], passed: status === "passed" };
      return failureMessages.length === 0 ? result : { ...result, failure: failureMessages.join("\n") };
    }),
  );
}

const browserTest = z.object({
  status: z.string(),
  results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })).default([]),
});
const suite = z.object({
  title: z.string(),
  specs: z.array(z.object({ title: z.string(), file: z.string(), line: z.number(), tests: z.array(browserTest) })),
  get suites() {
    return z.array(suite).optional();
  },
});
const playwrightReport = z.object({ config: z.object({ rootDir: z.string() }), suites: z.array(suite) });

/** Of Playwright's JSON report. */
export function playwrightResults(report: unknown, root: string): TestResult[] {
  const { config, suites } = playwrightReport.parse(report);
  const read = ({ specs, suites: inner = [] }: z.infer<typeof suite>, titles: readonly string[]): TestResult[] => [
    ...specs.map(({ title, file, line, tests }) => {
      const failures = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []));
      return {
        file: path.relative(root, path.join(config.rootDir, file)),
        line,
        titles: [...titles, title],
        // A skipped test is `ok` to Playwright; it shows nothing.
        passed: tests.length > 0 && tests.every(({ status }) => status === "expected"),
        ...(failures.length > 0 && { failure: failures.join("\n") }),
      };
    }),
    ...inner.flatMap((each) => read(each, [...titles, each.title])),
  ];
  // The outermost suites are the files.
  return suites.flatMap((file) => read(file, []));
}
