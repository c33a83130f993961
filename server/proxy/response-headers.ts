// What the client is told of the API server's answer.
import { isOwnCookie } from "./own-cookies.ts";
import { ProxyError } from "./status.ts";
import type { AnswerHead } from "./upstream/answer-head.ts";

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
/** Leave for other sites to read. Their preflight has no token and is refused, so what is dropped here served nobody. */
const crossOriginLeave = "access-control-";

/** Flat list of names and values; order, case and repeated lines as they came. Throws ProxyError 502 for a redirect out of the environment. */
export function responseHeaders({ rawHeaders, names }: AnswerHead, rule: LocationRule): string[] {
  const nominated = nominatedHeaders(rawHeaders, names);
  const result: string[] = [];
  for (let index = 0; index < names.length; index++) {
    const key = names[index] ?? "";
    if (dropped.has(key) || nominated?.has(key) || key.startsWith(crossOriginLeave)) continue;
    const value = rawHeaders[2 * index + 1] ?? "";
    if (key === "set-cookie" && isOwnCookie(value)) continue;
    result.push(rawHeaders[2 * index] ?? "", key === "location" ? clientLocation(value, rule) : value);
  }
  return result;
}

/** Headers that a Connection line of the answer calls hop-by-hop; null for the plain forms. */
function nominatedHeaders(rawHeaders: readonly string[], names: readonly string[]): Set<string> | null {
  let nominated: Set<string> | null = null;
  for (let index = names.indexOf("connection"); index !== -1; index = names.indexOf("connection", index + 1)) {
    const value = rawHeaders[2 * index + 1] ?? "";
    if (/^(?:keep-alive|close|upgrade)$/i.test(value)) continue;
    nominated ??= new Set();
    for (const name of value.split(",")) nominated.add(name.trim().toLowerCase());
  }
  return nominated;
}

/** A flat list of names and values as pairs. */
export function pairs(flat: readonly string[]): [name: string, value: string][] {
  const result: [string, string][] = [];
  for (let index = 0; index < flat.length; index += 2) result.push([flat[index] ?? "", flat[index + 1] ?? ""]);
  return result;
}

/** The value of the first header with that name (in lower case). */
export function headerOf({ rawHeaders, names }: AnswerHead, key: string): string | undefined {
  const index = names.indexOf(key);
  return index === -1 ? undefined : rawHeaders[2 * index + 1];
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
