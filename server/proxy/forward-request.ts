// Step 4 for ordinary requests: bytes both ways as they come, never gathered. Client gone → upstream gone; upstream broken → client cut,
// since a truncated list or log must not look complete.
import type { Identity } from "#lib/access/index.ts";
import { endWatch, isPlainWatch } from "./end-watch.ts";
import { lingerThenCut, type RequestExchange } from "./exchange.ts";
import { credentialRefused, type Forwarding, locationRule, noAnswerInTime, type Outcome } from "./forwarding.ts";
import { limitBody } from "./limit-body.ts";
import { pairs, responseHeaders } from "./response-headers.ts";
import { ClientGone, ProxyError } from "./status.ts";
import type { AnswerHead } from "./upstream/answer-head.ts";
import type { Ask, AskHandler, UpstreamConnection } from "./upstream/connection.ts";
import type { Upstream } from "./upstream.ts";
import { upstreamFailure } from "./upstream-failure.ts";
import { upstreamHead } from "./upstream-headers.ts";

/** Carries the request as `identity`. Rejects with ProxyError while no answer has begun; afterwards the outcome tells how it ended. */
export function forwardRequest(exchange: RequestExchange, forwarding: Forwarding, identity: Identity): Promise<Outcome> {
  return new Promise((resolve, reject) => new ForwardedRequest({ exchange, forwarding, identity, resolve, reject }).start());
}

interface Given {
  exchange: RequestExchange;
  forwarding: Forwarding;
  identity: Identity;
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

const newLine = 10;
const joinedBytesMax = 8192;

/** One object a request that listens to both sides; a closure for each event would cost more than the work itself. */
class ForwardedRequest implements AskHandler {
  readonly #given: Given;
  #connection: UpstreamConnection | null = null;
  #head: AnswerHead | null = null;
  #begun = false;
  #isOver = false;
  #renewed = false;
  #firstByteTimer: NodeJS.Timeout | undefined;
  #writeStallTimer: NodeJS.Timeout | undefined;
  #requestBytes = 0;
  #responseBytes = 0;
  #lastByte = newLine;
  #endedBy = "server";

  constructor(given: Given) {
    this.#given = given;
  }

  start(): void {
    const { exchange, forwarding } = this.#given;
    const { request, response, expectsContinue } = exchange;
    if (response.destroyed) {
      this.#refuse(new ClientGone());
      return;
    }
    response.once("close", this.#onClientClose);
    forwarding.lease.onEnd = this.#onLeaseEnd;
    this.#ask(forwarding.upstream, "pooled");
    if (this.#isOver) return;
    if (bodyKind(exchange) === "none") {
      this.#limitFirstByte();
      return;
    }
    if (expectsContinue) response.writeContinue();
    request.on("data", this.#onRequestData);
    request.once("end", this.#onRequestEnd);
    limitBody(request, forwarding.limits.bodyStallMs, this.#onBodyStall);
  }

  readonly #onBodyStall = (): void => {
    if (!this.#begun) this.#refuse(new ProxyError(408, "the body of the request did not go on in time"));
  };

  #ask(upstream: Upstream, connection: "pooled" | "new"): void {
    const { exchange, forwarding, identity } = this.#given;
    const { auditID, clientIP, target, info } = forwarding;
    const { authority, token, basePath } = upstream;
    try {
      const own = { path: basePath + target, authority, token, auditID, clientIP, upgrade: null, application: info.application };
      const head = upstreamHead(exchange.request, identity, own);
      this.#connection = connection === "pooled" ? upstream.take() : upstream.open();
      this.#connection.ask({ head, body: bodyKind(exchange), bodyless: exchange.request.method === "HEAD", mayUpgrade: false }, this);
    } catch (error) {
      this.#refuse(upstreamFailure(upstream.environmentName, error));
    }
  }

  readonly #onRequestData = (chunk: Buffer): void => {
    this.#requestBytes += chunk.length;
    if (this.#connection === null || this.#connection.write(chunk)) return;
    this.#given.exchange.request.pause();
    this.#limitWrite();
  };

  readonly #onRequestEnd = (): void => {
    this.#connection?.endBody();
    if (!this.#begun) this.#limitFirstByte();
  };

  onDrain(): void {
    clearTimeout(this.#writeStallTimer);
    this.#given.exchange.request.resume();
  }

  onHead(head: AnswerHead): void {
    // An upstream 401 is about our credential, never the caller's token: passed on, it would make clients throw good tokens away.
    if (head.code === 401 && !this.#given.forwarding.info.application) this.#renewCredential();
    else this.#head = head;
  }

  /** The client hears of the answer with its first bytes: what turns out to be none by then is still refused in words. */
  #begin(): void {
    const head = this.#head;
    if (head === null || this.#begun) return;
    const { exchange, forwarding } = this.#given;
    const headers = responseHeaders(head, locationRule(forwarding));
    if (!head.names.includes("audit-id")) headers.push("Audit-Id", forwarding.auditID);
    headers.push(...forwarding.extraHeaders);
    exchange.response.sendDate = false;
    exchange.response.writeHead(head.code, head.message, headers);
    this.#begun = true;
    clearTimeout(this.#firstByteTimer);
    if (forwarding.info.longRunning) forwarding.onStreamStarted(head.code);
  }

  /** A quiet watch has nothing to send for a long time, and its client waits for the head: it cannot wait for the first event. */
  onHeadAlone(): void {
    this.#begin();
    // `flushHeaders` would write the head as UTF-8, and double each byte of a value above ASCII.
    if (this.#begun) this.#given.exchange.response.write("", "latin1");
  }

  onBody(chunk: Buffer): void {
    this.#begin();
    this.#responseBytes += chunk.length;
    this.#lastByte = chunk[chunk.length - 1] ?? this.#lastByte;
    const { response } = this.#given.exchange;
    if (response.write(chunk)) return;
    this.#connection?.pause();
    this.#limitWrite();
    response.once("drain", this.#onClientDrain);
  }

  readonly #onClientDrain = (): void => {
    clearTimeout(this.#writeStallTimer);
    this.#connection?.resume();
  };

  onEnd(chunk: Buffer | null, rawTrailers: string[]): void {
    this.#begin();
    this.#connection = null;
    const { request, response } = this.#given.exchange;
    if (rawTrailers.length > 0) response.addTrailers(pairs(rawTrailers));
    if (chunk === null) response.end();
    else {
      this.#responseBytes += chunk.length;
      // As text of one byte a character Node joins it with the head: one record and one call of the kernel instead of two pieces.
      if (chunk.length <= joinedBytesMax) response.end(chunk.toString("latin1"), "latin1");
      else response.end(chunk);
    }
    lingerThenCut(request, response);
  }

  onFailure(error: Error): void {
    const connection = this.#connection;
    this.#connection = null;
    const { exchange, forwarding } = this.#given;
    if (this.#begun) exchange.response.destroy();
    // The API server closed an idle connection just as we used it: nothing was processed, so a safe request is sent once more.
    else if (connection?.reused && !connection.hasBegun && isSafeToRepeat(exchange)) this.#ask(forwarding.upstream, "new");
    else this.#refuse(upstreamFailure(forwarding.upstream.environmentName, error));
  }

  onUpgrade(): void {}

  #renewCredential(): void {
    this.#connection?.abort();
    this.#connection = null;
    const { exchange, forwarding } = this.#given;
    const refused = () => this.#refuse(credentialRefused(forwarding));
    if (this.#renewed) {
      refused();
      return;
    }
    this.#renewed = true;
    forwarding.renewUpstream().then(
      (upstream) => {
        if (this.#isOver) return;
        if (upstream === null || bodyKind(exchange) !== "none") refused();
        else this.#ask(upstream, "pooled");
      },
      (error: unknown) => this.#refuse(upstreamFailure(forwarding.upstream.environmentName, error)),
    );
  }

  #limitFirstByte(): void {
    const { info, limits } = this.#given.forwarding;
    if (info.longRunning || this.#isOver) return;
    this.#firstByteTimer = setTimeout(() => this.#refuse(noAnswerInTime(this.#given.forwarding)), limits.firstByteMs);
  }

  /** The side that is written to has taken nothing for long: its peer has vanished, or might as well have. */
  #limitWrite(): void {
    clearTimeout(this.#writeStallTimer);
    this.#writeStallTimer = setTimeout(() => {
      if (!this.#begun) this.#refuse(noAnswerInTime(this.#given.forwarding));
      else this.#given.exchange.response.destroy();
    }, this.#given.forwarding.limits.writeStallMs);
  }

  readonly #onLeaseEnd = (): void => {
    const { exchange, forwarding } = this.#given;
    const { ended } = forwarding.lease;
    if (ended === null) return;
    if (this.#head === null || !this.#begun) {
      this.#refuse(ended.error);
      return;
    }
    this.#endedBy = ended.reason;
    const isPlain = isPlainWatch(forwarding.info, this.#head);
    const isBetweenEvents = isPlain ? this.#lastByte === newLine : (this.#connection?.isBetweenChunks ?? false);
    this.#connection?.abort();
    this.#connection = null;
    // Of other forms we write none of the events, but know where one ends.
    if (forwarding.info.watch && isBetweenEvents && (isPlain || ended.reason === "shutdown")) endWatch(exchange.response, ended);
    else exchange.response.destroy();
  };

  readonly #onClientClose = (): void => {
    const { response } = this.#given.exchange;
    if (this.#head === null || !this.#begun) {
      this.#refuse(new ClientGone());
      return;
    }
    if (!response.writableFinished && this.#connection !== null && this.#endedBy === "server") this.#endedBy = "client";
    const outcome = { code: this.#head.code, requestBytes: this.#requestBytes, responseBytes: this.#responseBytes, endedBy: this.#endedBy };
    if (this.#finish()) this.#given.resolve(outcome);
  };

  /** Ends it while nothing was answered. */
  #refuse(error: Error): void {
    if (this.#finish()) this.#given.reject(error);
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#firstByteTimer);
    clearTimeout(this.#writeStallTimer);
    const { exchange, forwarding } = this.#given;
    forwarding.lease.onEnd = null;
    exchange.response.off("close", this.#onClientClose);
    exchange.request.off("data", this.#onRequestData).off("end", this.#onRequestEnd);
    this.#connection?.abort();
    this.#connection = null;
    return true;
  }
}

function bodyKind({ request: { headers } }: RequestExchange): Ask["body"] {
  if (headers["transfer-encoding"] !== undefined) return "chunked";
  return (headers["content-length"] ?? "0") === "0" ? "none" : "sized";
}

function isSafeToRepeat(exchange: RequestExchange): boolean {
  const { method } = exchange.request;
  return (method === "GET" || method === "HEAD" || method === "OPTIONS") && bodyKind(exchange) === "none";
}
