import { expect, it } from "vitest";
import { shownHealth } from "./shown-health.ts";

const opened = Date.parse("2026-01-15T12:00:00Z");
const health = (state: "ready" | "down" | "unknown" | "disabled", checkedAt: string | null) => ({
  state,
  checkedAt,
  step: null,
  message: null,
  lastReachableAt: null,
});

it.each([
  ["ready", "2026-01-15T11:59:30Z", 0, "ready"],
  ["down", "2026-01-15T11:59:30Z", 0, "down"],
  ["ready", "2026-01-15T11:00:00Z", 0, "checking"],
  ["ready", "2026-01-15T11:00:00Z", 60_000, "unknown"],
  ["down", "2026-01-15T11:00:00Z", 60_000, "unknown"],
  ["unknown", null, 0, "checking"],
  ["unknown", null, 60_000, "unknown"],
  ["disabled", "2026-01-15T11:00:00Z", 60_000, "disabled"],
] as const)("%s as of %s is, after %i ms on the page, shown as %s: nothing old is called ready or down", (state, checkedAt, waited, shown) => {
  expect(shownHealth(health(state, checkedAt), opened + waited, opened)).toBe(shown);
});
