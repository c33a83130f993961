// Step 4 for exec, attach, port-forward and whatever else changes protocol: by WebSocket or SPDY, the bytes behind the 101 are theirs
// alone. Anything but the 101 that was asked for leaves no connection that could be used again (CVE-2018-1002105, CVE-2020-8559).
import type { Duplex } from "node:stream";
import type { Identity } from "#lib/access/index.ts";
import { type UpgradeExchange, writeRawAnswer } from "./exchange.ts";
import { credentialRefused, type Forwarding, locationRule, noAnswerInTime, type Outcome } from "./forwarding.ts";
import { headerOf, pairs, responseHeaders } from "./response-headers.ts";
import { splice } from "./splice.ts";
import { ClientGone, ProxyError } from "./status.ts";
import type { AnswerHead } from "./upstream/answer-head.ts";
import type { AskHandler, UpstreamConnection } from "./upstream/connection.ts";
import { upstreamFailure } from "./upstream-failure.ts";
import { upstreamHead } from "./upstream-headers.ts";

/** The body of a denied upgrade: a Status. What is longer is none. */
const deniedBodyBytesMax = 1024 * 1024;
const deniedBodyMs = 10_000;

interface Answer {
  head: AnswerHead;
  /** Null: the upgrade was denied, in the words of `body`. */
  changed: { socket: Duplex; rest: Buffer } | null;
  body: Buffer;
}

/** Carries the upgrade as `identity`. Rejects with ProxyError while nothing was answered; afterwards the outcome tells how it ended. */
export async function forwardUpgrade(exchange: UpgradeExchange, forwarding: Forwarding, identity: Identity): Promise<Outcome> {
  const { head, changed, body } = await new Promise<Answer>((resolve, reject) => new AskedUpgrade({ exchange, forwarding, identity, resolve, reject }).start());
  if (changed === null) return relayDenial(exchange, forwarding, head, body);
  if (headerOf(head, "upgrade")?.toLowerCase() !== exchange.request.headers.upgrade?.toLowerCase()) {
    changed.socket.destroy();
    throw unexpected(forwarding, "another protocol than the one asked for");
  }
  exchange.socket.write(switchingProtocols(forwarding, head));
  forwarding.onStreamStarted(head.code);
  const { socket: client, head: clientHead } = exchange;
  const { lease, limits } = forwarding;
  const ended = await splice({ client, clientHead, server: changed.socket, serverHead: changed.rest, lease, writeStallMs: limits.writeStallMs });
  return { code: head.code, ...ended };
}

interface Given {
  exchange: UpgradeExchange;
  forwarding: Forwarding;
  identity: Identity;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Asks on a connection of its own, and waits for the 101 or the whole denial. */
class AskedUpgrade implements AskHandler {
  readonly #given: Given;
  #connection: UpstreamConnection | null = null;
  #head: AnswerHead | null = null;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #denial: Buffer[] = [];
  #denialBytes = 0;

  constructor(given: Given) {
    this.#given = given;
  }

  start(): void {
    const { exchange, forwarding, identity } = this.#given;
    const { request, socket } = exchange;
    const { upstream, auditID, clientIP, target, lease, limits, info } = forwarding;
    if (socket.destroyed) {
      this.#fail(new ClientGone());
      return;
    }
    socket.once("close", this.#onClientClose);
    lease.onEnd = this.#onLeaseEnd;
    this.#timer = setTimeout(() => this.#fail(noAnswerInTime(forwarding)), limits.firstByteMs);
    try {
      const { authority, token, basePath } = upstream;
      const upgrade = request.headers.upgrade ?? "";
      const own = { path: basePath + target, authority, token, auditID, clientIP, upgrade, application: info.application };
      const head = upstreamHead(request, identity, own);
      this.#connection = upstream.open();
      this.#connection.ask({ head, body: "none", bodyless: false, mayUpgrade: true }, this);
    } catch (error) {
      this.#fail(upstreamFailure(upstream.environmentName, error));
    }
  }

  onHead(head: AnswerHead): void {
    this.#head = head;
    const { forwarding } = this.#given;
    if (head.code === 101) return;
    if (head.code < 400) throw unexpected(forwarding, `status ${head.code}`);
    if (head.code === 401 && !forwarding.info.application) throw credentialRefused(forwarding);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(noAnswerInTime(forwarding)), deniedBodyMs);
  }

  onHeadAlone(): void {}
  onDrain(): void {}

  onBody(chunk: Buffer): void {
    this.#denialBytes += chunk.length;
    if (this.#denialBytes > deniedBodyBytesMax) throw unexpected(this.#given.forwarding, "a denial without end");
    this.#denial.push(chunk);
  }

  onEnd(chunk: Buffer | null): void {
    if (chunk !== null) this.onBody(chunk);
    this.#connection = null;
    const head = this.#head;
    if (head !== null && this.#finish()) this.#given.resolve({ head, changed: null, body: Buffer.concat(this.#denial) });
  }

  onUpgrade(socket: Duplex, rest: Buffer): void {
    this.#connection = null;
    const head = this.#head;
    if (head !== null && this.#finish()) this.#given.resolve({ head, changed: { socket, rest }, body: Buffer.alloc(0) });
    else socket.destroy();
  }

  onFailure(error: Error): void {
    this.#connection = null;
    this.#fail(upstreamFailure(this.#given.forwarding.upstream.environmentName, error));
  }

  readonly #onClientClose = (): void => this.#fail(new ClientGone());

  readonly #onLeaseEnd = (): void => this.#fail(this.#given.forwarding.lease.ended?.error ?? new ClientGone());

  #fail(error: Error): void {
    if (this.#finish()) this.#given.reject(error);
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const { exchange, forwarding } = this.#given;
    forwarding.lease.onEnd = null;
    exchange.socket.off("close", this.#onClientClose);
    this.#connection?.abort();
    this.#connection = null;
    return true;
  }
}

function unexpected({ upstream }: Forwarding, what: string): ProxyError {
  return new ProxyError(502, `the environment “${upstream.environmentName}” answered a request to change protocol with ${what}`);
}

/** The cluster said no: its words go to the client whole, and both connections end. */
function relayDenial(exchange: UpgradeExchange, forwarding: Forwarding, head: AnswerHead, body: Buffer): Outcome {
  const { code, message } = head;
  const headers = pairs(responseHeaders(head, locationRule(forwarding))).filter(([name]) => !/^(?:content-length|trailer)$/i.test(name));
  headers.push(["Content-Length", String(body.length)]);
  writeRawAnswer(exchange.socket, { code, message, headers, body });
  return { code, requestBytes: 0, responseBytes: body.length, endedBy: "server" };
}

function switchingProtocols(forwarding: Forwarding, head: AnswerHead): Buffer {
  let text = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${headerOf(head, "upgrade")}\r\n`;
  for (const [name, value] of pairs(responseHeaders(head, locationRule(forwarding)))) text += `${name}: ${value}\r\n`;
  return Buffer.from(`${text}\r\n`, "latin1");
}
