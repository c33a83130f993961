import { describe, expect, it } from "vitest";
import { type HealthSources, healthChecks } from "./health-checks.ts";

const now = new Date("2026-01-15T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

function found(
  name: string,
  changes: {
    ageMs?: number;
    certificate?: Date;
    delay?: number;
    audit?: { waiting: number; dropped: number; failing?: boolean; refuses?: boolean };
    memoryHigh?: boolean;
  } = {},
) {
  const { ageMs = 100, certificate = days(300), delay = 0.012, audit = { waiting: 0, dropped: 0 }, memoryHigh = false } = changes;
  const sources: HealthSources = {
    proxyStatus: () => ({ snapshotAgeMs: ageMs, snapshotStaleAfterMs: 60_000, audit: { failing: false, refuses: false, ...audit, waitingMax: 10_000 } }),
    certificateExpiresAt: () => certificate,
    memory: { high: memoryHigh },
    eventLoopDelay: () => ({ p50Seconds: 0, p99Seconds: 0, maxSeconds: delay }),
    now: () => now,
  };
  return healthChecks(sources)
    .find((check) => check.name === name)
    ?.look();
}

describe("what the probes look at", () => {
  // R14
  it.each([
    [100, "ok", undefined],
    [12_000, "warning", "no answer for 12 s"],
    [60_000, "warning", "no answer for 60 s"],
    [75_000, "failed", "no answer for 75 s"],
  ])("the database, silent for %d ms, is %s", (ageMs, state, text) => {
    expect(found("database", { ageMs })).toEqual({ state, ...(text === undefined ? {} : { text }) });
  });

  // R14
  it("what is in memory is good until its time is over", () => {
    expect(found("snapshot", { ageMs: 3_000 })).toEqual({ state: "ok", text: "3 s old" });
    expect(found("snapshot", { ageMs: 75_000 })).toEqual({ state: "failed", text: "75 s old, and good for 60 s only" });
  });

  it.each([
    [days(300), "ok", "expires in 300 days"],
    [days(13.5), "warning", "expires in 13 days"],
    [days(1.5), "warning", "expires in 1 day"],
    [days(-2.5), "failed", "expired 2 days ago"],
  ])("a certificate that ends at %s is %s", (certificate, state, text) => {
    expect(found("certificate", { certificate })).toEqual({ state, text });
  });

  // R25
  it.each([
    [{ waiting: 0, dropped: 0 }, "ok", "0 waiting, 0 dropped"],
    [{ waiting: 5_001, dropped: 0 }, "warning", "5001 waiting, 0 dropped"],
    [{ waiting: 0, dropped: 7 }, "warning", "0 waiting, 7 dropped"],
    [{ waiting: 3, dropped: 7, failing: true }, "warning", "rows cannot be written; 3 waiting, 7 dropped"],
    [{ waiting: 3, dropped: 7, failing: true, refuses: true }, "failed", "rows cannot be written; 3 waiting, 7 dropped"],
  ])("an audit with %j is %s", (audit, state, text) => {
    expect(found("audit", { audit })).toEqual({ state, text });
  });

  // R21
  it("a memory that is nearly full sends clients elsewhere", () => {
    expect(found("memory")).toEqual({ state: "ok" });
    expect(found("memory", { memoryHigh: true })).toEqual({ state: "failed", text: "nearly full; new requests are refused" });
  });

  // R22
  it("an event loop that stood still is a warning, and no reason for a restart", () => {
    expect(found("event-loop")).toEqual({ state: "ok", text: "longest delay 12 ms" });
    expect(found("event-loop", { delay: 3 })).toEqual({ state: "warning", text: "longest delay 3000 ms" });
  });
});
