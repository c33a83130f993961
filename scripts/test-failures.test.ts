import { expect, it } from "vitest";
import { describeFailures } from "./test-failures.ts";

const test = { file: "lib/a.test.ts", line: 4, titles: ["of", "t"], passed: true };

it("the end of npm test names each test that failed, with its place and what was said of it", () => {
  const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join("\n");
  const [failed, skipped, ...others] = describeFailures([test, { ...test, passed: false, failure: `\u001b[31m${long}` }, { ...test, passed: false }]);
  expect(failed).toMatch(/^✗ lib\/a\.test\.ts:4 of › t\n {4}line 0\n/);
  expect(failed?.split("\n")).toHaveLength(13);
  expect(skipped).toBe("✗ lib/a.test.ts:4 of › t\n    did not run");
  expect(others).toEqual([]);
});
