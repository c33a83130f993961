import { z } from "zod";

export type Counts = { passed: number; failed: number };

const count = z.number().int().nonnegative();
const vitestReport = z.object({ numPassedTests: count, numFailedTests: count, numPendingTests: count, numTodoTests: count });
const playwrightReport = z.object({ stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }) });

/** Counts of Vitest's JSON report. A skipped test is a failed one: the promise it states was not looked at. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitestReport.parse(report);
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests };
}

/** Counts of Playwright's JSON report, by the same rule; a test that passed only at a second try has failed once. */
export function playwrightCounts(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(report).stats;
  return { passed: expected, failed: unexpected + flaky + skipped };
}

/** Each promise that holds has passed; each problem is a failure, whether a promise is behind it or only a wrong number. */
export function conformanceCounts(lines: readonly { result: string }[], problems: readonly string[]): Counts {
  return { passed: lines.filter(({ result }) => result === "passed" || result === "does not apply").length, failed: problems.length };
}
