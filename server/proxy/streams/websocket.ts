// A WebSocket client (RFC 6455) that shows the handshake and each frame, over a connection of its own.
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import tls from "node:tls";
import { ByteReader } from "../differential/byte-reader.ts";
import type { Origin } from "../differential/wire-connection.ts";

export interface Handshake {
  origin: Origin;
  target: string;
  /** `Name: value`. */
  headers: readonly string[];
  /** Offered subprotocols; none when empty. */
  protocols: readonly string[];
}

export interface Frame {
  type: "text" | "binary" | "close";
  payload: Buffer;
}

export interface WebSocketClient {
  /** Values of the answer's Sec-WebSocket-Protocol lines. */
  protocols: string[];
  send(payload: Buffer): void;
  /** Until the close frame, which is the last one; throws when the connection ends without it. Pings are answered. */
  frames(): AsyncGenerator<Frame>;
  destroy(): void;
}

/** Throws with the status line and the body when the answer is not a 101 for this very key. */
export async function openWebSocket({ origin, target, headers, protocols }: Handshake): Promise<WebSocketClient> {
  const socket = tls.connect({ host: origin.host, port: origin.port, ca: origin.caData });
  await once(socket, "secureConnect");
  socket.on("error", () => {});
  const key = randomBytes(16).toString("base64");
  const offered = protocols.length === 0 ? [] : [`Sec-WebSocket-Protocol: ${protocols.join(", ")}`];
  const asked = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", `Sec-WebSocket-Key: ${key}`, ...offered];
  const lines = [`GET ${target} HTTP/1.1`, `Host: ${origin.host}:${origin.port}`, ...asked, ...headers];
  socket.write(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
  const reader = new ByteReader(socket);
  const head: string[] = [];
  for (let line = await reader.line(); line !== ""; line = await reader.line()) head.push(line);
  const values = (name: string) => head.filter((line) => line.toLowerCase().startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const proof = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  if (!head[0]?.startsWith("HTTP/1.1 101 ") || values("sec-websocket-accept")[0] !== proof) {
    const body = await reader.rest();
    throw new Error(`${head.join("\n")}\n\n${body}`);
  }
  return {
    protocols: values("sec-websocket-protocol"),
    send: (payload) => void socket.write(encode(2, payload)),
    async *frames() {
      try {
        for (;;) {
          const { opcode, payload } = await readFrame(reader);
          if (opcode === 9) socket.write(encode(10, payload));
          else if (opcode === 1) yield { type: "text", payload };
          else if (opcode === 2) yield { type: "binary", payload };
          else if (opcode === 8) {
            yield { type: "close", payload };
            return;
          } else if (opcode !== 10) throw new Error(`a frame of type ${opcode}`);
        }
      } finally {
        socket.destroy();
      }
    },
    destroy: () => void socket.destroy(),
  };
}

async function readFrame(reader: ByteReader): Promise<{ opcode: number; payload: Buffer }> {
  const [first = 0, second = 0] = await reader.bytes(2);
  let length = second & 127;
  if (length === 126) length = (await reader.bytes(2)).readUInt16BE();
  else if (length === 127) length = Number((await reader.bytes(8)).readBigUInt64BE());
  return { opcode: first & 15, payload: await reader.bytes(length) };
}

/** A client's frames are masked. */
function encode(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
  head[0] = 128 | opcode;
  if (payload.length < 126) head[1] = 128 | payload.length;
  else {
    head[1] = 128 | 126;
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}
