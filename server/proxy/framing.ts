// What no request to a cluster may look like, whoever sends it. Node's strict parser has refused the rest (two lengths, a length with
// chunks, bad chunk sizes, folded lines); what it lets through and an API server may read differently is refused here.
import type { Exchange } from "./exchange.ts";
import { ProxyError } from "./status.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Throws ProxyError 400 or 405 unless method, target and framing have exactly one reading. */
export function checkFraming({ kind, request }: Exchange): void {
  if (request.httpVersion !== "1.1") throw new ProxyError(400, "Drawbridge speaks HTTP/1.1 only");
  checkSingleLines(request.rawHeaders);
  const coding = request.headers["transfer-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "chunked") throw new ProxyError(400, "the only transfer coding that is accepted is chunked");
  if (!methods.has(request.method ?? "")) throw new ProxyError(405, `the method ${request.method} is not carried`);
  checkTarget(request.url ?? "");
  if (kind === "upgrade" && (coding !== undefined || (request.headers["content-length"] ?? "0") !== "0")) {
    // Node hands the body over as bytes behind the head, where no one can tell them from the stream that follows.
    throw new ProxyError(400, "a request to upgrade cannot have a body");
  }
}

function checkSingleLines(rawHeaders: readonly string[]): void {
  let authorizations = 0;
  let hosts = 0;
  let codings = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 13 && name.toLowerCase() === "authorization") authorizations++;
    else if (name.length === 4 && name.toLowerCase() === "host") hosts++;
    else if (name.length === 17 && name.toLowerCase() === "transfer-encoding") codings++;
  }
  // Node keeps the first of each; another reader may keep the last.
  if (authorizations > 1) throw new ProxyError(400, "the request has more than one Authorization line");
  if (hosts > 1) throw new ProxyError(400, "the request has more than one Host line");
  if (codings > 1) throw new ProxyError(400, "the request has more than one Transfer-Encoding line");
}

/** Path and query travel byte for byte, so a spelling that some server may fold into another path is refused, never mended. */
function checkTarget(target: string): void {
  if (!target.startsWith("/")) throw new ProxyError(400, "the request target must be a path");
  // The visible characters of ASCII without `#` and the back-slash.
  if (!/^[!-"$-[\]-~]*$/.test(target)) throw new ProxyError(400, "the request target has characters that must be percent-encoded");
  const query = target.indexOf("?");
  const path = query === -1 ? target : target.slice(0, query);
  if (hasDotSegment(path)) throw new ProxyError(400, "the path has a . or .. segment");
}

function hasDotSegment(path: string): boolean {
  if (!path.includes(".") && !/%2e/i.test(path)) return false;
  return path
    .replace(/%2e/gi, ".")
    .split(/\/|%2f|%5c/i)
    .some((segment) => /^\.\.?(?:;|$)/.test(segment));
}
