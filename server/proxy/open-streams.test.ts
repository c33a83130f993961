import { expect, it, vi } from "vitest";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { type Carried, createOpenStreams } from "./open-streams.ts";

const expiresAt = new Date("2026-01-15T13:00:00Z");
const file = { id: "f", name: "laptop", ownerId: "u", expiresAt, revokedAt: null };
const user = { id: "u", login: "alice", teams: [], disabled: false, rules: new Map() };
const caller = { tokenHash: "h", token: { file, environmentId: 1, environmentName: "alpha" }, user };
const identity = { username: "drawbridge:alice", uid: "u", groups: [], extra: {} };

function lease(carries: Carried = "session") {
  const clock = createManualClock();
  const streams = createOpenStreams({ clock, streamsPerUserMax: 2 });
  return { clock, streams, held: streams.lease({ caller, environmentId: 1, identity, carries, homeUrl: () => "https://d/" }) };
}

it("an end that comes while nobody listens is told to the next who does", () => {
  const { clock, held } = lease();
  clock.moveTo(expiresAt);
  let told = 0;
  held.onEnd = () => {
    told++;
  };
  expect(told).toBe(1);
  expect(held.ended).toMatchObject({ reason: "expired", error: { code: 401 } });
});

it("a lease that was given back is not ended any more, and counts no more", () => {
  const { clock, streams, held } = lease();
  held.release();
  held.release();
  clock.moveTo(expiresAt);
  expect(held.ended).toBeNull();
  expect(streams.size).toBe(0);
});

it("stopping ends watches, and lets requests and sessions go on", () => {
  const watch = lease("watch");
  const session = lease("session");
  const request = lease("request");
  for (const { streams } of [watch, session, request]) {
    streams.refuseStreams();
    streams.end("watch");
  }
  expect(watch.held.ended).toMatchObject({ reason: "shutdown", error: { code: 503, retryAfterSeconds: 1 } });
  expect(session.held.ended).toBeNull();
  expect(request.held.ended).toBeNull();
});

it("a snapshot in which the token is gone ends all that it opened", () => {
  const { streams, held } = lease("request");
  streams.review({ revision: 2, environments: new Map(), users: new Map(), tokens: new Map() });
  expect(held.ended?.reason).toBe("revoked");
});

it("a server that is about to stop takes requests, but no watch and no session", () => {
  const { streams } = lease("request");
  streams.refuseStreams();
  const more = (carries: Carried) => streams.lease({ caller, environmentId: 1, identity, carries, homeUrl: () => "https://d/" });
  expect(() => more("watch")).toThrow("Drawbridge is stopping");
  expect(() => more("session")).toThrow("Drawbridge is stopping");
  expect(more("request").ended).toBeNull();
});

it("watches that end together are ended apart, within the time for all", async () => {
  const streams = createOpenStreams({ clock: createManualClock(), streamsPerUserMax: 100 });
  const ends: number[] = [];
  for (let index = 0; index < 40; index++) {
    const held = streams.lease({ caller, environmentId: 1, identity, carries: "watch", homeUrl: () => "https://d/" });
    held.onEnd = () => ends.push(performance.now());
  }
  expect(streams.end("watch", { apartMs: 1000, withinMs: 400 })).toBe(40);
  expect(ends.length).toBeLessThan(40);
  await vi.waitFor(() => expect(ends).toHaveLength(40), { timeout: 10_000 });
  // Evenly over 400 ms: the half of them takes the half of the time, whatever a busy machine adds.
  expect((ends[20] ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(150);
});
