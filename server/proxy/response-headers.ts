// What the client is told of the API server's answer.
import type { IncomingMessage } from "node:http";
import { ProxyError } from "./status.ts";

/** How a Location of the upstream is brought back under the URL that the client used. */
export interface LocationRule {
  /** Origin of the API server. */
  origin: string;
  /** The path under which the API server serves; empty for most. */
  basePath: string;
  /** The part of the client's URL that stands in its place; empty for the root paths. */
  prefix: string;
  /** What answers is an application behind the API server: its redirects elsewhere are its own business. */
  application: boolean;
}

/** Hop-by-hop, and what would act on our own origin in a browser. */
const dropped = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "transfer-encoding",
  "upgrade",
  "te",
  "strict-transport-security",
  "clear-site-data",
  "alt-svc",
  "public-key-pins",
  "service-worker-allowed",
]);
/** A browser sends a cookie without a name as its value alone, which then reads as a name: hence the first `=`. */
const ownCookie = /^[\s=]*(?:__Secure-|__Host-)?(?:next-auth|drawbridge)[^=]*=/i;
/** Leave for other sites to read. Their preflight has no token and is refused, so what is dropped here served nobody. */
const crossOriginLeave = "access-control-";

/** Flat list of names and values; order, case and repeated lines as they came. Throws ProxyError 502 for a redirect out of the environment. */
export function responseHeaders(answer: IncomingMessage, rule: LocationRule): string[] {
  const { rawHeaders } = answer;
  const nominated = nominatedHeaders(answer.headers.connection);
  const result: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    const key = name.toLowerCase();
    if (dropped.has(key) || nominated?.has(key) || key.startsWith(crossOriginLeave)) continue;
    if (key === "set-cookie" && ownCookie.test(value)) continue;
    result.push(name, key === "location" ? clientLocation(value, rule) : value);
  }
  return result;
}

function nominatedHeaders(connection: string | undefined): Set<string> | null {
  if (connection === undefined || /^(?:keep-alive|close|upgrade)$/i.test(connection)) return null;
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}

function clientLocation(location: string, rule: LocationRule): string {
  const path = pathAtUpstream(location, rule.origin);
  if (path !== null) {
    const below = path.startsWith(`${rule.basePath}/`) ? path.slice(rule.basePath.length) : path;
    return rule.prefix + below;
  }
  // Relative to the request, so it stays where the client is; or the application's own.
  if (!/^(?:[a-z][a-z0-9+.-]*:|[/\\])/i.test(location) || rule.application) return location;
  throw new ProxyError(502, "the cluster answered with a redirect to another host, which is not followed");
}

function pathAtUpstream(location: string, origin: string): string | null {
  if (location.startsWith("/") && !/^\/[/\\]/.test(location)) return location;
  if (location === origin) return "/";
  return location.startsWith(`${origin}/`) ? location.slice(origin.length) : null;
}
