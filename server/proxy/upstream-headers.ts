// What the API server is told. The caller's own credentials, addresses and connection headers stay here; ours come last.
import type { IncomingMessage } from "node:http";
import type { Identity } from "#lib/access/index.ts";
import { tokenProtocolPrefix } from "./authenticate.ts";
import { withoutOwnCookies } from "./own-cookies.ts";
import { ProxyError } from "./status.ts";

export interface OwnHeaders {
  /** Path and query at the API server, raw. */
  path: string;
  /** Host and port of the API server. */
  authority: string;
  /** Of the credential whose only power is to impersonate. */
  token: string;
  clientIP: string;
  auditID: string;
  /** The protocol to change to; null for an ordinary request. */
  upgrade: string | null;
  /** What answers is an application behind a `proxy` subresource, with cookies of its own. */
  application: boolean;
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
 * The head of a request to the API server, one character a byte: order, case and repeated lines of the caller's headers stay as they came.
 * Throws ProxyError 403 when the caller sends impersonation headers of their own, 500 when a name is not fit for a header.
 */
export function upstreamHead(request: IncomingMessage, identity: Identity, own: OwnHeaders): string {
  const { rawHeaders } = request;
  const nominated = nominatedHeaders(request.headers.connection);
  let head = `${request.method} ${own.path} HTTP/1.1\r\nHost: ${own.authority}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const key = canonical(name);
    if (key.startsWith("impersonate-")) throw impersonationRefused();
    if (nominated?.has(key)) continue;
    if (key === "cookie" && own.application) {
      head += applicationCookies(name, rawHeaders[index + 1] ?? "");
      continue;
    }
    if (dropped.has(key) || hasDroppedPrefix(key)) continue;
    const value = rawHeaders[index + 1] ?? "";
    const kept = key === "sec-websocket-protocol" && value.includes(tokenProtocolPrefix) ? withoutToken(value) : value;
    head += line(name, kept);
  }
  return `${head}${framing(request, own.upgrade)}X-Forwarded-For: ${own.clientIP}\r\nAudit-Id: ${own.auditID}\r\n${identityLines(identity, own.token)}\r\n`;
}

/** Clients use the same few names for ever; a hostile one may not fill our memory with others, nor with long ones. */
const canonicalNames = new Map<string, string>();
const canonicalNamesMax = 1000;
const cachedNameMax = 64;

/** In lower case; some servers read `_` in a name as `-`. */
function canonical(name: string): string {
  const known = canonicalNames.get(name);
  if (known !== undefined) return known;
  const key = name.toLowerCase().replaceAll("_", "-");
  if (canonicalNames.size < canonicalNamesMax && name.length <= cachedNameMax) canonicalNames.set(name, key);
  return key;
}

function hasDroppedPrefix(key: string): boolean {
  return key.startsWith("x-") && droppedPrefixes.some((prefix) => key.startsWith(prefix));
}

/** Node's parser has let neither name nor value hold a line's end; here, where the lines are made, it is certain. */
function line(name: string, value: string): string {
  if (name.includes("\n") || value.includes("\n") || value.includes("\r")) throw unfitHeader();
  return `${name}: ${value}\r\n`;
}

function applicationCookies(name: string, value: string): string {
  const kept = withoutOwnCookies(value);
  return kept === "" ? "" : line(name, kept);
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
function framing(request: IncomingMessage, upgrade: string | null): string {
  if (upgrade !== null) return `Connection: Upgrade\r\n${line("Upgrade", upgrade)}`;
  if (request.headers["transfer-encoding"] !== undefined) return "Transfer-Encoding: chunked\r\n";
  const length = request.headers["content-length"];
  return length === undefined ? "" : line("Content-Length", length);
}

function withoutToken(protocols: string): string {
  return protocols
    .split(",")
    .map((protocol) => protocol.trim())
    .filter((protocol) => !protocol.startsWith(tokenProtocolPrefix))
    .join(", ");
}

/** Of one credential and one identity, which a snapshot has once. */
const linesByIdentity = new WeakMap<Identity, { token: string; lines: string }>();

/** The lines by which Drawbridge says who it is and as whom it asks. Throws ProxyError 500 for a name that is not fit for a header. */
export function identityLines(identity: Identity, token: string): string {
  const known = linesByIdentity.get(identity);
  if (known?.token === token) return known.lines;
  const lines = line("Authorization", `Bearer ${token}`) + impersonationLines(identity);
  linesByIdentity.set(identity, { token, lines });
  return lines;
}

/** Throws ProxyError 500 for a name that is not of our own making: it could be one of Kubernetes' own. */
function impersonationLines(identity: Identity): string {
  for (const name of [identity.username, ...identity.groups]) if (!/^drawbridge:[^\s\p{C},](?:[^\p{C},]*[^\s\p{C},])?$/u.test(name)) throw unfitHeader();
  let lines = line("Impersonate-User", bytes(identity.username)) + line("Impersonate-Uid", bytes(identity.uid));
  for (const group of identity.groups) lines += line("Impersonate-Group", bytes(group));
  for (const [key, values] of Object.entries(identity.extra)) {
    for (const value of values) lines += line(`Impersonate-Extra-${encodeURIComponent(key.toLowerCase())}`, bytes(value));
  }
  return lines;
}

function unfitHeader(): ProxyError {
  return new ProxyError(500, "a name that Drawbridge would have to give to the cluster is not fit for it; ask an administrator of Drawbridge");
}

/** A head's characters are written as bytes; Kubernetes reads the bytes as UTF-8. */
function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
