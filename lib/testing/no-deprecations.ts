// Set up for every file of tests on PostgreSQL: what its driver will refuse one day fails the file today.
import { afterAll, expect } from "vitest";

const told: string[] = [];
process.traceDeprecation = true;
process.on("warning", (warning) => {
  if (warning.name === "DeprecationWarning") told.push(warning.stack ?? warning.message);
});
afterAll(() => expect(told).toEqual([]));
