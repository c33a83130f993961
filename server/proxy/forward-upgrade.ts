// Step 4 for exec, attach, port-forward and whatever else changes protocol: by WebSocket or SPDY, the bytes behind the 101 are theirs
// alone. Anything but the 101 that was asked for leaves no connection that could be used again (CVE-2018-1002105, CVE-2020-8559).
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Identity } from "#lib/access/index.ts";
import { type UpgradeExchange, writeRawAnswer } from "./exchange.ts";
import type { Forwarding, Outcome } from "./forwarding.ts";
import { responseHeaders } from "./response-headers.ts";
import { splice } from "./splice.ts";
import { ClientGone, ProxyError } from "./status.ts";
import { upstreamFailure } from "./upstream-failure.ts";
import { upstreamHeaders } from "./upstream-headers.ts";

/** The body of a denied upgrade: a Status. What is longer is none. */
const deniedBodyBytesMax = 1024 * 1024;

interface Answer {
  message: IncomingMessage;
  /** Null: the upgrade was denied, and `message` has a body. */
  changed: { socket: Duplex; head: Buffer } | null;
}

/** Carries the upgrade as `identity`. Throws ProxyError while nothing was answered; afterwards the outcome tells how it ended. */
export async function forwardUpgrade(exchange: UpgradeExchange, forwarding: Forwarding, identity: Identity): Promise<Outcome> {
  const answer = await ask(exchange, forwarding, identity);
  const { message, changed } = answer;
  const code = message.statusCode ?? 0;
  if (changed === null) return relayDenial(exchange, forwarding, message);
  const problem = problemOf(exchange, message);
  if (problem !== null) {
    changed.socket.destroy();
    throw unexpected(forwarding, problem);
  }
  exchange.socket.write(headOf(forwarding, message));
  forwarding.onStreamStarted(code);
  const ended = await splice({ client: exchange.socket, clientHead: exchange.head, server: changed.socket, serverHead: changed.head, lease: forwarding.lease });
  return { code, ...ended };
}

async function ask({ request, socket }: UpgradeExchange, forwarding: Forwarding, identity: Identity): Promise<Answer> {
  const { upstream, auditID, clientIP, target, lease, limits } = forwarding;
  if (socket.destroyed) throw new ClientGone();
  const upgrade = request.headers.upgrade ?? "";
  const headers = upstreamHeaders(request, identity, { authority: upstream.authority, token: upstream.token, auditID, clientIP, upgrade });
  const outgoing = upstream.dial({ method: request.method ?? "GET", path: target, headers });
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = () => {
      settled = true;
      clearTimeout(timer);
      lease.onEnd = null;
      socket.off("close", onClientGone);
    };
    const fail = (error: Error) => {
      if (settled) return;
      settle();
      outgoing.destroy();
      reject(error);
    };
    const onClientGone = () => fail(new ClientGone());
    const timer = setTimeout(() => fail(new ProxyError(504, `the environment “${upstream.environmentName}” did not answer in time`)), limits.firstByteMs);
    socket.once("close", onClientGone);
    lease.onEnd = () => fail(lease.ended?.error ?? new ClientGone());
    outgoing.once("upgrade", (message, upstreamSocket, head) => {
      // Node has let go of this socket, and an error without a listener ends the process.
      upstreamSocket.on("error", () => upstreamSocket.destroy());
      settle();
      resolve({ message, changed: { socket: upstreamSocket, head } });
    });
    outgoing.once("response", (message) => {
      settle();
      resolve({ message, changed: null });
    });
    outgoing.on("error", (error) => fail(upstreamFailure(upstream.environmentName, error)));
    outgoing.once("close", () => {
      if (!settled) fail(upstreamFailure(upstream.environmentName, new Error("closed without an answer")));
    });
    outgoing.end();
  });
}

/** What is wrong with a 101; null when it is the one that was asked for. */
function problemOf({ request }: UpgradeExchange, { statusCode, headers }: IncomingMessage): string | null {
  if (statusCode !== 101) return `status ${statusCode}`;
  const asked = request.headers.upgrade?.toLowerCase();
  return headers.upgrade?.toLowerCase() === asked ? null : "another protocol than the one asked for";
}

function unexpected({ upstream }: Forwarding, what: string): ProxyError {
  return new ProxyError(502, `the environment “${upstream.environmentName}” answered a request to change protocol with ${what}`);
}

/** The cluster said no: its words go to the client whole, and both connections end. */
async function relayDenial(exchange: UpgradeExchange, forwarding: Forwarding, message: IncomingMessage): Promise<Outcome> {
  const code = message.statusCode ?? 0;
  if (code < 400 || code > 599) {
    message.destroy();
    throw unexpected(forwarding, `status ${code}`);
  }
  if (code === 401 && !forwarding.info.application) {
    message.destroy();
    throw new ProxyError(
      502,
      `the environment “${forwarding.upstream.environmentName}” does not accept Drawbridge's credential any more; ask an administrator of Drawbridge`,
    );
  }
  const body = await readDenial(message, forwarding);
  const flat = responseHeaders(message, locationRule(forwarding));
  const headers: [string, string][] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index] ?? "";
    if (!/^(?:content-length|trailer)$/i.test(name)) headers.push([name, flat[index + 1] ?? ""]);
  }
  headers.push(["Content-Length", String(body.length)]);
  writeRawAnswer(exchange.socket, { code, message: message.statusMessage ?? "", headers, body });
  return { code, requestBytes: 0, responseBytes: body.length, endedBy: "server" };
}

async function readDenial(message: IncomingMessage, { upstream }: Forwarding): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => message.destroy(new Error("no end in time")), 10_000);
  try {
    for await (const chunk of message) {
      if (!Buffer.isBuffer(chunk)) continue;
      length += chunk.length;
      if (length > deniedBodyBytesMax) throw new Error("too long");
      chunks.push(chunk);
    }
  } catch (error) {
    throw upstreamFailure(upstream.environmentName, error);
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

function headOf(forwarding: Forwarding, message: IncomingMessage): Buffer {
  const flat = responseHeaders(message, locationRule(forwarding));
  let head = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${message.headers.upgrade}\r\n`;
  for (let index = 0; index < flat.length; index += 2) head += `${flat[index]}: ${flat[index + 1]}\r\n`;
  return Buffer.from(`${head}\r\n`, "latin1");
}

function locationRule({ upstream, prefix, info }: Forwarding) {
  return { origin: upstream.origin, basePath: upstream.basePath, prefix, application: info.application };
}
