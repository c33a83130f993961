// Step 4 for ordinary requests: bytes both ways as they come, never gathered. Client gone → upstream gone; upstream broken → client cut,
// since a truncated list or log must not look complete.
import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import type { Identity } from "#lib/access/index.ts";
import { lingerThenCut, type RequestExchange } from "./exchange.ts";
import type { Forwarding, Outcome } from "./forwarding.ts";
import { limitBody } from "./limit-body.ts";
import { responseHeaders } from "./response-headers.ts";
import { ClientGone, ProxyError, statusOf } from "./status.ts";
import type { Upstream } from "./upstream.ts";
import { upstreamFailure } from "./upstream-failure.ts";
import { upstreamHeaders } from "./upstream-headers.ts";

/** Carries the request as `identity`. Throws ProxyError while no answer has begun; afterwards the outcome tells how it ended. */
export async function forwardRequest(exchange: RequestExchange, forwarding: Forwarding, identity: Identity): Promise<Outcome> {
  const counts = { requestBytes: 0 };
  let answer = await ask({ exchange, forwarding, identity, counts }, forwarding.upstream);
  if (answer.statusCode === 401 && !forwarding.info.application) {
    answer = await askWithNewCredential({ exchange, forwarding, identity, counts }, answer);
  }
  return relayAnswer(exchange, forwarding, answer, counts);
}

interface Question {
  exchange: RequestExchange;
  forwarding: Forwarding;
  identity: Identity;
  counts: { requestBytes: number };
}

/** An upstream 401 is about our credential, never the caller's token: passed on, it would make clients throw good tokens away. */
async function askWithNewCredential(question: Question, refused: IncomingMessage): Promise<IncomingMessage> {
  const { forwarding, exchange } = question;
  refused.resume();
  const renewed = await forwarding.renewUpstream();
  if (renewed && !hasBody(exchange.request)) {
    const answer = await ask(question, renewed);
    if (answer.statusCode !== 401) return answer;
    answer.resume();
  }
  throw new ProxyError(
    502,
    `the environment “${forwarding.upstream.environmentName}” does not accept Drawbridge's credential any more; ask an administrator of Drawbridge`,
  );
}

/** Sends the request and waits for the head of the answer. */
async function ask(question: Question, upstream: Upstream): Promise<IncomingMessage> {
  try {
    return await send(question, upstream, "pooled");
  } catch (error) {
    if (!(error instanceof StaleSocket)) throw error;
    // The API server closed an idle connection just as we used it: nothing was processed, so a safe request is sent once more.
    return await send(question, upstream, "fresh");
  }
}

class StaleSocket extends Error {}

async function send({ exchange, forwarding, identity, counts }: Question, upstream: Upstream, connection: "pooled" | "fresh"): Promise<IncomingMessage> {
  const { request, response, expectsContinue } = exchange;
  const { auditID, clientIP, target, lease, info, limits } = forwarding;
  if (response.destroyed) throw new ClientGone();
  const headers = upstreamHeaders(request, identity, { authority: upstream.authority, token: upstream.token, auditID, clientIP, upgrade: null });
  const asked = { method: request.method ?? "GET", path: target, headers };
  const outgoing = connection === "pooled" ? upstream.send(asked) : upstream.dial(asked);
  return new Promise((resolve, reject) => {
    let stall: NodeJS.Timeout | undefined;
    let settled = false;
    const settle = () => {
      settled = true;
      clearTimeout(stall);
      lease.onEnd = null;
      response.off("close", onClientGone);
    };
    const fail = (error: Error) => {
      if (settled) return;
      settle();
      outgoing.destroy();
      reject(error);
    };
    const onClientGone = () => fail(new ClientGone());
    response.once("close", onClientGone);
    lease.onEnd = () => fail(lease.ended?.error ?? new ClientGone());
    outgoing.once("response", (answer) => {
      settle();
      resolve(answer);
    });
    outgoing.on("error", (error) => {
      const stale = connection === "pooled" && outgoing.reusedSocket && isSafeToRepeat(request);
      fail(stale ? new StaleSocket() : upstreamFailure(upstream.environmentName, error));
    });
    // Node ends a request that is answered by a 101 nobody asked for without an error.
    outgoing.once("close", () => {
      if (!settled) fail(upstreamFailure(upstream.environmentName, new Error("closed without an answer")));
    });
    const startFirstByteLimit = () => {
      if (settled || info.longRunning) return;
      stall = setTimeout(() => fail(new ProxyError(504, `the environment “${upstream.environmentName}” did not answer in time`)), limits.firstByteMs);
    };
    if (!hasBody(request)) {
      outgoing.end();
      startFirstByteLimit();
      return;
    }
    if (expectsContinue) response.writeContinue();
    pipeBody(request, outgoing, counts);
    limitBody(request, limits.bodyStallMs, () => fail(new ProxyError(408, "the body of the request did not go on in time")));
    request.once("end", startFirstByteLimit);
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

function isSafeToRepeat(request: IncomingMessage): boolean {
  return (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") && !hasBody(request);
}

function pipeBody(request: IncomingMessage, outgoing: ClientRequest, counts: { requestBytes: number }): void {
  request.on("data", (chunk: Buffer) => {
    counts.requestBytes += chunk.length;
  });
  request.pipe(outgoing);
}

async function relayAnswer(exchange: RequestExchange, forwarding: Forwarding, answer: IncomingMessage, counts: { requestBytes: number }): Promise<Outcome> {
  const { request, response } = exchange;
  const { lease, info } = forwarding;
  const code = answer.statusCode ?? 0;
  try {
    if (response.destroyed) throw new ClientGone();
    writeHead(exchange, forwarding, answer);
  } catch (error) {
    answer.destroy();
    throw error;
  }
  if (info.longRunning) forwarding.onStreamStarted(code);
  let responseBytes = 0;
  let endedBy = "server";
  let lastByte = newLine;
  answer.on("data", (chunk: Buffer) => {
    responseBytes += chunk.length;
    lastByte = chunk[chunk.length - 1] ?? lastByte;
  });
  answer.pipe(response, { end: false });
  answer.once("end", () => {
    if (!answer.complete) return;
    if (answer.rawTrailers.length > 0) response.addTrailers(pairs(answer.rawTrailers));
    response.end();
    lingerThenCut(request, response);
  });
  // Told by `close` too, which comes in every case.
  answer.on("error", () => {});
  answer.once("close", () => {
    if (!answer.complete) response.destroy();
  });
  lease.onEnd = () => {
    endedBy = lease.ended?.reason ?? "shutdown";
    if (lease.ended && lastByte === newLine && isPlainWatch(forwarding, answer)) endWatch(response, answer, lease.ended.error);
    else response.destroy();
  };
  return new Promise((resolve) => {
    response.once("close", () => {
      lease.onEnd = null;
      if (!response.writableFinished && endedBy === "server" && !answer.destroyed) endedBy = "client";
      answer.destroy();
      resolve({ code, requestBytes: counts.requestBytes, responseBytes, endedBy });
    });
  });
}

const newLine = 10;
const lastEventMs = 1000;

/** A watch whose events are lines of JSON. */
function isPlainWatch({ info }: Forwarding, { headers, statusCode }: IncomingMessage): boolean {
  return info.watch && statusCode === 200 && headers["content-encoding"] === undefined && /^application\/json(?:;|$)/.test(headers["content-type"] ?? "");
}

/**
 * Ends a watch with an event of type ERROR, which kubectl shows and informers act on: cut without a word, `kubectl get -w` would exit 0 as
 * if all were well. (Nobody takes the clean end of a watch for completeness, as they would with a log, which is therefore cut.)
 */
function endWatch(response: ServerResponse, answer: IncomingMessage, error: ProxyError): void {
  answer.unpipe(response);
  const { socket } = response;
  response.once("finish", () => socket?.end());
  response.end(`${JSON.stringify({ type: "ERROR", object: statusOf(error) })}\n`);
  const timer = setTimeout(() => response.destroy(), lastEventMs);
  response.once("close", () => clearTimeout(timer));
}

function writeHead({ response }: RequestExchange, forwarding: Forwarding, answer: IncomingMessage): void {
  const { upstream, prefix, info, auditID, extraHeaders } = forwarding;
  const code = answer.statusCode ?? 0;
  if (code < 200 || code > 599) throw upstreamFailure(upstream.environmentName, new Error(`status ${code}`));
  const headers = responseHeaders(answer, { origin: upstream.origin, basePath: upstream.basePath, prefix, application: info.application });
  if (answer.headers["audit-id"] === undefined) headers.push("Audit-Id", auditID);
  headers.push(...extraHeaders);
  response.sendDate = false;
  response.writeHead(code, answer.statusMessage ?? "", headers);
  // A quiet watch has nothing to send for a long time, and its client waits for the head: it cannot wait for the first event.
  if (info.longRunning || answer.headers["content-length"] === undefined) response.flushHeaders();
}

function pairs(flat: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let index = 0; index < flat.length; index += 2) result.push([flat[index] ?? "", flat[index + 1] ?? ""]);
  return result;
}
