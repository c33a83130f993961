// Requests sent ahead on one connection: Node starts them all at once, and forgets some when the connection is lost.
import { afterEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

const get = (path: string) => `GET {prefix}${path} HTTP/1.1\r\n{auth}\r\n\r\n`;
const upload = (path: string) => `POST {prefix}${path} HTTP/1.1\r\n{auth}\r\nContent-Length: 5\r\n\r\nhello`;
const upgrade = "GET {prefix}/x HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

// A08, A58
describe("requests sent ahead", () => {
  it("are carried one after another, in order, each with its own body", async () => {
    relay = await startRelay({ script: () => {} });
    const client = await connect(relay.gateway);
    client.send(relay.fill(get("/1") + upload("/2") + get("/3?watch=true") + get("/4")));
    for (const path of ["/1", "/2", "/3?watch=true", "/4"]) {
      const turn = relay.api.requests.length + (relay.api.requests.at(-1)?.target === path ? 0 : 1);
      const request = await relay.api.request(turn);
      expect(request.target).toBe(path);
      // Whoever starts the next one early has had time to.
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(relay.api.requests).toHaveLength(turn);
      answerWith("200 OK", `"${path}"`)(request);
      await client.until(`"${path}"`);
    }
    expect(relay.api.requests.map(({ body }) => body)).toEqual(["", "hello", "", ""]);
    client.socket.destroy();
  });

  it.each([
    ["watches", get("/api/v1/pods?watch=true").repeat(3)],
    ["uploads", upload("/a").repeat(3)],
    ["a good one and a broken one", `${get("/a") + get("/b")}GET {prefix}/c HTTP/9.9\r\n\r\n`],
  ])("behind one that takes long hold nothing when the connection is lost (%s)", async (_name, behind) => {
    relay = await startRelay({ script: () => {} });
    for (let round = 0; round < 5; round++) {
      const client = await connect(relay.gateway);
      const first = relay.api.request();
      client.send(relay.fill(get("/api/v1/pods?watch=true")));
      await first;
      client.send(relay.fill(behind));
      await new Promise((resolve) => setTimeout(resolve, 20));
      client.socket.destroy();
    }
    await until(() => relay.gateway.proxy.openStreams.size === 0);
    await relay.api.quiet();
    expect(relay.api.requests).toHaveLength(5);
  });

  it.each([
    ["without an end", get("/ahead").repeat(1000)],
    ["of a great length", get(`/ahead?${"x".repeat(100_000)}`).repeat(3)],
  ])("%s behind one that takes long end the connection", async (_name, ahead) => {
    relay = await startRelay({ script: () => {} });
    const client = await connect(relay.gateway);
    client.send(relay.fill(get("/long")));
    await relay.api.request(1);
    client.send(relay.fill(ahead));
    expect(await client.untilClosed()).toBe("");
    await relay.api.quiet();
    expect(relay.api.requests.map(({ target }) => target)).toEqual(["/long"]);
  });
});

// A22
it("an upgrade sent ahead of the answer to another request ends the connection, and reaches no cluster", async () => {
  relay = await startRelay({ script: () => {} });
  const client = await connect(relay.gateway);
  client.send(relay.fill(get("/long")));
  await relay.api.request(1);
  client.send(relay.fill(upgrade));
  await client.untilClosed();
  await relay.api.quiet();
  expect(relay.api.received.join("")).not.toContain("websocket");
  expect(relay.gateway.proxy.openStreams.size).toBe(0);
});

// A22, A58
it("an upgrade behind an answer that is under way leaves no lease of it, whenever it comes", async () => {
  relay = await startRelay();
  for (let turn = 0; turn < 40; turn++) {
    const client = await connect(relay.gateway);
    client.send(relay.fill(get("/1") + get("/2") + upgrade));
    // As if by chance: before, between and behind the two answers.
    await new Promise((resolve) => setTimeout(resolve, turn % 8));
    client.socket.end();
    await client.untilClosed();
  }
  await until(() => relay.gateway.proxy.openStreams.size === 0);
});
