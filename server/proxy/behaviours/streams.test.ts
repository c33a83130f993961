// Watches, logs and sessions: begin at once, end with either side, and end when the right to them does.
import { afterEach, describe, expect, it } from "vitest";
import { addPersonRow, publish } from "#server/testing/access-rows.ts";
import type { ReceivedRequest } from "#server/testing/api-server.ts";
import { atOnce, connect, type RawClient } from "#server/testing/gateway.ts";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

const quietWatch = ({ socket }: ReceivedRequest) => socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const watch = "GET {prefix}/api/v1/pods?watch=true HTTP/1.1\r\n{auth}\r\n\r\n";
const follow = "GET {prefix}/api/v1/namespaces/a/pods/p/log?follow=true HTTP/1.1\r\n{auth}\r\n\r\n";
const exec =
  "GET {prefix}/api/v1/namespaces/a/pods/p/exec HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";

async function open(text: string): Promise<{ client: RawClient; request: ReceivedRequest }> {
  const client = await connect(relay.gateway);
  const arriving = relay.api.request();
  client.send(relay.fill(text));
  const request = await arriving;
  await client.until("\r\n\r\n");
  return { client, request };
}

describe("a watch", () => {
  it("P24: shows its head while there is no event", async () => {
    relay = await startRelay({ script: quietWatch });
    const { client, request } = await open(watch);
    expect(client.received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    request.socket.write(chunk('{"type":"ADDED"}\n'));
    await client.until("ADDED");
    client.socket.destroy();
  });

  it("P26, P29: ends cleanly when the server ends it, with the last lines complete", async () => {
    relay = await startRelay({ script: quietWatch });
    const { client, request } = await open(follow);
    request.socket.write(`${chunk("last line\n")}0\r\n\r\n`);
    expect(await client.until("0\r\n\r\n")).toContain("last line\n");
    client.socket.destroy();
  });

  it("P30: a client that leaves takes the upstream with it", async () => {
    relay = await startRelay({ script: quietWatch });
    const { client } = await open(watch);
    client.socket.destroy();
    await relay.api.quiet();
    expect(await relay.audited(2)).toMatchObject([
      { action: "stream.started", verb: "watch", resource: "pods", code: 200 },
      { action: "stream.ended", endedBy: "client" },
    ]);
  });

  it.each(["destroy", "end"] as const)("P30, R36: an upstream that breaks off (%s) never looks like a clean end", async (how) => {
    relay = await startRelay({ script: quietWatch });
    const { client, request } = await open(follow);
    request.socket.write(chunk("half a log\n"));
    await client.until("half");
    request.socket[how]();
    expect(await client.untilClosed()).not.toContain("0\r\n\r\n");
  });

  it("R36: an answer shorter than its length is cut, not ended", async () => {
    relay = await startRelay({ script: ({ socket }) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") });
    const { client } = await open(watch.replace("?watch=true", ""));
    expect((await client.untilClosed()).endsWith("half")).toBe(true);
  });

  it("R30: an upload whose client vanishes never becomes a complete request", async () => {
    relay = await startRelay({ script: () => {} });
    const client = await connect(relay.gateway);
    client.send(relay.fill("POST {prefix}/a HTTP/1.1\r\n{auth}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"));
    while (!relay.api.received[0]?.includes("hello")) await new Promise(setImmediate);
    client.socket.destroy();
    await relay.api.quiet();
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe.each([
  ["a watch", watch, quietWatch],
  ["an exec", exec, ({ socket }: ReceivedRequest) => socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")],
])("%s that is open ends", (_name, text, script) => {
  const expiresAt = new Date("2026-01-15T13:00:00Z");

  async function opened() {
    const clock = createManualClock();
    relay = await startRelay({ script, expiresAt, clock });
    return { clock, ...(await open(text)) };
  }

  async function endsAs(client: RawClient, endedBy: string) {
    const started = performance.now();
    await client.untilClosed();
    await relay.api.quiet();
    expect(performance.now() - started).toBeLessThan(5000);
    const rows = await relay.audited(2);
    expect(rows.at(-1)).toMatchObject({ action: "stream.ended", endedBy });
  }

  it("at the instant of expiry, not before", async () => {
    const { client, clock } = await opened();
    clock.moveTo(new Date(expiresAt.getTime() - 1));
    expect(relay.gateway.proxy.openStreams.size).toBe(1);
    clock.moveTo(expiresAt);
    await endsAs(client, "expired");
  });

  it("A32: when its file is revoked", async () => {
    const { client } = await opened();
    const { db } = relay.gateway.database;
    await db.kubeconfig.update({ where: { id: relay.fileId }, data: { revokedAt: new Date() } });
    await publish(db);
    await endsAs(client, "revoked");
  });

  it("A33: when the grant is taken away", async () => {
    const { client } = await opened();
    const { db } = relay.gateway.database;
    await db.grant.deleteMany();
    await publish(db);
    await endsAs(client, "access-removed");
  });

  it("A33: when one of two grants is taken away", async () => {
    relay = await startRelay({ script });
    const { db } = relay.gateway.database;
    const { id } = await db.grant.create({
      data: {
        ...{ userId: relay.userId, environmentId: relay.environmentId, clusterRole: "edit", allNamespaces: true, namespaces: "[]" },
        ...{ createdAt: new Date(), createdBy: "test" },
      },
    });
    await addPersonRow(db, { login: "bob", environmentIds: [relay.environmentId], clusterRole: "edit" });
    await publish(db);
    await relay.gateway.proxy.refresh();
    const { client } = await open(text);
    await db.grant.delete({ where: { id } });
    await publish(db);
    await endsAs(client, "access-removed");
  });

  it("when its owner is disabled", async () => {
    const { client } = await opened();
    const { db } = relay.gateway.database;
    await db.user.update({ where: { id: relay.userId }, data: { disabledAt: new Date() } });
    await publish(db);
    await endsAs(client, "revoked");
  });

  it("R32: when its environment is removed, and only then", async () => {
    const { client } = await opened();
    const { db } = relay.gateway.database;
    await addPersonRow(db, { login: "carol", environmentIds: [] });
    await publish(db);
    await relay.gateway.proxy.refresh();
    expect(relay.gateway.proxy.openStreams.size).toBe(1);
    await db.environment.delete({ where: { id: relay.environmentId } });
    await publish(db);
    await endsAs(client, "access-removed");
  });

  it("R18: when Drawbridge stops", async () => {
    const { client } = await opened();
    const drained = relay.gateway.gateway.drain({ ...atOnce, lastBytesMs: 5000 });
    await client.untilClosed();
    await drained;
    expect((await relay.audited(2)).at(-1)).toMatchObject({ endedBy: "shutdown" });
  });
});

describe("what the client sees of an end by Drawbridge", () => {
  async function revoked(text: string, sent: string) {
    relay = await startRelay({ script: quietWatch });
    const { client, request } = await open(text);
    request.socket.write(chunk(sent));
    await client.until(sent);
    const { db } = relay.gateway.database;
    await db.kubeconfig.update({ where: { id: relay.fileId }, data: { revokedAt: new Date("2026-01-15T12:00:00Z") } });
    await publish(db);
    return client.untilClosed();
  }

  it("a watch tells why, as its last event, which kubectl prints", async () => {
    const text = await revoked(watch, '{"type":"ADDED"}\n');
    expect(Buffer.from(text, "latin1").toString()).toMatch(/\{"type":"ERROR","object":\{"kind":"Status",.*“laptop” was revoked at 2026-01-15 12:00 UTC/);
  });

  it("a watch that stands in the middle of an event is cut", async () => {
    expect(await revoked(watch, '{"type":"AD')).not.toMatch(/ERROR|0\r\n\r\n$/);
  });

  it("a log is cut, as it must not look complete", async () => {
    expect(await revoked(follow, "a line\n")).not.toMatch(/ERROR|0\r\n\r\n$/);
  });
});

describe("A56: one person", () => {
  it("has so many open streams and no more; ended ones count no longer", async () => {
    relay = await startRelay({ script: quietWatch, streamsPerUserMax: 2 });
    const { client } = await open(watch);
    await open(watch);
    const { code } = await relay.ask("GET", "/api/v1/pods?watch=true");
    expect(code).toBe(429);
    client.socket.destroy();
    while (relay.gateway.proxy.openStreams.size > 1) await new Promise(setImmediate);
    await open(watch);
  });
});
