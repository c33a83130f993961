import type { IncomingMessage, ServerResponse } from "node:http";
import { lingerThenCut } from "./proxy/exchange.ts";

/** The largest thing that a page takes is an uploaded kubeconfig of 256 KiB. */
const bodyBytesMax = 1024 * 1024;
const bodyMs = 120_000;

/**
 * Answers 411 or 413 to a request for a page whose body is too long or does not say how long it is, and returns whether it did: Next and
 * next-auth read a body whole, whoever sends it. (Browsers always tell the length of what they send.)
 */
export function refuseLongBody(request: IncomingMessage, response: ServerResponse): boolean {
  const code = codeFor(request);
  if (code === null) return false;
  response.writeHead(code, { "Content-Type": "text/plain", Connection: "close" });
  response.end(code === 411 ? "The body has to say its length.\n" : "The body is longer than anything that is asked for here.\n");
  lingerThenCut(request, response);
  return true;
}

/** Cuts the connection of a request for a page whose body is not there after `limitMs`, however steadily it drips. */
export function limitPageBody(request: IncomingMessage, limitMs = bodyMs): void {
  if ((request.headers["content-length"] ?? "0") === "0") return;
  const timer = setTimeout(() => request.socket.destroy(), limitMs);
  const stop = () => clearTimeout(timer);
  request.once("end", stop).once("close", stop);
}

function codeFor({ headers }: IncomingMessage): 411 | 413 | null {
  if (headers["transfer-encoding"] !== undefined) return 411;
  return Number(headers["content-length"] ?? 0) > bodyBytesMax ? 413 : null;
}
