// Events come one by one, as they happen, until the server has had enough.
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { ReceivedRequest } from "#server/testing/api-server.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

const head = (type: string, more = "") => `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${more}Transfer-Encoding: chunked\r\n\r\n`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const watch = "/api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=700";

async function open(path: string, type = "application/json", more = ""): Promise<{ client: RawClient; server: ReceivedRequest["socket"] }> {
  relay.api.script = ({ socket }) => socket.write(head(type, more));
  const client = await connect(relay.gateway);
  const arriving = relay.api.request();
  client.send(relay.fill(`GET {prefix}${path} HTTP/1.1\r\n{auth}\r\nAccept-Encoding: gzip\r\n\r\n`));
  const { socket } = await arriving;
  await client.until("\r\n\r\n");
  return { client, server: socket };
}

describe("an event", () => {
  // P25
  it.each([
    ["JSON", "application/json", ""],
    ["protobuf", "application/vnd.kubernetes.protobuf;stream=watch", ""],
    ["CBOR", "application/cbor-seq", ""],
    ["compressed bytes", "application/json", "Content-Encoding: gzip\r\n"],
  ])("of %s is passed on before there is another, a hundred times", async (_name, type, more) => {
    relay = await startRelay();
    const { client, server } = await open(watch, type, more);
    const delays: number[] = [];
    for (let event = 0; event < 100; event++) {
      const sentAt = performance.now();
      server.write(chunk(`\x00\xff<${event}>`), "latin1");
      await client.until(`\x00\xff<${event}>`);
      delays.push(performance.now() - sentAt);
    }
    delays.sort((a, b) => a - b);
    // A millisecond on a quiet machine. A timer that gathers events would show even on a busy one.
    expect(delays[50]).toBeLessThan(100);
    client.socket.destroy();
  });

  // P25
  it("reaches each of fifty watchers, bookmarks too", async () => {
    relay = await startRelay();
    const watchers: Awaited<ReturnType<typeof open>>[] = [];
    for (let watcher = 0; watcher < 50; watcher++) watchers.push(await open(watch));
    for (const type of ["ADDED", "BOOKMARK"]) {
      for (const { server } of watchers) server.write(chunk(`{"type":"${type}"}\n`));
      for (const { client } of watchers) await client.until(`{"type":"${type}"}\n`);
    }
    for (const { client } of watchers) client.socket.destroy();
  });

  // P25
  it("larger than any buffer arrives whole", async () => {
    relay = await startRelay();
    const { client, server } = await open(watch);
    const object = "y".repeat(1_400_000);
    server.write(chunk(`${object}END`));
    const text = await client.until("END");
    expect(text.slice(text.indexOf("\r\n\r\n") + 4).replaceAll(/[0-9a-f]+\r\n|\r\n/g, "")).toBe(`${object}END`);
    client.socket.destroy();
  });
});

describe("a stream that is quiet", () => {
  // P26, P29
  it.each([
    ["a watch", watch],
    ["a followed log", "/api/v1/namespaces/a/pods/p/log?follow=true"],
    ["an answer of an application", "/api/v1/namespaces/a/services/s/proxy/events"],
  ])("%s outlasts the limits on short requests, then ends as cleanly as the server ends it", async (_name, path) => {
    relay = await startRelay({ limits: { firstByteMs: 50, bodyStallMs: 50 } });
    const { client, server } = await open(path);
    await setTimeout(400);
    expect(client.closed).toBe(false);
    server.write(`${chunk("the last words\n")}0\r\n\r\n`);
    expect((await client.until("0\r\n\r\n")).endsWith(`${chunk("the last words\n")}0\r\n\r\n`)).toBe(true);
    // The connection is good for the next request.
    client.send(relay.fill("GET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n"));
    await relay.api.request(2);
    client.socket.destroy();
  });

  // P26
  it("is asked for exactly as long as the client said", async () => {
    relay = await startRelay();
    const { client } = await open(watch);
    expect(relay.api.requests[0]?.target).toBe(watch);
    client.socket.destroy();
  });
});
