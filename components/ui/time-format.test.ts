import { describe, expect, it } from "vitest";
import { formatDuration, formatInstant, formatRelative } from "./time-format.ts";

const now = new Date("2026-11-25T12:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const day = 86_400;

it("tells an instant in the person's own time zone", () => {
  expect(formatInstant(new Date("2026-11-27T13:05:00Z"), "Europe/Berlin")).toBe("Fri 27 Nov 2026, 14:05");
  expect(formatInstant(new Date("2026-11-27T23:05:00Z"), "Asia/Tokyo")).toBe("Sat 28 Nov 2026, 08:05");
  expect(formatInstant(new Date("2026-11-27T00:05:00Z"), "UTC")).toBe("Fri 27 Nov 2026, 00:05");
});

describe("how far away an instant is", () => {
  it.each([
    [30 * day, "in 30 days"],
    // Some seconds after the choice it is still the 30 days that were chosen.
    [30 * day - 20, "in 30 days"],
    [365 * day, "in 365 days"],
    [800 * day, "in 2 years"],
    [day, "in 24 hours"],
    [90, "in 2 minutes"],
    [5, "in less than a minute"],
    [0, "just now"],
    [-3 * 3600, "3 hours ago"],
    [-13 * day, "13 days ago"],
  ])("%d seconds: %s", (seconds, words) => expect(formatRelative(after(seconds), now)).toBe(words));
});

describe("a length of time", () => {
  it.each([
    [day, "1 day"],
    [30 * day, "30 days"],
    [365 * day, "1 year"],
    [90 * 60, "90 minutes"],
    [12 * 3600, "12 hours"],
    [60, "1 minute"],
  ])("%d seconds: %s", (seconds, words) => expect(formatDuration(seconds)).toBe(words));
});
