import { describe, expect, it } from "vitest";
import { expiryChoices, expiryLimit, latestEnd, readExpiry, whyLimited, withinLimit } from "./kubeconfig-expiry.ts";

const hour = 3600;
const day = 24 * hour;
const now = new Date("2026-11-27T13:05:00Z");
const timeZone = "Europe/Berlin";
const moment = { now, timeZone };
const settings = { expiryDefaultSeconds: 30 * day, expiryMaxSeconds: 365 * day, neverAllowed: false };
const production = { name: "production", expiryMaxSeconds: 8 * hour };
const staging = { name: "staging", expiryMaxSeconds: null };
const inLocal = (local: string) => ({ kind: "instant", local }) as const;

describe("the longest life of a file", () => {
  it.each([
    ["nothing ticked", [], 365 * day, []],
    ["no maximum of an environment's own", [staging], 365 * day, []],
    ["one maximum", [production], 8 * hour, ["production"]],
    ["the longest of several", [production, { name: "test", expiryMaxSeconds: day }], day, ["production", "test"]],
    ["others beside it, whose entries live on", [production, staging], 365 * day, []],
    ["a maximum beyond the settings'", [{ name: "lab", expiryMaxSeconds: 1000 * day }], 365 * day, []],
  ])("with %s", (_title, environments, seconds, because) => {
    expect(expiryLimit(settings, environments)).toMatchObject({ seconds, because });
  });

  it("is never for ever where each environment has a maximum, however long", () => {
    const allowed = { ...settings, neverAllowed: true };
    const lab = { name: "lab", expiryMaxSeconds: 1000 * day };
    expect(expiryLimit(allowed, [lab])).toMatchObject({ neverAllowed: false, seconds: 365 * day, because: ["lab"] });
    expect(expiryLimit(allowed, [lab, staging])).toMatchObject({ neverAllowed: true, because: [] });
  });

  it("counts from when the tokens were made, for a file that is extended", () => {
    expect(latestEnd(expiryLimit(settings, [production], "2026-11-27T10:00:00Z"), now)).toEqual(new Date("2026-11-27T18:00:00Z"));
  });

  it("is explained by the names of the environments", () => {
    expect(whyLimited(expiryLimit(settings, [staging]))).toBeNull();
    expect(whyLimited(expiryLimit(settings, [production]))).toBe("An administrator lets files for production live for 8 hours at most.");
    expect(whyLimited(expiryLimit(settings, [production, { ...production, name: "eu" }]))).toContain("for production and eu live");
    expect(whyLimited(expiryLimit(settings, Array(9).fill(production)))).toContain("for each of these 9 environments live");
  });
});

describe("the choices", () => {
  const labels = (...of: Parameters<typeof expiryChoices>) => expiryChoices(...of).map(({ label }) => label);

  it("are the presets up to the maximum, and the configured life", () => {
    expect(labels(expiryLimit(settings, []), 30 * day, moment)).toEqual(["1 day", "7 days", "30 days", "1 year"]);
    expect(labels(expiryLimit({ ...settings, expiryMaxSeconds: 10 * day }, []), 10 * day, moment)).toEqual(["1 day", "7 days", "10 days"]);
    expect(labels(expiryLimit({ ...settings, neverAllowed: true }, []), null, moment).at(-1)).toBe("Never");
  });

  it("are cut to what the ticked environments allow, down to hours", () => {
    expect(labels(expiryLimit(settings, [production]), 30 * day, moment)).toEqual(["8 hours"]);
    expect(labels(expiryLimit(settings, [{ ...production, expiryMaxSeconds: 90 * 60 }]), 30 * day, moment)).toEqual(["90 minutes"]);
    // What stays of “never”, or of a preset that is too long.
    expect(labels(expiryLimit({ ...settings, neverAllowed: true }, [production]), null, moment)).toEqual(["8 hours"]);
    expect(labels(expiryLimit(settings, [{ ...production, expiryMaxSeconds: 2 * day }]), day, moment)).toEqual(["1 day", "2 days"]);
  });

  it("are only later ends for a file that is extended, and the longest", () => {
    const limit = expiryLimit(settings, [], "2026-11-20T13:05:00Z");
    expect(labels(limit, null, { now, beyond: "2026-12-04T12:00:00Z" })).toEqual(["7 days", "30 days", "Longest"]);
    expect(labels(limit, null, { now, beyond: new Date(now.getTime() + 7 * day * 1000 - 60_000).toISOString() })).toEqual(["30 days", "Longest"]);
    expect(readExpiry({ kind: "longest" }, limit, moment)).toMatchObject({ ok: true, expiry: { until: "2027-11-20T13:05:00.000Z" } });
  });

  it("stay the person's: what another ticked environment cuts comes back when it is unticked", () => {
    const chosen = { kind: "period", seconds: 30 * day } as const;
    expect(withinLimit(chosen, expiryLimit(settings, [production]))).toEqual({ kind: "period", seconds: 8 * hour });
    expect(withinLimit(chosen, expiryLimit(settings, [staging]))).toEqual(chosen);
    expect(withinLimit({ kind: "never" }, expiryLimit({ ...settings, neverAllowed: true }, [production]))).toEqual({ kind: "period", seconds: 8 * hour });
  });
});

describe("a custom instant", () => {
  const read = (local: string, limit = expiryLimit(settings, [])) => readExpiry(inLocal(local), limit, moment);

  it("is read in the person's zone, to the minute", () => {
    expect(read("2026-11-27T18:30")).toEqual({ ok: true, expiry: { until: "2026-11-27T17:30:00.000Z" }, end: new Date("2026-11-27T17:30:00Z") });
    expect(readExpiry(inLocal("2026-11-27T18:30"), expiryLimit(settings, []), { now, timeZone: "America/New_York" })).toMatchObject({
      expiry: { until: "2026-11-27T23:30:00.000Z" },
    });
  });

  it("may be the maximum itself, and no minute more", () => {
    const eightHours = expiryLimit(settings, [production]);
    expect(read("2026-11-27T22:05", eightHours)).toMatchObject({ ok: true });
    expect(read("2026-11-27T22:06", eightHours)).toEqual({ ok: false, error: "At most until Fri 27 Nov 2026, 22:05 here: choose an earlier end." });
  });

  it.each([
    ["", "Give a day and a time."],
    ["2026-11-27", "Give a day and a time."],
    ["not a date", "Give a day and a time."],
    ["2026-11-27T14:05", "That is over already: choose a later end."],
    ["0001-01-01T00:00", "That is over already: choose a later end."],
    ["2026-11-27T14:09", "Choose an end at least 5 minutes from now."],
    ["2027-03-28T02:30", "There is no such time on that day: the clocks go forward over it. Choose another."],
    ["9999-12-31T23:59", "At most until Sat 27 Nov 2027, 14:05 here: choose an earlier end."],
    ["275760-09-13T00:00", "At most until Sat 27 Nov 2027, 14:05 here: choose an earlier end."],
  ])("that is none is met by a sentence: %j", (local, error) => {
    expect(read(local)).toEqual({ ok: false, error });
  });

  it("of an extension has to be later than the present end", () => {
    const limit = expiryLimit(settings, [], "2026-11-20T13:05:00Z");
    const beyond = "2026-12-04T12:00:00Z";
    expect(readExpiry(inLocal("2026-12-04T13:00"), limit, { ...moment, beyond })).toMatchObject({ ok: false, error: expect.stringContaining("already") });
    expect(readExpiry(inLocal("2026-12-04T13:01"), limit, { ...moment, beyond })).toMatchObject({ ok: true });
  });
});
