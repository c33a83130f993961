import { describe, expect, it } from "vitest";
import { expiryOf } from "./expiry.ts";

const now = new Date("2026-01-15T12:00:00Z");
const settings = { expiryDefaultSeconds: 60, expiryMaxSeconds: 7 * 86_400, neverAllowed: false, updatedAt: null, updatedBy: null };

describe("the expiry of a new file", () => {
  it("is the chosen period from now, up to the maximum itself", () => {
    expect(expiryOf(7 * 86_400, settings, now)).toEqual(new Date("2026-01-22T12:00:00Z"));
  });

  it.each([
    [7 * 86_400, "7 days"],
    [86_400, "1 day"],
    [5400, "90 minutes"],
    [61, "61 seconds"],
  ])("is refused a second over a maximum of %d s, in words: %s", (expiryMaxSeconds, words) => {
    expect(() => expiryOf(expiryMaxSeconds + 1, { ...settings, expiryMaxSeconds }, now)).toThrow(`A file may live for ${words} at most`);
  });

  it("is never only where an administrator allows it", () => {
    expect(() => expiryOf(null, settings, now)).toThrow("not allowed");
    expect(expiryOf(null, { ...settings, neverAllowed: true }, now)).toBeNull();
  });
});
