// One side takes nothing any more, or answers before the other has said all.
import { afterEach, describe, expect, it } from "vitest";
import type { ReceivedRequest, Script } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, exec, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
afterEach(() => relay.close());

const piece = "x".repeat(65_536);
/** Sends without end, as fast as it is taken. */
const pour = ({ socket }: ReceivedRequest, text: string) => {
  const more = () => {
    while (socket.writable && socket.write(text));
  };
  socket.on("drain", more);
  more();
};
const pourAnswer: Script = (request) => {
  sound(request);
  pour(request, request.all("upgrade").length > 0 ? piece : chunk(piece));
};

// R06
describe("a peer that has vanished with bytes on their way to it", () => {
  it.each([
    ["the client of a watch", watch],
    ["the client of an exec", exec],
  ])("%s: both sides are let go after the time for it", async (_name, text) => {
    relay = await startRelay({ script: pourAnswer, limits: { writeStallMs: 500 } });
    const { client } = await open(relay, text);
    // Its kernel still takes bytes and acknowledges them, until its buffers are full.
    client.socket.pause();
    await atRest(relay);
    await relay.api.quiet();
    expect((await relay.audited(2)).at(-1)).toMatchObject({ action: "stream.ended" });
    client.socket.destroy();
  });

  it("a client that reads slowly, but reads, is not taken for one", async () => {
    relay = await startRelay({ script: pourAnswer, limits: { writeStallMs: 1500 } });
    const { client } = await open(relay, watch);
    for (let second = 0; second < 6; second++) {
      client.socket.pause();
      await new Promise((resolve) => setTimeout(resolve, 400));
      client.received = "";
      client.socket.resume();
      await client.until("x");
    }
    expect(client.closed).toBe(false);
    client.socket.destroy();
  });

  it("an API server that takes no more of an upload: the client gets a 504, and its connection ends", async () => {
    relay = await startRelay({ script: sound, limits: { writeStallMs: 500 } });
    const slow: ReceivedRequest["socket"][] = [];
    relay.api.onHead = ({ socket }) => void slow.push(socket.pause());
    const client = await connect(relay.gateway);
    client.send(relay.fill("POST {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 1000000000\r\n\r\n"));
    const more = () => {
      while (!client.socket.destroyed && client.socket.write(piece));
    };
    client.socket.on("drain", more);
    more();
    expect(parseAnswer(await client.untilClosed())).toMatchObject({ code: 504 });
    await atRest(relay);
    slow[0]?.resume();
    await relay.api.quiet();
  });
});

// R31
describe("an answer that comes while the client still sends", () => {
  it.each([
    ["413 Request Entity Too Large", ""],
    ["403 Forbidden", ""],
  ])("%s reaches it whole, though it reads only when it has sent all that it meant to", async (status) => {
    const denial = JSON.stringify({ kind: "Status", code: Number(status.slice(0, 3)), message: "no more of this" });
    relay = await startRelay();
    // As soon as the head is there, and then no byte more is read: as an API server that refuses.
    relay.api.onHead = ({ socket }) => {
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: ${denial.length}\r\nConnection: close\r\n\r\n${denial}`);
    };
    const client = await connect(relay.gateway);
    client.socket.pause();
    client.send(relay.fill("POST {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 8000000\r\n\r\n"));
    for (let sent = 0; sent < 1_000_000; sent += piece.length) {
      client.send(piece);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    client.socket.resume();
    expect(parseAnswer(await client.untilClosed())).toMatchObject({ code: Number(status.slice(0, 3)), message: "no more of this" });
    await atRest(relay);
  });

  it("of our own is treated alike", async () => {
    relay = await startRelay();
    const client = await connect(relay.gateway);
    client.socket.pause();
    client.send(relay.fill("POST {prefix}/api/v1/pods HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer wrong\r\nContent-Length: 8000000\r\n\r\n"));
    for (let sent = 0; sent < 500_000; sent += piece.length) {
      client.send(piece);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    client.socket.resume();
    expect(parseAnswer(await client.untilClosed())).toMatchObject({ code: 401 });
    await atRest(relay);
  });
});

// R30
it("an upload to a slow API server whose client vanishes is broken off there, never completed", async () => {
  relay = await startRelay({ script: sound });
  const slow: ReceivedRequest["socket"][] = [];
  relay.api.onHead = ({ socket }) => void slow.push(socket.pause());
  const client = await connect(relay.gateway);
  client.send(relay.fill("PUT {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 10000000\r\n\r\n"));
  await expect.poll(() => slow.length).toBe(1);
  for (let count = 0; count < 50; count++) client.send(piece);
  client.socket.destroy();
  await atRest(relay);
  slow[0]?.resume();
  await relay.api.quiet();
  expect(relay.api.requests).toHaveLength(0);
});
