import { expect, it, vi } from "vitest";
import type { EnvironmentAccess } from "#lib/access/index.ts";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { type Carried, createOpenStreams } from "./open-streams.ts";
import { requireReading } from "./read-only.ts";
import { describeRequest } from "./request-info.ts";

const expiresAt = new Date("2026-01-15T13:00:00Z");
const file = { id: "f", name: "laptop", ownerId: "u", expiresAt, revokedAt: null, endReason: null };
const user = { id: "u", login: "alice", teams: [], disabled: false, rules: new Map() };
const createdAt = new Date("2026-01-15T12:00:00Z");
const token = { file, environmentId: 1, environmentName: "alpha", createdAt, expiresAt, revokedAt: null, replacedAt: null };
const caller = { tokenHash: "h", token, user };
const identity = { username: "drawbridge:alice", uid: "u", groups: [], extra: {} };

function lease(carries: Carried = "session") {
  const clock = createManualClock();
  const streams = createOpenStreams({ clock, streamsPerUserMax: 2 });
  return { clock, streams, held: streams.lease({ caller, environmentId: 1, identity, carries, homeUrl: () => "https://d/" }) };
}

/** A snapshot in which alice has `view` in alpha. */
function accessWith(ofToken: { expiresAt?: Date }, ofEnvironment: { readOnly?: boolean }) {
  const environment = {
    id: 1,
    name: "alpha",
    disabled: false,
    readOnly: false,
    connectAsCreate: true,
    confirmedUsers: new Set(["drawbridge:alice"]),
    confirmedGroups: new Set<string>(),
  };
  const rest = { sealedToken: null, credentialExpiresAt: null, reachable: null };
  const connection = { server: "https://a", caData: null, pinnedSha256: null, tlsServerName: null };
  const users = new Map([["u", { ...user, rules: new Map([[1, [{ clusterRole: "view", namespaces: null }]]]) }]]);
  const environments = new Map([[1, { ...environment, ...rest, connection, ...ofEnvironment }]]);
  return { revision: 2, environments, users, tokens: new Map([["h", { ...token, ...ofToken }]]) };
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

it("a request that is still being answered a second after its file's end is ended", () => {
  const { clock, held } = lease("request");
  // Looks that came to nothing before.
  for (let at = createdAt.getTime(); at < expiresAt.getTime(); at += 600_000) clock.moveTo(new Date(at));
  expect(held.ended).toBeNull();
  clock.moveTo(new Date(expiresAt.getTime() + 1000));
  expect(held.ended?.reason).toBe("expired");
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

it("a snapshot in which the owner is gone ends it with that reason", () => {
  const { streams, held } = lease();
  streams.review({ revision: 2, environments: new Map(), users: new Map(), tokens: new Map([["h", token]]) });
  expect(held.ended).toMatchObject({ reason: "revoked", error: { message: expect.stringContaining("the owner of the kubeconfig “laptop” was deleted") } });
});

it.each([
  ["extended", new Date("2026-01-15T14:00:00Z")],
  ["shortened", new Date("2026-01-15T12:30:00Z")],
])("a file that was %s while it is in use ends at its new instant", (_, at) => {
  const { clock, streams, held } = lease();
  streams.review(accessWith({ expiresAt: at }, {}));
  clock.moveTo(new Date(at.getTime() - 1));
  expect(held.ended).toBeNull();
  clock.moveTo(at);
  expect(held.ended?.reason).toBe("expired");
});

it("an environment that becomes read-only ends the shell that is open in it, and lets a watch go on", () => {
  const streams = createOpenStreams({ clock: createManualClock(), streamsPerUserMax: 2 });
  const open = (method: string, path: string, carries: Carried) => {
    const stillAllowed = (environment: EnvironmentAccess) => requireReading(environment, describeRequest(method, path));
    return streams.lease({ caller, environmentId: 1, identity, carries, homeUrl: () => "https://d/", stillAllowed });
  };
  const shell = open("GET", "/api/v1/namespaces/web/pods/one/exec?command=sh", "session");
  const watch = open("GET", "/api/v1/pods?watch=true", "watch");
  streams.review(accessWith({}, {}));
  expect(shell.ended).toBeNull();
  streams.review(accessWith({}, { readOnly: true }));
  expect(shell.ended).toMatchObject({ reason: "access-removed", error: { code: 403, message: expect.stringContaining("read-only") } });
  expect(watch.ended).toBeNull();
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
