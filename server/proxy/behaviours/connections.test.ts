// Connections are kept where clients keep them, and the ones to a cluster come and go unseen.
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { answerWith, type Script } from "#server/testing/api-server.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

describe("a connection that a client keeps", () => {
  // P02
  it("carries a POST after pauses on either side of five seconds, where Node's own limit would meet it", async () => {
    relay = await startRelay();
    expect(relay.gateway.gateway.server.keepAliveTimeout).toBeGreaterThan(90_000);
    const answers = [4900, 5000, 5100, 6500].map(async (pauseMs) => {
      const client = await connect(relay.gateway);
      client.send(relay.fill("GET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n"));
      await client.until("{}");
      await setTimeout(pauseMs);
      client.send(relay.fill("POST {prefix}/b HTTP/1.1\r\n{auth}\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"));
      return (await client.untilClosed()).match(/HTTP\/1\.1 \d+/g);
    });
    expect(await Promise.all(answers)).toEqual(Array(4).fill(["HTTP/1.1 200", "HTTP/1.1 200"]));
  });
});

/** Closes each connection that has been idle for `idleMs`, as the API server does after 90 s. */
function closesIdle(idleMs: number): Script {
  return (request) => {
    answerWith("200 OK", "{}")(request);
    const timer = global.setTimeout(() => request.socket.end(), idleMs);
    request.socket.once("data", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
  };
}

describe("a cluster that closes idle connections", () => {
  const idleMs = 15;

  // P03
  it("costs no GET that comes at the very moment, of 150", async () => {
    relay = await startRelay({ script: closesIdle(idleMs) });
    const client = await connect(relay.gateway);
    for (let turn = 0; turn < 150; turn++) {
      expect(await codeOf(client, `GET {prefix}/a?${turn} HTTP/1.1\r\n{auth}\r\n\r\n`)).toBe(200);
      await setTimeout(idleMs - 2 - (turn % 4));
    }
    // It did close under way, else nothing was tried.
    expect(relay.api.received.length).toBeGreaterThan(1);
    client.socket.destroy();
  });

  // P03
  it("gets no POST twice, and each one that was answered with success once", async () => {
    relay = await startRelay({ script: closesIdle(idleMs) });
    const client = await connect(relay.gateway);
    const succeeded: string[] = [];
    for (let turn = 0; turn < 80; turn++) {
      const code = await codeOf(client, `POST {prefix}/a?${turn} HTTP/1.1\r\n{auth}\r\nContent-Length: 1\r\n\r\nx`);
      expect([200, 502]).toContain(code);
      if (code === 200) succeeded.push(`/a?${turn}`);
      await setTimeout(idleMs - 2 - (turn % 4));
    }
    const seen = relay.api.requests.map(({ target }) => target);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(succeeded));
    client.socket.destroy();
  });
});

/** Of the answer to one request on a connection that goes on. */
async function codeOf(client: RawClient, request: string): Promise<number> {
  client.received = "";
  client.send(relay.fill(request));
  const head = await client.until("\r\n\r\n");
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  while (client.received.length < head.indexOf("\r\n\r\n") + 4 + length) await new Promise(setImmediate);
  return parseAnswer(head).code;
}

describe("a cluster that asks for its connection to be closed", () => {
  // P04
  it("gets no other request on it, though it leaves it open", async () => {
    relay = await startRelay({ script: answerWith("200 OK", "{}", ["Connection: close"]) });
    for (let turn = 0; turn < 3; turn++) expect((await relay.ask("GET", "/a")).code).toBe(200);
    expect(relay.api.received.map((text) => text.match(/^GET /gm)?.length)).toEqual([1, 1, 1]);
  });

  // P04
  it("as it stops may tell the client when to come back, and the client's connection stays", async () => {
    relay = await startRelay({ script: answerWith("429 Too Many Requests", "{}", ["Retry-After: 5", "Connection: close"]) });
    const client = await connect(relay.gateway);
    client.send(relay.fill("GET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n"));
    const text = await client.until("{}");
    expect(text).toContain("Retry-After: 5\r\n");
    expect(text).not.toMatch(/connection: close/i);
    client.send(relay.fill("GET {prefix}/b HTTP/1.1\r\n{auth}\r\n\r\n"));
    await relay.api.request(2);
    client.socket.destroy();
  });
});
