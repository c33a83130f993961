import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFaultLog, type FaultLog } from "./fault-log.ts";

const lines: [Record<string, unknown>, string][] = [];
const note = (fields: Record<string, unknown>, message: string) => void lines.push([fields, message]);
let log: FaultLog;
const minute = 60_000;
const refused = (auditID: string, tellEach?: number) =>
  log.report({ key: "alpha connect", level: "warn", message: "alpha cannot be reached", fields: { auditID }, ...(tellEach === undefined ? {} : { tellEach }) });

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
  log = createFaultLog({ warn: note, error: note }, minute);
});
afterEach(() => {
  log.close();
  vi.useRealTimers();
});

describe("a fault in the log", () => {
  it("is told at once, and when it goes on, once a minute with how often", () => {
    for (let index = 0; index < 1000; index++) refused(`a${index}`);
    expect(lines).toEqual([[{ auditID: "a0" }, "alpha cannot be reached"]]);
    vi.advanceTimersByTime(minute);
    refused("b0");
    vi.advanceTimersByTime(minute);
    expect(lines.slice(1)).toEqual([
      [{ auditID: "a999", times: 999, inSeconds: 60 }, "again: alpha cannot be reached"],
      [{ auditID: "b0", times: 1, inSeconds: 60 }, "again: alpha cannot be reached"],
    ]);
  });

  it("is news again after a quiet minute", () => {
    refused("a");
    vi.advanceTimersByTime(2 * minute);
    refused("b");
    expect(lines.map(([{ auditID }]) => auditID)).toEqual(["a", "b"]);
  });

  it("hides no other one", () => {
    refused("a");
    log.report({ key: "beta connect", level: "error", message: "beta cannot be reached", fields: {} });
    expect(lines.map(([, message]) => message)).toEqual(["alpha cannot be reached", "beta cannot be reached"]);
  });

  it("of which each is asked about is told one by one, up to a limit", () => {
    for (let index = 0; index < 100; index++) refused(`a${index}`, 10);
    expect(lines).toHaveLength(10);
    log.close();
    expect(lines.at(-1)).toEqual([{ auditID: "a99", times: 90, inSeconds: 60 }, "again: alpha cannot be reached"]);
  });

  it("keeps no timer when all is quiet", () => {
    refused("a");
    vi.advanceTimersByTime(2 * minute);
    expect(vi.getTimerCount()).toBe(0);
  });
});
