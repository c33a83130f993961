// exec as WebSocket clients speak it: each frame begins with the number of its channel.
// Source: k8s.io/kubelet/pkg/cri/streaming/remotecommand/websocket.go and k8s.io/client-go/tools/remotecommand/websocket.go.
import type { Way } from "../differential/ways.ts";
import { openWebSocket, type WebSocketClient } from "./websocket.ts";

export interface RemoteCommand {
  namespace: string;
  pod: string;
  command: readonly string[];
  protocol: string;
  /** Sent as it stands; then, in v5, the end of input. */
  input?: string;
  /** Instead of the way's own lines. */
  credentials?: { headers: readonly string[]; protocols: readonly string[] };
}

export interface RemoteResult {
  /** Of the handshake. */
  protocols: string[];
  stdout: Buffer;
  stderr: Buffer;
  /** Channel 3: a Status in v4 and later, words before. */
  error: string;
  closeCode: number | null;
}

/** Runs a command to its end. */
export async function runRemoteCommand(way: Way, options: RemoteCommand): Promise<RemoteResult> {
  const { protocol, input } = options;
  const { headers, protocols } = options.credentials ?? { headers: way.credentials.admin, protocols: [] };
  const client = await openWebSocket({ origin: way.origin, target: way.prefix + execPath(options), headers, protocols: [...protocols, protocol] });
  const base64 = protocol.includes("base64");
  if (input !== undefined) {
    client.send(base64 ? Buffer.from(`0${Buffer.from(input).toString("base64")}`) : Buffer.from(`\0${input}`));
    if (protocol.startsWith("v5")) client.send(Buffer.from([255, 0]));
  }
  return { protocols: client.protocols, ...(await readChannels(client, base64)) };
}

function execPath({ namespace, pod, command, input }: RemoteCommand): string {
  const query = new URLSearchParams({ stdout: "true", stderr: "true", ...(input === undefined ? {} : { stdin: "true" }) });
  for (const word of command) query.append("command", word);
  return `/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query}`;
}

async function readChannels(client: WebSocketClient, base64: boolean): Promise<Omit<RemoteResult, "protocols">> {
  const channels: Record<number, Buffer[]> = { 1: [], 2: [], 3: [] };
  let closeCode: number | null = null;
  for await (const { type, payload } of client.frames()) {
    if (type === "close") closeCode = payload.length >= 2 ? payload.readUInt16BE() : null;
    else if (base64) channels[(payload[0] ?? 0) - 48]?.push(Buffer.from(payload.toString("latin1", 1), "base64"));
    else channels[payload[0] ?? 0]?.push(payload.subarray(1));
  }
  const all = (channel: number) => Buffer.concat(channels[channel] ?? []);
  return { stdout: all(1), stderr: all(2), error: all(3).toString(), closeCode };
}
