// Quiet is not dead. What is open is watched over by TCP alone, on both sides: a probe tells a dead peer, and no clock of ours ends a live one.
import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

const hexPort = (port: number) => port.toString(16).toUpperCase().padStart(4, "0");

/** Whether the kernel has a keepalive timer running on the end of the connection that is at `local`. Source: proc_net_tcp(5), `tr` is 02. */
async function isProbed(local: number, remote: number): Promise<boolean> {
  const lines = (await readFile("/proc/net/tcp", "utf8")).split("\n").map((line) => line.trim().split(/\s+/));
  const line = lines.find(([, from, to]) => from?.endsWith(`:${hexPort(local)}`) && to?.endsWith(`:${hexPort(remote)}`));
  if (!line) throw new Error("there is no such connection");
  return line[5]?.startsWith("02:") ?? false;
}

const upgraded = (protocol: string) => `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
const upgrade = (protocol: string) => `HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;

// P30c, R05
describe.each([
  ["a watch", "GET {prefix}/api/v1/pods?watch=true HTTP/1.1\r\n{auth}\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
  ["a session over SPDY", `POST {prefix}/api/v1/namespaces/a/pods/p/exec ${upgrade("SPDY/3.1")}`, upgraded("SPDY/3.1")],
  ["a session over WebSocket", `GET {prefix}/api/v1/namespaces/a/pods/p/exec ${upgrade("websocket")}`, upgraded("websocket")],
])("the connections of %s", (_name, request, answer) => {
  it("are probed on both sides, and none has a clock that ends it", async () => {
    relay = await startRelay({ script: ({ socket }) => socket.write(answer) });
    const client = await connect(relay.gateway);
    client.send(relay.fill(request));
    const { socket } = await relay.api.request(1);
    await client.until("\r\n\r\n");
    const probed = {
      client: await isProbed(relay.gateway.port, client.socket.localPort ?? 0),
      cluster: await isProbed(socket.remotePort ?? 0, socket.localPort ?? 0),
    };
    expect(probed).toEqual({ client: true, cluster: true });
    expect(relay.gateway.gateway.server).toMatchObject({ timeout: 0, requestTimeout: 0 });
    client.socket.destroy();
  });
});
