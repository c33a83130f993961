// Connections that are held and not used: each is ended by a limit of its own.
import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay({ limits: { bodyStallMs: 300, firstByteMs: 500 } });
  // Shorter than in earnest; that those are what they should be is told by the test of the settings.
  Object.assign(relay.gateway.gateway.server, { headersTimeout: 500, keepAliveTimeout: 300 });
});
afterAll(() => relay.close());

const limitMs = 25_000;

/** Sends a byte of `text` each 100 ms, for ever if need be; resolves with what came once the connection is closed. */
async function drip(text: string): Promise<string> {
  const client = await connect(relay.gateway);
  let at = 0;
  const timer = setInterval(() => client.send(text[at++] ?? "x"), 100);
  const received = await client.untilClosed();
  clearInterval(timer);
  return received;
}

// A54
describe.concurrent("a connection is closed when", { timeout: limitMs }, () => {
  it("nothing comes on it, not even a handshake", async () => {
    const socket = net.connect(relay.gateway.port, "127.0.0.1");
    await once(socket, "connect");
    await once(socket, "close");
  });

  it("its handshake stands still", async () => {
    const socket = net.connect(relay.gateway.port, "127.0.0.1");
    await once(socket, "connect");
    // The head of a ClientHello that promises more than comes.
    socket.write(Buffer.from("16030102000100", "hex"));
    await once(socket, "close");
  });

  it("its handshake is long", async () => {
    const whole = await helloOfClient();
    const socket = net.connect(relay.gateway.port, "127.0.0.1");
    await once(socket, "connect");
    let at = 0;
    const timer = setInterval(() => socket.write(whole.subarray(at, ++at)), 200);
    socket.on("error", () => {});
    await once(socket, "close");
    clearInterval(timer);
    expect(at).toBeLessThan(whole.length);
  });

  it("its handshake is done and nothing is asked", async () => {
    const client = await connect(relay.gateway);
    expect(await client.untilClosed()).toMatch(/^(?:|HTTP\/1\.1 408 .*)$/s);
  });

  it("its request has a head without an end, a byte at a time", async () => {
    const answer = await drip(relay.fill(`GET {prefix}/a HTTP/1.1\r\n{auth}\r\nX: ${"x".repeat(1000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("its second request has such a head", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill("GET {prefix}/first HTTP/1.1\r\n{auth}\r\n\r\nGET {prefix}/second HTTP/1.1\r\nHost: a\r\nX: "));
    await client.until("{}");
    const timer = setInterval(() => client.send("x"), 100);
    expect(await client.untilClosed()).toMatch(/HTTP\/1\.1 408 /);
    clearInterval(timer);
    expect(relay.api.requests.map(({ target }) => target)).not.toContain("/second");
  });

  it("it is kept and not used", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill("GET {prefix}/idle HTTP/1.1\r\n{auth}\r\n\r\n"));
    await client.until("{}");
    await client.untilClosed();
  });

  it("the body of a request stands still, here and at the cluster", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill("POST {prefix}/stalled HTTP/1.1\r\n{auth}\r\nContent-Length: 10\r\n\r\nhalf"));
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 408 /);
    expect(relay.api.requests.map(({ target }) => target)).not.toContain("/stalled");
  });

  it("the body of a request that is refused never comes", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill("POST {prefix}/refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("the body of a request that is refused comes for ever", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill("POST {prefix}/refused HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    const timer = setInterval(() => client.send("400\r\n".concat("x".repeat(1024), "\r\n")), 10);
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 401 /);
    clearInterval(timer);
  });
});

// A54, A58
it.each([
  ["an early answer", "413 Too Large"],
  ["no answer", null],
])("a body that stands still leaves no timer behind after %s", async (_name, status) => {
  const own = await startRelay({ limits: { bodyStallMs: 200 } });
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const base = timers();
  const clients = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const client = await connect(own.gateway);
      client.send(own.fill("POST {prefix}/a HTTP/1.1\r\n{auth}\r\nContent-Length: 10\r\n\r\nhalf"));
      return client;
    }),
  );
  if (status !== null) {
    while (own.api.received.filter((text) => text.endsWith("half")).length < clients.length) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const socket of own.api.sockets()) socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
  }
  for (const client of clients) expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 4/);
  // A few come and go by themselves; each of the twenty would have left one.
  while (timers() > base + 5) await new Promise((resolve) => setTimeout(resolve, 20));
  await own.close();
});

/** What Node's own client sends first. */
async function helloOfClient(): Promise<Buffer> {
  const listener = net.createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const client = tls.connect({ host: "127.0.0.1", port: address.port });
  client.on("error", () => {});
  const [socket] = await once(listener, "connection");
  const [hello] = await once(socket, "data");
  socket.destroy();
  listener.close();
  return hello;
}
