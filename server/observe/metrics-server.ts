// Where Prometheus asks: an own port for the operator's network, or `/metrics` on the main one behind the operator's token.
import { readFileSync } from "node:fs";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { logger } from "#lib/logger.ts";
import { equalInConstantTime } from "#lib/secrets.ts";
import { expose, expositionContentType, type MetricFamily } from "./exposition.ts";

/** A plain-http server that answers `/metrics` to whoever reaches it, and nothing else. The caller makes it listen. */
export function createMetricsServer(families: readonly MetricFamily[]): http.Server {
  const server = http.createServer({ requestTimeout: 10_000, connectionsCheckingInterval: 5_000 }, (request, response) => {
    if (isForMetrics(request)) answerScrape(request, response, families);
    else answer(response, 404, "Metrics are at /metrics.\n");
  });
  server.maxConnections = 64;
  return server;
}

export function isForMetrics({ url }: IncomingMessage): boolean {
  return url === "/metrics" || (url?.startsWith("/metrics?") ?? false);
}

/** Answers a scrape that presents `token`, and refuses any other. */
export function answerWithToken(request: IncomingMessage, response: ServerResponse, options: { token: MetricsToken; families: readonly MetricFamily[] }): void {
  const [, presented] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  if (presented !== undefined && options.token.is(presented)) answerScrape(request, response, options.families);
  else answer(response, 401, "Metrics need the token of DRAWBRIDGE_METRICS_TOKEN_FILE.\n", { "WWW-Authenticate": "Bearer" });
}

function answerScrape({ method }: IncomingMessage, response: ServerResponse, families: readonly MetricFamily[]): void {
  if (method !== "GET" && method !== "HEAD") answer(response, 405, "Metrics are read by GET.\n", { Allow: "GET, HEAD" });
  else {
    response.writeHead(200, { ...commonHeaders, "Content-Type": expositionContentType });
    pipeline(inTurns(method === "HEAD" ? [] : expose(families)), response).catch((error: unknown) => {
      // A scraper that goes away is its own affair.
      if (!response.destroyed) logger.error({ err: error }, "metrics could not be told");
      response.destroy();
    });
  }
}

/** One part for each turn of the event loop: others are being carried meanwhile. */
async function* inTurns(parts: Iterable<string>): AsyncGenerator<string> {
  for (const part of parts) {
    yield part;
    await nextTurn();
  }
}

const commonHeaders = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

function answer(response: ServerResponse, code: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(code, { ...commonHeaders, ...headers, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}

export interface MetricsToken {
  is(presented: string): boolean;
}

const readAgainMs = 10_000;
const charactersMin = 16;

/** The token in `file`, read again when it may have been replaced. Throws a sentence for the operator when there is none or it is short. */
export function openMetricsToken(file: string): MetricsToken {
  let token: string | null = readToken(file);
  let readAt = performance.now();
  return {
    is(presented) {
      if (performance.now() - readAt > readAgainMs) {
        readAt = performance.now();
        token = tryToRead(file);
      }
      return token !== null && equalInConstantTime(presented, token);
    },
  };
}

/** Without a readable token nobody is let in. */
function tryToRead(file: string): string | null {
  try {
    return readToken(file);
  } catch (error) {
    logger.error({ reason: error instanceof Error ? error.message : String(error) }, "the token for metrics cannot be read again; scrapes are refused");
    return null;
  }
}

function readToken(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Error(`DRAWBRIDGE_METRICS_TOKEN_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (token.length < charactersMin || /\s/.test(token))
    throw new Error(`DRAWBRIDGE_METRICS_TOKEN_FILE: the file has to hold one word of at least ${charactersMin} characters`);
  return token;
}
