import { describe, expect, it } from "vitest";
import { formatDay, formatDuration, formatInstant, formatRelative, formatTimeOfDay, localInput, localInstant } from "./time-format.ts";

const now = new Date("2026-11-25T12:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const day = 86_400;

it("tells an instant in the person's own time zone", () => {
  expect(formatInstant(new Date("2026-11-27T13:05:00Z"), "Europe/Berlin")).toBe("Fri 27 Nov 2026, 14:05");
  expect(formatInstant(new Date("2026-11-27T23:05:00Z"), "Asia/Tokyo")).toBe("Sat 28 Nov 2026, 08:05");
  expect(formatInstant(new Date("2026-11-27T00:05:00Z"), "UTC")).toBe("Fri 27 Nov 2026, 00:05");
});

it("writes an instant with its seconds where events follow each other closely", () => {
  expect(formatInstant(new Date("2026-11-27T14:05:09Z"), "UTC", { seconds: true })).toBe("Fri 27 Nov 2026, 14:05:09");
});

it("writes a day, and the time within it", () => {
  expect(formatDay("2026-11-27")).toBe("Fri 27 Nov 2026");
  expect(formatTimeOfDay(new Date("2026-11-27T23:05:00Z"), "Asia/Tokyo")).toBe("08:05");
});

it("writes an instant as a browser's field has it, in the person's time zone", () => {
  expect(localInput(new Date("2026-11-27T23:05:09Z"), "Asia/Tokyo")).toBe("2026-11-28T08:05");
  expect(localInput(new Date("2026-11-27T00:05:00Z"), "UTC")).toBe("2026-11-27T00:05");
});

describe("a day and time as a browser's field has it", () => {
  it.each([
    ["2026-11-28T08:05", "Asia/Tokyo", "2026-11-27T23:05:00.000Z"],
    ["2026-11-27T14:05", "Europe/Berlin", "2026-11-27T13:05:00.000Z"],
    ["2026-07-01T14:05:30", "Europe/Berlin", "2026-07-01T12:05:30.000Z"],
    ["2026-11-27T00:00", "Pacific/Chatham", "2026-11-26T10:15:00.000Z"],
    // The last minute of summer time, and the first after it.
    ["2026-10-25T01:59", "Europe/Berlin", "2026-10-24T23:59:00.000Z"],
    ["2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00.000Z"],
    ["9999-12-31T23:59", "UTC", "9999-12-31T23:59:00.000Z"],
  ])("%s in %s is %s", (local, timeZone, instant) => {
    expect(localInstant(local, timeZone)?.toISOString()).toBe(instant);
    expect(localInput(new Date(instant), timeZone)).toBe(local.slice(0, 16));
  });

  it.each([
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
  ])("is the first of two when the clocks go back: %s in %s", (local, timeZone, instant) => {
    expect(localInstant(local, timeZone)?.toISOString()).toBe(instant);
  });

  it.each([
    ["2026-03-29T02:30", "Europe/Berlin"],
    ["2026-03-08T02:00", "America/New_York"],
    // A whole day that Samoa never had.
    ["2011-12-30T12:00", "Pacific/Apia"],
    ["2026-02-30T12:00", "UTC"],
    ["", "UTC"],
    ["2026-11-27", "UTC"],
  ])("is none: %s in %s", (local, timeZone) => {
    expect(localInstant(local, timeZone)).toBeNull();
  });
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
