// The other end of the check of the external URL: takes an upgrade that this instance has asked for itself, stays silent, and answers a ping.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { isUpgradeTarget } from "#lib/external-url-check/index.ts";

/** Of RFC 6455 §1.3. */
const acceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Somewhat longer than the longest silence that is tried. */
const lifeMs = 11 * 60_000;
const pong = Buffer.from([0x8a, 0]);

/** Takes the upgrade if it is the check's, and returns whether it was. */
export function takeUpgradeCheck(request: IncomingMessage, socket: Duplex, now = new Date()): boolean {
  const key = request.headers["sec-websocket-key"];
  if (key === undefined || !isUpgradeTarget(request.url ?? "", now)) return false;
  const accept = createHash("sha1").update(`${key}${acceptGuid}`).digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const timer = setTimeout(() => socket.destroy(), lifeMs);
  socket.on("data", () => socket.write(pong));
  socket.once("end", () => socket.end());
  socket.once("close", () => clearTimeout(timer));
  return true;
}
