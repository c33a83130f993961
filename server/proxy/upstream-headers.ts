// What the API server is told. The caller's own credentials, addresses and connection headers stay here; ours come last.
import type { IncomingMessage } from "node:http";
import type { Identity } from "#lib/access/index.ts";
import { tokenProtocolPrefix } from "./authenticate.ts";
import { ProxyError } from "./status.ts";

export interface OwnHeaders {
  /** Host and port of the API server. */
  authority: string;
  /** Of the credential whose only power is to impersonate. */
  token: string;
  clientIP: string;
  auditID: string;
  /** The protocol to change to; null for an ordinary request. */
  upgrade: string | null;
}

/** Names, lower-case with `_` as `-`: hop-by-hop (RFC 9110 §7.6.1), credentials, framing (set anew), and what claims to be from a proxy. */
const dropped = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
  "content-length",
  "expect",
  "host",
  "authorization",
  "cookie",
  "cookie2",
  "forwarded",
  "x-real-ip",
  "x-original-url",
  "x-rewrite-url",
  "via",
  "audit-id",
]);
const droppedPrefixes = ["x-forwarded-", "x-remote-", "x-drawbridge-"];

/**
 * Flat list of names and values for Node's raw form: order, case and repeated lines of the caller's headers stay as they came.
 * Throws ProxyError 403 when the caller sends impersonation headers of their own.
 */
export function upstreamHeaders(request: IncomingMessage, identity: Identity, own: OwnHeaders): string[] {
  const { rawHeaders } = request;
  const nominated = nominatedHeaders(request.headers.connection);
  const result: string[] = ["Host", own.authority];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    const key = canonical(name);
    if (key.startsWith("impersonate-")) throw impersonationRefused();
    if (isDropped(key) || nominated?.has(key)) continue;
    if (key !== "sec-websocket-protocol") result.push(name, value);
    else if (!value.includes(tokenProtocolPrefix)) result.push(name, value);
    else result.push(name, withoutToken(value));
  }
  pushFraming(result, request, own.upgrade);
  result.push("X-Forwarded-For", own.clientIP, "Audit-Id", own.auditID, "Authorization", `Bearer ${own.token}`, ...impersonationHeaders(identity));
  return result;
}

/** Some servers read `_` in a name as `-`. */
function canonical(name: string): string {
  const lower = name.toLowerCase();
  return lower.includes("_") ? lower.replaceAll("_", "-") : lower;
}

function isDropped(key: string): boolean {
  return dropped.has(key) || (key.startsWith("x-") && droppedPrefixes.some((prefix) => key.startsWith(prefix)));
}

function impersonationRefused(): ProxyError {
  return new ProxyError(403, "impersonation (--as, --as-group, --as-uid) does not work through Drawbridge: you act as yourself");
}

/** Headers that the caller's Connection line calls hop-by-hop; it has no say over ours, which are added later. */
function nominatedHeaders(connection: string | undefined): Set<string> | null {
  if (connection === undefined || /^(?:keep-alive|close|upgrade)$/i.test(connection)) return null;
  return new Set(connection.split(",").map((name) => canonical(name.trim())));
}

/** Exactly one of length and chunks, from what Node's parser accepted. */
function pushFraming(result: string[], request: IncomingMessage, upgrade: string | null): void {
  if (request.headers["transfer-encoding"] !== undefined) result.push("Transfer-Encoding", "chunked");
  else if (request.headers["content-length"] !== undefined) result.push("Content-Length", request.headers["content-length"]);
  if (upgrade !== null) result.push("Connection", "Upgrade", "Upgrade", upgrade);
}

function withoutToken(protocols: string): string {
  return protocols
    .split(",")
    .map((protocol) => protocol.trim())
    .filter((protocol) => !protocol.startsWith(tokenProtocolPrefix))
    .join(", ");
}

const linesByIdentity = new WeakMap<Identity, string[]>();

/** Throws ProxyError 500 for a name that is not of our own making: it could be one of Kubernetes' own. */
function impersonationHeaders(identity: Identity): string[] {
  const known = linesByIdentity.get(identity);
  if (known) return known;
  for (const name of [identity.username, ...identity.groups]) {
    if (!/^drawbridge:[^\s\p{C},](?:[^\p{C},]*[^\s\p{C},])?$/u.test(name)) {
      throw new ProxyError(500, "a name that Drawbridge would have to give to the cluster is not fit for it; ask an administrator of Drawbridge");
    }
  }
  const lines = ["Impersonate-User", bytes(identity.username), "Impersonate-Uid", bytes(identity.uid)];
  for (const group of identity.groups) lines.push("Impersonate-Group", bytes(group));
  for (const [key, values] of Object.entries(identity.extra)) {
    for (const value of values) lines.push(`Impersonate-Extra-${encodeURIComponent(key.toLowerCase())}`, bytes(value));
  }
  linesByIdentity.set(identity, lines);
  return lines;
}

/** Node writes a header's characters as bytes; Kubernetes reads the bytes as UTF-8. */
function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
