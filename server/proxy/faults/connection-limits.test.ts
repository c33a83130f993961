// As many connections are open as a process may have, or its memory is nearly full.
import { once } from "node:events";
import net from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { logger } from "#lib/logger.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, exec, get, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
const clients: RawClient[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { socket } of clients.splice(0)) socket.destroy();
  await relay.close();
});

async function client(): Promise<RawClient> {
  const one = await connect(relay.gateway);
  clients.push(one);
  return one;
}

// R23
describe("when as many connections are open as may be", () => {
  it("a new one is told by a 503 what is the matter and when to come again, one beyond is closed, and those that are open go on", async () => {
    relay = await startRelay({ script: sound, connectionLimits: { connectionsMax: 20 } });
    const { client: watcher, request } = await open(relay, watch);
    clients.push(watcher);
    for (let index = 1; index < 19; index++) await client();
    const surplus = await client();
    surplus.send(relay.fill(get));
    const answer = parseAnswer(await surplus.untilClosed());
    expect(answer).toMatchObject({ code: 503, message: expect.stringContaining("as many clients are connected as may be") });
    expect(answer.headers).toEqual(expect.arrayContaining(["Retry-After: 5", "Connection: close"]));
    const told = vi.spyOn(logger, "error");
    await client();
    const beyond = net.connect(relay.gateway.port, "127.0.0.1");
    beyond.on("error", () => {});
    await once(beyond.resume(), "close");
    expect(told).toHaveBeenCalledWith({ count: 1, connectionsMax: 20 }, expect.stringContaining("refused"));
    request.socket.write(chunk("still here"));
    await watcher.until("still here");
    for (const { socket } of clients.splice(0)) socket.destroy();
    await atRest(relay);
    expect(await relay.ask("GET", "/a")).toMatchObject({ code: 200 });
  });

  it("an upgrade gets its answer too, and probes theirs", async () => {
    relay = await startRelay({ script: sound, connectionLimits: { connectionsMax: 20 } });
    for (let index = 0; index < 19; index++) await client();
    expect(parseAnswer(await relay.raw(exec))).toMatchObject({ code: 503 });
    expect(parseAnswer(await relay.raw("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))).toMatchObject({ code: 200 });
    expect(relay.api.requests).toHaveLength(0);
  });

  it("an accept that fails is that connection's loss alone", async () => {
    relay = await startRelay({ script: sound });
    const { server } = relay.gateway.gateway;
    const told = vi.spyOn(logger, "error");
    // What Node does when accept(2) gives EMFILE, as often as it does.
    for (let index = 0; index < 3; index++) server.emit("error", Object.assign(new Error("accept EMFILE"), { code: "EMFILE" }));
    expect(told).toHaveBeenCalledWith({ count: 1 }, expect.stringContaining("no descriptor left"));
    expect(await relay.ask("GET", "/a")).toMatchObject({ code: 200 });
  });
});

// R21
describe("when the memory is nearly full", () => {
  it("new requests get a 503 with a time to come again, what is open goes on, and all is as before once there is room", async () => {
    const memory = { high: false };
    relay = await startRelay({ script: sound, memory });
    const { client: watcher, request } = await open(relay, watch);
    clients.push(watcher);
    memory.high = true;
    const answer = await relay.ask("POST", "/api/v1/pods", { body: "x".repeat(100_000) });
    expect(answer).toMatchObject({ code: 503, message: expect.stringContaining("memory") });
    expect(answer.headers).toContain("Retry-After: 5");
    expect(parseAnswer(await relay.raw(exec))).toMatchObject({ code: 503 });
    expect(parseAnswer(await relay.raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))).toMatchObject({ code: 503 });
    expect(parseAnswer(await relay.raw("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))).toMatchObject({ code: 200 });
    request.socket.write(chunk("still here"));
    await watcher.until("still here");
    expect(relay.api.requests).toHaveLength(1);
    memory.high = false;
    expect(await relay.ask("GET", "/a")).toMatchObject({ code: 200 });
  });
});
