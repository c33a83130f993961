// What the fault tests ask and answer.
import { once } from "node:events";
import type { ReceivedRequest, Script } from "#server/testing/api-server.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import type { Relay } from "#server/testing/relay.ts";

export const get = "GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\n\r\n";
export const watch = "GET {prefix}/api/v1/pods?watch=true HTTP/1.1\r\n{auth}\r\n\r\n";
export const follow = "GET {prefix}/api/v1/namespaces/a/pods/p/log?follow=true HTTP/1.1\r\n{auth}\r\n\r\n";
export const exec =
  "GET {prefix}/api/v1/namespaces/a/pods/p/exec?command=sh HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";

export const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

export const openStream: Script = ({ socket }) => socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
export const changeProtocol: Script = ({ socket }) => socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

/** Streams get their heads, upgrades their 101, and everything else `{}`. */
export const sound: Script = (request) => {
  if (request.all("upgrade").length > 0) changeProtocol(request);
  else if (/watch=true|follow=true/.test(request.target)) openStream(request);
  else request.socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${request.method === "HEAD" ? "" : "{}"}`);
};

export interface Opened {
  client: RawClient;
  request: ReceivedRequest;
}

/** Sends `text` on a connection of its own; resolves when the head of its answer is there. */
export async function open(relay: Relay, text: string): Promise<Opened> {
  const client = await connect(relay.gateway);
  const arriving = relay.api.request();
  client.send(relay.fill(text));
  const request = await arriving;
  await client.until("\r\n\r\n");
  return { client, request };
}

/** Resolves when the relay carries nothing and no connection of a client is left. */
export async function atRest(relay: Relay): Promise<void> {
  const { server } = relay.gateway.gateway;
  const connections = () => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
  while (relay.gateway.proxy.openStreams.size > 0 || (await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

export async function closed({ client }: Opened): Promise<string> {
  if (!client.socket.closed) await once(client.socket, "close");
  return client.received;
}
