// The way to an API server fails: it is lost, hangs, refuses, flaps.
import { afterEach, describe, expect, it } from "vitest";
import { type FaultLink, startFaultLink } from "#server/testing/fault-link.ts";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, exec, follow, get, open, sound, watch } from "./exchanges.ts";
import { addOtherEnvironment } from "./other-environment.ts";

let relay: Relay;
let link: FaultLink;
afterEach(async () => {
  await relay.close();
  await link.close();
});

async function start(options: Parameters<typeof startRelay>[0] = {}): Promise<void> {
  relay = await startRelay({
    script: sound,
    ...options,
    by: async ({ server }) => {
      link = await startFaultLink(Number(new URL(server).port));
      return link.server;
    },
  });
}

const pods = () => relay.ask("GET", "/api/v1/pods");
const create = () => relay.ask("POST", "/api/v1/pods", { body: "{}" });
async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}

// R02
describe("one of several API servers behind an address is lost", () => {
  it("its idle connections are missed by nobody, whether they read or write", async () => {
    await start();
    await Promise.all(Array.from({ length: 5 }, pods));
    for (const ask of [pods, create, pods, create]) {
      link.reset();
      await link.quiet();
      expect(await ask()).toMatchObject({ code: 200 });
    }
    expect(relay.api.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  it("at the moment of asking, reading is tried once more and writing never", async () => {
    const asked: string[] = [];
    await start({
      script: (request) => {
        const carried = relay.api.requests.filter(({ socket }) => socket === request.socket).length;
        asked.push(request.method);
        if (carried > 1) request.socket.destroy();
        else sound(request);
      },
    });
    expect(await pods()).toMatchObject({ code: 200 });
    expect(await pods()).toMatchObject({ code: 200 });
    expect(asked).toEqual(["GET", "GET", "GET"]);
    expect(await create()).toMatchObject({ code: 502, message: expect.stringContaining("broke the connection off") });
    expect(asked).toEqual(["GET", "GET", "GET", "POST"]);
  });
});

// R03
describe("an API server that takes connections and then hangs", () => {
  it("is a 504 to short requests, in their time, and nothing else is touched", async () => {
    await start({ limits: { firstByteMs: 400 } });
    const other = await addOtherEnvironment(relay);
    const { client, request } = await open(relay, watch);
    link.stall();
    const [{ result, ms }, elsewhere] = await Promise.all([timed(pods), other.ask("GET", "/api/v1/pods")]);
    expect(result).toMatchObject({ code: 504, message: expect.stringContaining("“alpha” did not answer in time") });
    expect(ms).toBeLessThan(5000);
    expect(elsewhere).toMatchObject({ code: 200 });
    link.resume();
    request.socket.write(chunk("still here"));
    await client.until("still here");
    client.socket.destroy();
    await atRest(relay);
    await relay.api.quiet();
    await other.api.close();
  });

  it("takes back what it was asked: a request that was given up leaves no connection", async () => {
    await start({ limits: { firstByteMs: 200 }, script: () => {} });
    await Promise.all(Array.from({ length: 10 }, pods));
    await atRest(relay);
    await relay.api.quiet();
    await link.quiet();
  });
});

// R04
it("an API server that hangs in the middle of a stream is waited for, whatever the limits of ordinary requests", async () => {
  await start({ limits: { firstByteMs: 100, bodyStallMs: 100 } });
  const opened = [await open(relay, watch), await open(relay, follow), await open(relay, exec)];
  link.stall();
  for (const { request } of opened) request.socket.write(request.all("upgrade").length > 0 ? "late" : chunk("late"));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(relay.gateway.proxy.openStreams.size).toBe(3);
  link.resume();
  for (const { client } of opened) {
    await client.until("late");
    client.socket.destroy();
  }
});

// R04
it("a stream that the API server is slow to begin is waited for too", async () => {
  await start({ limits: { firstByteMs: 100 }, script: () => {} });
  const client = await connect(relay.gateway);
  const arriving = relay.api.request();
  client.send(relay.fill(watch));
  const request = await arriving;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(client.received).toBe("");
  sound(request);
  expect(await client.until("\r\n\r\n")).toContain("200 OK");
  client.socket.destroy();
});

// R12
describe("an API server that refuses connections", () => {
  it("is a 502 at once, then without a try for as long as it is known to, with since when; and is found again within seconds", async () => {
    await start();
    expect(await pods()).toMatchObject({ code: 200 });
    await link.refuse();
    link.reset();
    await link.quiet();
    for (let count = 0; count < 5; count++) {
      const { result, ms } = await timed(pods);
      expect(result).toMatchObject({ code: 502, message: expect.stringContaining("“alpha” cannot be reached: its API server refuses connections") });
      expect(ms).toBeLessThan(1000);
    }
    expect(await pods()).toMatchObject({
      code: 502,
      message: expect.stringMatching(/“alpha” cannot be reached: its API server refuses connections, since \d\d:\d\d:\d\d UTC/),
    });
    await link.accept();
    await expect.poll(async () => (await pods()).code, { timeout: 10_000, interval: 200 }).toBe(200);
    expect(await create()).toMatchObject({ code: 200 });
  });

  it("refuses an upgrade in the same words, as a whole answer", async () => {
    await start();
    await link.refuse();
    expect(parseAnswer(await relay.raw(exec))).toMatchObject({ code: 502, message: expect.stringContaining("refuses connections") });
  });
});

// R33
describe("a way that flaps", () => {
  it("ends its own streams at once, is not stormed while it is away, and carries again within two seconds or so of its return", async () => {
    await start();
    const other = await addOtherEnvironment(relay);
    const opened = [await open(relay, watch), await open(relay, exec)];
    link.broken = true;
    link.reset();
    const startedAt = performance.now();
    for (const { client } of opened) expect(await client.untilClosed()).not.toContain("0\r\n\r\n");
    expect(performance.now() - startedAt).toBeLessThan(2000);
    const before = link.accepted;
    const codes = new Set<number>();
    for (let count = 0; count < 100; count++) codes.add((await pods()).code);
    expect([...codes]).toEqual([502]);
    // Five until it is known to be away, then one each two seconds.
    expect(link.accepted - before).toBeLessThanOrEqual(5 + Math.ceil((performance.now() - startedAt) / 2000));
    expect(await other.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200 });
    link.broken = false;
    const returnedAt = performance.now();
    await expect.poll(async () => (await pods()).code, { timeout: 10_000, interval: 50 }).toBe(200);
    expect(performance.now() - returnedAt).toBeLessThan(4000);
    await open(relay, watch);
    await other.api.close();
  });
});

// R36
it("an answer that is cut in its body is cut for the client, at whatever byte", async () => {
  await start({
    script: ({ socket }) => socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk("x".repeat(50_000)).repeat(20)}0\r\n\r\n`),
  });
  const client = await connect(relay.gateway);
  link.cutAfterBytes(300_000);
  client.send(relay.fill(get));
  const received = await client.untilClosed();
  expect(received).toContain("HTTP/1.1 200 OK");
  expect(received.endsWith("0\r\n\r\n")).toBe(false);
});
