import { describe, expect, it } from "vitest";
import { playwrightCounts, vitestCounts } from "./test-counts.ts";

describe("the sums of npm test", () => {
  it("count a skipped or postponed unit test as failed", () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, success: false };
    expect(vitestCounts(report)).toEqual({ passed: 5, failed: 4 });
  });

  it("count a skipped browser test, and one that passed at the second try, as failed", () => {
    expect(playwrightCounts({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 1 } })).toEqual({ passed: 7, failed: 3 });
  });

  it("are refused rather than guessed when a report has another shape", () => {
    expect(() => vitestCounts({ tests: 5 })).toThrow();
    expect(() => playwrightCounts({})).toThrow();
  });
});
