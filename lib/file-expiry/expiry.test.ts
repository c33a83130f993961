import { describe, expect, it } from "vitest";
import { expiryOf, requirePromisedEnd } from "./expiry.ts";
import { expirySchema } from "./schema.ts";

const now = new Date("2026-01-15T12:00:00Z");
const settings = { expiryDefaultSeconds: 60, expiryMaxSeconds: 7 * 86_400, neverAllowed: false, updatedAt: null, updatedBy: null };

describe("the expiry of a new file", () => {
  it("is the chosen period from now, up to the maximum itself", () => {
    expect(expiryOf({ seconds: 7 * 86_400 }, settings, now)).toEqual(new Date("2026-01-22T12:00:00Z"));
  });

  it.each([
    [7 * 86_400, "7 days"],
    [86_400, "1 day"],
    [5400, "90 minutes"],
    [61, "61 seconds"],
  ])("is refused a second over a maximum of %d s, in words: %s", (expiryMaxSeconds, words) => {
    expect(() => expiryOf({ seconds: expiryMaxSeconds + 1 }, { ...settings, expiryMaxSeconds }, now)).toThrow(`A file may live for ${words} at most`);
  });

  it("is the very instant that was chosen, up to the maximum itself", () => {
    for (const until of ["2026-01-15T12:01:00Z", "2026-01-22T12:00:00Z"]) expect(expiryOf({ until }, settings, now)).toEqual(new Date(until));
  });

  it.each([
    ["2026-01-22T12:00:01Z", "A file may live for 7 days at most, until 2026-01-22 12:00 UTC: choose an earlier end."],
    ["9999-12-31T23:59:59Z", "A file may live for 7 days at most, until 2026-01-22 12:00 UTC: choose an earlier end."],
    ["2026-01-15T12:00:59Z", "That is over, or less than a minute away: choose a later end."],
    ["1970-01-01T00:00:00Z", "That is over, or less than a minute away: choose a later end."],
  ])("is no instant beyond the maximum or in the past: %s", (until, sentence) => {
    expect(() => expiryOf({ until }, settings, now)).toThrow(sentence);
  });

  it("is never only where an administrator allows it", () => {
    expect(() => expiryOf(null, settings, now)).toThrow("not allowed");
    expect(expiryOf(null, { ...settings, neverAllowed: true }, now)).toBeNull();
  });
});

describe("an instant that was chosen", () => {
  const until = "2026-01-20T12:00:00Z";
  const earlier = new Date("2026-01-15T20:00:00Z");

  it("is promised: refused when every environment ends sooner, with the latest end that they allow", () => {
    expect(() => requirePromisedEnd({ until }, [earlier, now])).toThrow("until 2026-01-15 20:00 UTC at most");
    expect(() => requirePromisedEnd({ until }, [earlier, new Date(until)])).not.toThrow();
    expect(() => requirePromisedEnd({ until }, [earlier, null])).not.toThrow();
  });

  it("is no period: that one is cut", () => {
    expect(() => requirePromisedEnd({ seconds: 7 * 86_400 }, [earlier])).not.toThrow();
    expect(() => requirePromisedEnd(null, [earlier])).not.toThrow();
  });
});

describe("what is asked for", () => {
  it.each([{ seconds: 60 }, { until: "2026-11-27T14:05:00Z" }, { until: "2026-11-27T14:05:00.000Z" }, null])("may be %j", (expiry) => {
    expect(expirySchema.parse(expiry)).toEqual(expiry);
  });

  it.each([
    ...[{ seconds: 59 }, { seconds: 1.5 }, { seconds: "60" }, { seconds: Number.NaN }, {}, undefined, 3600, "never", []],
    ...["", "tomorrow", "2026-02-30T00:00:00Z", "2026-11-27T14:05", "2026-11-27T14:05:00+01:00", "+275760-09-13T00:00:00Z"].map((until) => ({ until })),
  ])("is never %j", (expiry) => {
    expect(expirySchema.safeParse(expiry).success).toBe(false);
  });
});
