import { describe, expect, it } from "vitest";
import type { ActivityEvent } from "#lib/activity/schema.ts";
import { sessionSpan, timelineDays } from "./timeline-days.ts";

const event = (at: string, given: Partial<ActivityEvent> = {}): ActivityEvent => ({
  ...{ id: at, at, action: "request.refused", actorLogin: "dina", sourceIP: null, userAgent: null, environment: null, kubeconfigId: "f", target: null },
  ...{ detail: null, auditID: null, verb: "get", requestURI: null, apiGroup: null, resource: "pods", subresource: null, namespace: null, name: null },
  ...{ code: 403, durationMs: null, requestBytes: null, responseBytes: null, endedBy: null, stream: null, isOwn: false, firstUsedAt: null },
  ...given,
});
const shapeOf = (events: ActivityEvent[], timeZone = "UTC") =>
  timelineDays(events, timeZone).map(({ date, entries }) => [date, ...entries.map(({ event: { at }, repeats }) => `${at.slice(11, 16)}×${repeats + 1}`)]);

describe("a timeline", () => {
  it("is grouped by the day of the person's own time zone", () => {
    const events = [event("2026-11-27T23:30:00Z"), event("2026-11-27T10:00:00Z", { verb: "list" })];
    expect(shapeOf(events)).toEqual([["2026-11-27", "23:30×1", "10:00×1"]]);
    expect(shapeOf(events, "Asia/Tokyo")).toEqual([
      ["2026-11-28", "23:30×1"],
      ["2026-11-27", "10:00×1"],
    ]);
  });

  it("tells refusals that say the same once, with their number, and two sessions or files never as one", () => {
    const session = { action: "stream.ended", subresource: "exec" } as const;
    expect(
      shapeOf([
        event("2026-11-27T12:03:00Z"),
        event("2026-11-27T12:02:00Z"),
        event("2026-11-27T12:01:00Z", { verb: "delete" }),
        event("2026-11-27T12:00:00Z", session),
        event("2026-11-27T11:59:00Z", session),
      ]),
    ).toEqual([["2026-11-27", "12:03×2", "12:01×1", "12:00×1", "11:59×1"]]);
  });

  it("shows a session at its place in the day, and one from the day before from midnight on", () => {
    expect(sessionSpan({ at: "2026-11-27T12:00:00Z", durationMs: 6 * 3_600_000 }, "UTC")).toEqual({ from: 0.25, until: 0.5 });
    expect(sessionSpan({ at: "2026-11-27T01:00:00Z", durationMs: 6 * 3_600_000 }, "UTC")).toEqual({ from: 0, until: 1 / 24 });
  });
});
