import type { IncomingMessage, ServerResponse } from "node:http";
import { lingerThenCut } from "./proxy/exchange.ts";

const reading = ["GET", "HEAD"];

/**
 * Answers 403 to a request for a page that would change something and that another site made a browser send, 405 to a method that no page
 * has, and returns whether it did. Each action asks again for itself; here it is shut before Next or next-auth reads anything, whose own
 * refusals of the same differ from version to version and may be a 500. A browser names the origin of each POST (WHATWG Fetch §3.1) and
 * says by itself where it comes from (Fetch Metadata); no page can change either. A program that is no browser says neither: it has no
 * cookie but the one that it was given by hand, and passes.
 */
export function refuseForeign(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = "GET" } = request;
  if (reading.includes(method)) return false;
  if (method === "POST" && isOwn(request)) return false;
  const [code, text] =
    method === "POST" ? [403, "This came from another site. Open Drawbridge itself, and repeat it there.\n"] : [405, "No page has this method.\n"];
  response.shouldKeepAlive = false;
  response.writeHead(code, { "Content-Type": "text/plain", ...(code === 405 ? { Allow: "GET, HEAD, POST" } : {}) });
  response.end(text);
  lingerThenCut(request, response);
  return true;
}

function isOwn({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  // `null` is what a sandboxed frame or a file has for an origin: nobody's, and so not ours.
  return headers.origin === undefined || headers.origin === `https://${headers.host}`;
}
