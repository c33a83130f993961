import { expect, it } from "vitest";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { createOpenStreams } from "./open-streams.ts";

const expiresAt = new Date("2026-01-15T13:00:00Z");
const file = { id: "f", name: "laptop", ownerId: "u", expiresAt, revokedAt: null };
const user = { id: "u", login: "alice", teams: [], disabled: false, rules: new Map() };
const caller = { tokenHash: "h", token: { file, environmentId: 1, environmentName: "alpha" }, user };
const identity = { username: "drawbridge:alice", uid: "u", groups: [], extra: {} };

function lease(longRunning = true) {
  const clock = createManualClock();
  const streams = createOpenStreams({ clock, streamsPerUserMax: 2 });
  return { clock, streams, held: streams.lease({ caller, environmentId: 1, identity, longRunning, homeUrl: "https://d/" }) };
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

it("stopping ends streams, and lets requests finish", () => {
  const stream = lease(true);
  const request = lease(false);
  stream.streams.endStreams();
  request.streams.endStreams();
  expect(stream.held.ended?.reason).toBe("shutdown");
  expect(request.held.ended).toBeNull();
});

it("a snapshot in which the token is gone ends all that it opened", () => {
  const { streams, held } = lease(false);
  streams.review({ revision: 2, environments: new Map(), users: new Map(), tokens: new Map() });
  expect(held.ended?.reason).toBe("revoked");
});
