// Step 1: whose token is this? Answered from the snapshot alone. A cookie, a password or a client certificate means nothing here.
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Access, UserAccess } from "#lib/access/index.ts";
import { hashOfToken } from "#lib/kubeconfig/index.ts";
import { endInWords, endOfFile, type HeldToken } from "./file-end.ts";
import { ProxyError } from "./status.ts";

/** Who holds the token with us. */
export interface Caller extends HeldToken {
  user: UserAccess;
}

/** Kubernetes' way to put a token into a WebSocket, where a browser can set no header: k8s.io/apiserver/pkg/authentication/request/websocket. */
export const tokenProtocolPrefix = "base64url.bearer.authorization.k8s.io.";

/** Whether a request bears one of our tokens, good or bad: it is then for the proxy, whatever its path. */
export function bearsToken(request: IncomingMessage): boolean {
  const { authorization, "sec-websocket-protocol": protocols } = request.headers;
  return /^\s*bearer\s+dbk_/i.test(authorization ?? "") || (protocols?.includes(tokenProtocolPrefix) ?? false);
}

/** What a request bears as its token. `hash` is null for what cannot be one of ours: no look-up is needed to know. */
export interface PresentedToken {
  hash: string | null;
}

/** Of the last request on each connection: a client sends the same line again and again, and to hash it costs as much as much of the rest. */
const lastPresented = new WeakMap<Socket, { authorization: string; token: PresentedToken }>();

/** The token of `request`, good or bad; null when it bears none. */
export function presentedToken(request: IncomingMessage): PresentedToken | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return hashed(protocolToken(request.headers["sec-websocket-protocol"]));
  const last = lastPresented.get(request.socket);
  if (last?.authorization === authorization) return last.token;
  const token = hashed(bearerToken(authorization));
  if (token !== null) lastPresented.set(request.socket, { authorization, token });
  return token;
}

function hashed(text: string | null): PresentedToken | null {
  return text === null ? null : { hash: hashOfToken(text) };
}

/** The caller who presents `token`, at `now`. Throws ProxyError 401 with a sentence that says what is wrong and where a new file is made. */
export function authenticate(token: PresentedToken | null, access: Access, options: { now: Date; homeUrl(): string }): Caller {
  if (token === null) throw new ProxyError(401, `this address needs the token of a kubeconfig; get one at ${options.homeUrl()}`);
  const held = token.hash === null ? null : findHeldToken(access, token.hash);
  // One text for a token that never was and for one that is gone: nothing is told about other tokens.
  if (held === null) throw new ProxyError(401, `this kubeconfig is not known here; get a new one at ${options.homeUrl()}`);
  const { user } = held;
  const end = endOfFile(held, options.now);
  if (end !== null || user === null) throw new ProxyError(401, endInWords(end, held.token, options.homeUrl()));
  return { ...held, user };
}

/** A token that was issued, whoever holds it now. */
export function findHeldToken(access: Access, tokenHash: string): HeldToken | null {
  const token = access.tokens.get(tokenHash);
  if (!token) return null;
  return { tokenHash, token, user: token.file.ownerId === null ? null : (access.users.get(token.file.ownerId) ?? null) };
}

/** Reads the header as the API server does: the second of the fields between single spaces is the token. */
function bearerToken(authorization: string): string | null {
  const [scheme, token] = authorization.trim().split(" ", 3);
  return scheme?.toLowerCase() === "bearer" && token ? token : null;
}

function protocolToken(protocols: string | undefined): string | null {
  if (!protocols?.includes(tokenProtocolPrefix)) return null;
  const offered = protocols.split(",").map((protocol) => protocol.trim());
  const tokens = offered.filter((protocol) => protocol.startsWith(tokenProtocolPrefix));
  // The server has to answer with one protocol of the list, and never with the token.
  if (tokens.length !== 1 || offered.length < 2) return null;
  const encoded = tokens[0]?.slice(tokenProtocolPrefix.length) ?? "";
  return /^[A-Za-z0-9_-]+$/.test(encoded) ? Buffer.from(encoded, "base64url").toString("latin1") : null;
}
