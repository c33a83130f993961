// Whatever is refused, kubectl gets a Status that it can print, whole, on a request as on an upgrade.
import { afterEach, describe, expect, it } from "vitest";
import { publish } from "#server/testing/access-rows.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

type Db = Relay["gateway"]["database"]["db"];
interface Case {
  name: string;
  code: number;
  reason: string;
  headers?: string;
  path?: string;
  change?: (db: Db) => Promise<unknown>;
  upstream?: "gone" | "silent" | "breaks off";
  streamsPerUserMax?: number;
}

const cases: Case[] = [
  { name: "no token", code: 401, reason: "Unauthorized", headers: "Authorization: Bearer nothing" },
  { name: "a revoked file", code: 401, reason: "Unauthorized", change: (db) => db.kubeconfig.updateMany({ data: { revokedAt: new Date() } }) },
  { name: "--as", code: 403, reason: "Forbidden", headers: "Authorization: Bearer {token}\r\nImpersonate-User: bob" },
  { name: "no grant", code: 404, reason: "NotFound", change: (db) => db.grant.deleteMany() },
  { name: "a path with dots", code: 400, reason: "BadRequest", path: "/a/../b" },
  { name: "a right on its way", code: 403, reason: "Forbidden", change: (db) => db.appliedSubject.deleteMany() },
  { name: "a disabled environment", code: 503, reason: "ServiceUnavailable", change: (db) => db.environment.updateMany({ data: { disabledAt: new Date() } }) },
  { name: "a cluster that is away", code: 502, reason: "InternalError", upstream: "gone" },
  { name: "a cluster that breaks off", code: 502, reason: "InternalError", upstream: "breaks off" },
  { name: "a cluster that hangs", code: 504, reason: "Timeout", upstream: "silent" },
  { name: "too many streams", code: 429, reason: "TooManyRequests", path: "/api/v1/pods?watch=1", streamsPerUserMax: 0 },
];
const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13";

// P33, P43, P45
describe.each(cases)("$name is a $code", ({ code, reason, headers, path, change, upstream, streamsPerUserMax }) => {
  async function answer(more: string) {
    relay = await startRelay({ limits: { firstByteMs: 200 }, ...(streamsPerUserMax === undefined ? {} : { streamsPerUserMax }) });
    if (upstream === "gone") await relay.api.close();
    relay.api.script = ({ socket }) => (upstream === "silent" ? undefined : socket.destroy());
    await change?.(relay.gateway.database.db);
    await publish(relay.gateway.database.db);
    await relay.gateway.proxy.refresh();
    const lines = [`GET {prefix}${path ?? "/api/v1/namespaces/a/pods/p"} HTTP/1.1`, "Host: a", headers ?? "Authorization: Bearer {token}", more];
    const text = await relay.raw(`${lines.join("\r\n")}\r\n\r\n`);
    if (upstream === "gone") relay.api.close = async () => {};
    return parseAnswer(text);
  }

  it.each([
    ["a request", "Connection: close"],
    ["an upgrade", upgrade],
  ])("to %s, in full, and asks nobody to come back", async (_kind, more) => {
    const got = await answer(more);
    expect(got.code).toBe(code);
    expect(JSON.parse(Buffer.from(got.body, "latin1").toString())).toEqual({
      ...{ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, reason },
      ...{ message: expect.stringMatching(/\w+ \w+/) },
    });
    expect(got.headers).toEqual(
      expect.arrayContaining(["Content-Type: application/json", "X-Content-Type-Options: nosniff", `Content-Length: ${got.body.length}`]),
    );
    // kubectl would retry ten times, for a minute.
    expect(got.headers.filter((line) => /^retry-after:/i.test(line))).toEqual([]);
  });
});
