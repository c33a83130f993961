// A reader that stands still stops the writer on the other side: what is on its way is what sockets hold, not what memory would.
import { setTimeout } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

/** Two connections' send and receive buffers on this machine, at their largest; a proxy that gathers goes on for ever. */
const inSockets = 32 * 1024 * 1024;
const upgraded = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n";
const exec = "POST {prefix}/api/v1/namespaces/a/pods/p/exec HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n";
const watch = "GET {prefix}/api/v1/pods?watch=true HTTP/1.1\r\n{auth}\r\n\r\n";
const list = "GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\n\r\n";
const upload = "POST {prefix}/api/v1/namespaces/a/services/s/proxy/ HTTP/1.1\r\n{auth}\r\nTransfer-Encoding: chunked\r\n\r\n";
/** Tens of megabytes by TLS, on a machine that may be busy. */
const limitMs = 60_000;
const pieceBytes = 64 * 1024;
const chunk = `10000\r\n${"x".repeat(pieceBytes)}\r\n`;

/** Writes for as long as the socket takes more, up to what would be too much, and tells how much that was. */
function pour(socket: TLSSocket): { readonly written: number } {
  const poured = { written: 0 };
  const more = () => {
    while (socket.writable && poured.written <= inSockets) {
      poured.written += pieceBytes;
      if (!socket.write(chunk)) break;
    }
  };
  socket.on("drain", more);
  more();
  return poured;
}

/** Resolves once nothing more was taken for half a second. */
async function standsStill(poured: readonly { readonly written: number }[]): Promise<number> {
  let seen = -1;
  for (;;) {
    const now = poured.reduce((sum, { written }) => sum + written, 0);
    if (now === seen) return now;
    seen = now;
    await setTimeout(500);
  }
}

async function goesOn(poured: { readonly written: number }, from: number): Promise<void> {
  while (poured.written === from) await setTimeout(10);
}

// P30b
describe("a client that reads nothing", () => {
  it.each([
    ["a watch", watch, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["a list", list, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["a session", exec, upgraded],
  ])(
    "stops the server of %s, and starts it again by reading",
    async (_name, request, head) => {
      relay = await startRelay({ script: ({ socket }) => socket.write(head) });
      const client = await connect(relay.gateway);
      client.send(relay.fill(request));
      const { socket } = await relay.api.request(1);
      await client.until("\r\n\r\n");
      client.socket.pause();
      const poured = pour(socket);
      const still = await standsStill([poured]);
      expect(still).toBeLessThan(inSockets);
      client.socket.resume();
      await goesOn(poured, still);
      client.socket.destroy();
    },
    limitMs,
  );

  it(
    "costs the same as nineteen others: their memory stays bounded together",
    async () => {
      relay = await startRelay({ script: ({ socket }) => socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") });
      const readers = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const client = await connect(relay.gateway);
          client.send(relay.fill(watch));
          await client.until("\r\n\r\n");
          client.socket.pause();
          return client;
        }),
      );
      const before = process.memoryUsage.rss();
      const poured = relay.api.requests.map(({ socket }) => pour(socket));
      const written = await standsStill(poured);
      const grown = process.memoryUsage.rss() - before;
      expect(written).toBeLessThan(20 * inSockets);
      // All three parties are in this process.
      expect(grown).toBeLessThan(200 * 1024 * 1024);
      for (const { socket } of readers) socket.destroy();
    },
    limitMs,
  );
});

// P30b
describe("a server that reads nothing", () => {
  it.each([
    ["an upload", upload],
    ["a session", exec],
  ])(
    "stops the client of %s, and starts it again by reading",
    async (_name, request) => {
      relay = await startRelay({ script: () => {} });
      const reached = new Promise<TLSSocket>((resolve) => {
        relay.api.onHead = ({ socket }) => {
          if (request === exec) socket.write(upgraded);
          // What the parser of the scripted server does with a gigabyte is not the matter here.
          socket.removeAllListeners("data").pause();
          resolve(socket);
        };
      });
      const client = await connect(relay.gateway);
      client.send(relay.fill(request) + (request === upload ? chunk : ""));
      const server = await reached;
      if (request === exec) await client.until("\r\n\r\n");
      const poured = pour(client.socket);
      const still = await standsStill([poured]);
      expect(still).toBeLessThan(inSockets);
      server.resume();
      await goesOn(poured, still);
      client.socket.destroy();
    },
    limitMs,
  );
});
