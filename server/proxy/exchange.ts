// One thing that a client asks of the proxy: an ordinary request, or an upgrade on a socket that Node has let go of.
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ProxyError, refusalAnswer } from "./status.ts";

export interface RequestExchange {
  kind: "request";
  request: IncomingMessage;
  response: ServerResponse;
  /** The client holds its body back until it is told to go on. */
  expectsContinue: boolean;
}

export interface UpgradeExchange {
  kind: "upgrade";
  request: IncomingMessage;
  socket: Duplex;
  /** What came behind the request before Node let go of the socket. */
  head: Buffer;
}

export type Exchange = RequestExchange | UpgradeExchange;

/** How long an answered client may go on sending before the connection is cut: a reset at once could take the answer away with it. */
const lingerMs = 1000;

/** Tells the client of `error`. When an answer has begun already, cuts the connection instead: it must not look complete. */
export function refuse(exchange: Exchange, error: ProxyError, options: { discovery: boolean; auditID: string }): void {
  const { code, headers, body } = refusalAnswer(error, options);
  headers.push(["Audit-Id", options.auditID]);
  if (exchange.kind === "upgrade") {
    writeRawAnswer(exchange.socket, { code, headers, body });
    return;
  }
  const { request, response } = exchange;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // Where a request was not well formed, or its body will never come, no one knows where the next one begins.
  if (exchange.expectsContinue || code === 400 || code === 405) headers.push(["Connection", "close"]);
  response.writeHead(code, headers.flat());
  response.end(request.method === "HEAD" ? undefined : body);
  lingerThenCut(request, response);
}

/** Reads and drops what the client still sends after its answer, for a moment. */
export function lingerThenCut(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  request.resume();
  const cut = () => {
    if (!request.complete) request.socket.destroy();
  };
  const timer = setTimeout(cut, lingerMs);
  request.once("end", () => clearTimeout(timer));
  response.once("close", () => {
    if (request.complete) clearTimeout(timer);
  });
}

/** Writes a whole answer to a raw socket and closes it: an upgrade that was denied leaves no connection that could be used again. */
export function writeRawAnswer(
  socket: Duplex,
  answer: { code: number; message?: string; headers: readonly (readonly [string, string])[]; body: Buffer },
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = answer.headers.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${answer.code} ${answer.message ?? STATUS_CODES[answer.code] ?? ""}\r\n${lines.join("")}Connection: close\r\n\r\n`;
  socket.end(Buffer.concat([Buffer.from(head, "latin1"), answer.body]));
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(timer));
}
