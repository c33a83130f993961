// Drawbridge is told to stop while people are at work.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atOnce, connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, exec, follow, get, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
beforeEach(async () => {
  relay = await startRelay({ script: sound });
});
afterEach(() => relay.close());

/** Long enough for every test to end what it began by itself. */
const patient = { delayMs: 0, requestsMs: 20_000, sessionsMs: 20_000, lastBytesMs: 20_000 };
const drain = (times = patient) => relay.gateway.gateway.drain(times);

// R18
describe("stopping", () => {
  it("is seen by probes at once, while everything is still served for the delay", async () => {
    const kept = await connect(relay.gateway);
    kept.send(relay.fill(get));
    expect(await kept.until("{}")).toContain("Keep-Alive");
    const drained = drain({ ...atOnce, delayMs: 1500 });
    expect(parseAnswer(await relay.raw("GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).code).toBe(503);
    expect(parseAnswer(await relay.raw("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).code).toBe(200);
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200, body: "{}" });
    kept.send(relay.fill(get));
    const [, , last] = (await kept.untilClosed()).split("HTTP/1.1 200");
    expect(last).toContain("Connection: close");
    await drained;
    await expect(connect(relay.gateway)).rejects.toThrow();
  });

  it("finishes a request on an old connection, and ends it then", async () => {
    const held = await open(relay, exec);
    const kept = await connect(relay.gateway);
    kept.send(relay.fill(get));
    await kept.until("{}");
    kept.received = "";
    // Kept busy, so that it is not closed as an idle one.
    relay.api.script = () => {};
    const arriving = relay.api.request();
    kept.send(relay.fill(get));
    const { socket } = await arriving;
    const drained = drain();
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
    await kept.untilClosed();
    expect(kept.received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*done$/);
    held.client.socket.destroy();
    await drained;
  });

  it("lets an exec and a followed log go on for their grace, then cuts them", async () => {
    const session = await open(relay, exec);
    const log = await open(relay, follow);
    const drained = drain({ ...patient, sessionsMs: 700 });
    session.request.socket.write("still here");
    await session.client.until("still here");
    session.client.send("and here");
    log.request.socket.write(chunk("a line\n"));
    await log.client.until("a line\n");
    expect(relay.gateway.proxy.openStreams.size).toBe(2);
    // A log that is cut must not look complete.
    expect(await log.client.untilClosed()).not.toContain("0\r\n\r\n");
    await session.client.untilClosed();
    await drained;
    expect(relay.api.received.join()).toContain("and here");
    const ended = (await relay.audited(4)).filter(({ action }) => action === "stream.ended");
    expect(ended.map(({ endedBy }) => endedBy)).toEqual(["shutdown", "shutdown"]);
  });

  it("is done as soon as the last session ends by itself, with its last bytes", async () => {
    const session = await open(relay, exec);
    const drained = drain();
    session.request.socket.end("exit status");
    expect(await session.client.untilClosed()).toMatch(/exit status$/);
    await drained;
    expect((await relay.audited(2)).at(-1)).toMatchObject({ action: "stream.ended", endedBy: "server" });
  });

  it("finishes an upload that is under way, and cuts what is not done in its time", async () => {
    const upload = await connect(relay.gateway);
    upload.send(relay.fill("POST {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 10\r\n\r\nhello"));
    while (!relay.api.received[0]?.includes("hello")) await new Promise(setImmediate);
    const stuck = await connect(relay.gateway);
    stuck.send(relay.fill("POST {prefix}/api/v1/nodes HTTP/1.1\r\n{auth}\r\nContent-Length: 10\r\n\r\nhello"));
    while (relay.api.received.length < 2) await new Promise(setImmediate);
    const drained = drain({ ...atOnce, requestsMs: 1000, lastBytesMs: 1000 });
    upload.send("world");
    expect(await upload.untilClosed()).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(parseAnswer(await stuck.untilClosed())).toMatchObject({ code: 503, message: expect.stringContaining("stopping") });
    await drained;
    expect(relay.api.requests).toHaveLength(1);
  });

  it("takes no new watch on an old connection, and says when to come back, elsewhere", async () => {
    const session = await open(relay, exec);
    const busy = await connect(relay.gateway);
    const arriving = relay.api.request();
    relay.api.script = () => {};
    busy.send(relay.fill(get) + relay.fill(watch));
    const { socket } = await arriving;
    const drained = drain();
    await expect(connect(relay.gateway)).rejects.toThrow();
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    // Pipelined behind it; on a connection that ends, Node reads no further, which tells the client as much.
    expect((await busy.untilClosed()).match(/HTTP\/1\.1 \d+/g)?.slice(1)).not.toContain("HTTP/1.1 200");
    session.client.socket.destroy();
    await drained;
  });

  it("ends a quiet watch well, and leaves nothing behind", async () => {
    const quiet = await open(relay, watch);
    const drained = drain();
    // As an API server that stops ends its own: an event of type ERROR would have informers list everything anew.
    expect(await quiet.client.untilClosed()).toMatch(/\r\n\r\n0\r\n\r\n$/);
    await drained;
    await relay.api.quiet();
    await atRest(relay);
    expect((await relay.audited(2)).at(-1)).toMatchObject({ verb: "watch", action: "stream.ended", endedBy: "shutdown" });
  });

  it.each([
    ["between two of its events ends well", "5\r\nevent\r\n", /\r\n5\r\nevent\r\n0\r\n\r\n$/],
    ["in the middle of one is cut", "5\r\neve", /\r\n3\r\neve\r\n$/],
  ])("a watch in protobuf %s", async (_title, sent, received) => {
    const head = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.kubernetes.protobuf;stream=watch\r\nTransfer-Encoding: chunked\r\n\r\n";
    relay.api.script = ({ socket }) => socket.write(head + sent);
    const { client } = await open(relay, watch);
    await client.until("eve");
    await drain();
    expect(await client.untilClosed()).toMatch(received);
  });

  it("moves many watches on one after the other", async () => {
    const watches = await Promise.all(Array.from({ length: 30 }, () => open(relay, watch)));
    const ends: number[] = [];
    for (const { client } of watches) client.socket.once("close", () => ends.push(performance.now()));
    await drain();
    expect(ends).toHaveLength(30);
    // Ten milliseconds apart.
    expect((ends.at(-1) ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(150);
  });
});
