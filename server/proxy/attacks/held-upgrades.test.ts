// A socket that was asked to change protocol is no longer Node's to close.
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.close());

const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";
const connections = () =>
  new Promise<number>((resolve, reject) => relay.gateway.gateway.server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

// A54, A58
it.each([
  ["of a page", `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}`],
  ["under a foreign name", `GET / HTTP/1.1\r\nHost: evil.example\r\n${upgrade}`],
  ["of a cluster, without a token", `GET {prefix}/x HTTP/1.1\r\nHost: a\r\n${upgrade}`],
  ["of a cluster, with impersonation", `GET {prefix}/x HTTP/1.1\r\n{auth}\r\nImpersonate-User: root\r\n${upgrade}`],
])("a refused upgrade %s holds no connection, whatever the client does next", async (_name, text) => {
  const refused = async (after: (client: Awaited<ReturnType<typeof connect>>) => void) => {
    const client = await connect(relay.gateway);
    client.send(relay.fill(text));
    client.send("bytes behind the request, which nobody reads");
    await client.until("HTTP/1.1 4");
    after(client);
  };
  await refused(({ socket }) => socket.end());
  await refused(({ socket }) => socket.destroy());
  await refused((client) => client.send("x".repeat(1_000_000)));
  // Never ends by itself, and never reads.
  await refused(({ socket }) => socket.pause());
  while ((await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(relay.api.received).toEqual([]);
});
