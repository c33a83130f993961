// An API server that believes nothing: it reads each byte of each connection by the letter of RFC 9112 and writes down whatever a
// request says that only Drawbridge may say, or says otherwise than Drawbridge would.
import { once } from "node:events";
import tls from "node:tls";
import { createTestCertificate } from "#lib/testing/tls-server.ts";

export interface Person {
  name: string;
  /** Lines that the cluster must hear of this person, in lower case, sorted. */
  identity: string[];
}

export interface SeenRequest {
  method: string;
  target: string;
  auditID: string;
  person: string | null;
  body: string;
  wantsUpgrade: boolean;
}

export interface StrictUpstream {
  server: string;
  caData: string;
  people: Person[];
  credential: string;
  /** What broke a rule, in words with the bytes. */
  violations: string[];
  seen: SeenRequest[];
  openConnections(): number;
  close(): Promise<void>;
}

/** The whole answer to a request; "close" breaks off, "upgrade" goes on as an echo. */
export type Answering = (request: SeenRequest) => { text: string; next: "keep" | "end" | "destroy" | "upgrade" };

export async function startStrictUpstream(credential: string, answering: Answering): Promise<StrictUpstream> {
  const { cert, key } = await createTestCertificate(["127.0.0.1"]);
  const sockets = new Set<tls.TLSSocket>();
  const listener = tls.createServer({ cert, key, ALPNProtocols: ["http/1.1"] }, (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
    readStrictly(socket, upstream, answering);
  });
  listener.on("tlsClientError", () => {});
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const upstream: StrictUpstream = {
    server: `https://127.0.0.1:${address.port}`,
    caData: cert,
    people: [],
    credential,
    violations: [],
    seen: [],
    openConnections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
  return upstream;
}

function readStrictly(socket: tls.TLSSocket, upstream: StrictUpstream, answering: Answering): void {
  let pending = "";
  let mode: "requests" | "stream" | "over" = "requests";
  const violate = (what: string) => {
    mode = "over";
    upstream.violations.push(`${what}: ${JSON.stringify(pending.slice(0, 2000))}`);
    socket.destroy();
  };
  const answer = (request: SeenRequest) => {
    upstream.seen.push(request);
    if (request.wantsUpgrade && pending !== "") return violate("bytes behind a request to upgrade, before its answer");
    const { text, next } = answering(request);
    // After a denied upgrade or the end of a connection nothing may come.
    if (next === "upgrade") mode = "stream";
    else if (next !== "keep" || request.wantsUpgrade) mode = "over";
    socket.write(Buffer.from(text, "latin1"));
    if (next === "end") socket.end();
    if (next === "destroy") socket.destroy();
  };
  socket.on("data", (chunk) => {
    if (mode === "stream") {
      socket.write(chunk);
      return;
    }
    pending += chunk.toString("latin1");
    if (mode === "over" && !socket.destroyed) violate("bytes on a connection that has ended");
    while (mode === "requests") {
      const read = readRequest(pending, upstream);
      if (read === null) return;
      if (typeof read === "string") return violate(read);
      pending = pending.slice(read.end);
      answer(read.request);
    }
  });
}

/** Null while more has to come; a sentence when it breaks a rule. */
function readRequest(text: string, upstream: StrictUpstream): { request: SeenRequest; end: number } | string | null {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const head = parseHead(text.slice(0, end), upstream);
  if (typeof head === "string") return head;
  const body = parseBody(text, end + 4, head.framing);
  if (body === null || typeof body === "string") return body;
  return { request: { ...head.request, body: body.text }, end: body.end };
}

type Framing = { kind: "none" } | { kind: "length"; length: number } | { kind: "chunked" };

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[!-"$-[\]-~]*) HTTP\/1\.1$/;
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\t\x20-\x7e\x80-\xff]*)$/;
/** Whatever a client sends of these stays with Drawbridge. */
const forbidden =
  /^(?:cookie2?|expect|te|trailer|keep-alive|proxy-.*|http2-settings|forwarded|via|x-real-ip|x-original-url|x-rewrite-url|x-remote-.*|x-drawbridge-.*|x-forwarded-(?!for$).*)$/;

/** A sentence when it breaks a rule. */
function parseHead(text: string, upstream: StrictUpstream): { request: Omit<SeenRequest, "body">; framing: Framing } | string {
  const [first = "", ...lines] = text.split("\r\n");
  const [, method = "", target = ""] = requestLine.exec(first) ?? [];
  if (method === "") return "a request line that is none";
  const headers = parseHeaders(lines);
  if (typeof headers === "string") return headers;
  const { only, identity } = headers;
  const expected = { host: new URL(upstream.server).host, authorization: `Bearer ${upstream.credential}`, "x-forwarded-for": "127.0.0.1" };
  for (const [name, value] of Object.entries(expected)) if (only(name) !== value) return `not exactly one ${name} of ours`;
  const auditID = only("audit-id") ?? "";
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(auditID)) return "not exactly one good Audit-Id";
  const person = upstream.people.find((each) => each.identity.join("\n") === identity.sort().join("\n"));
  if (person === undefined) return "an identity that is nobody's";
  const framing = framingOf(headers.all);
  if (typeof framing === "string") return framing;
  const wantsUpgrade = headers.all.has("upgrade");
  const odd = oddConnection(headers, framing);
  if (odd !== null) return odd;
  return { request: { method, target, auditID, person: person.name, wantsUpgrade }, framing };
}

interface Headers {
  all: Map<string, string[]>;
  /** The value of a name that is there once. */
  only(name: string): string | undefined;
  identity: string[];
}

function parseHeaders(lines: readonly string[]): Headers | string {
  const all = new Map<string, string[]>();
  const identity: string[] = [];
  for (const line of lines) {
    const [, name, value = ""] = headerLine.exec(line) ?? [];
    if (name === undefined) return `a header line that is none, ${JSON.stringify(line)}`;
    const key = name.toLowerCase().replaceAll("_", "-");
    if (forbidden.test(key)) return `a header that stays with Drawbridge, ${name}`;
    if (key === "sec-websocket-protocol" && value.includes("base64url.bearer.authorization")) return "a token in a protocol";
    if (key.startsWith("impersonate-")) identity.push(`${name.toLowerCase()}: ${value}`);
    all.set(key, [...(all.get(key) ?? []), value.trim()]);
  }
  const only = (name: string) => {
    const values = all.get(name) ?? [];
    return values.length === 1 ? values[0] : undefined;
  };
  return { all, only, identity };
}

function oddConnection({ all, only }: Headers, framing: Framing): string | null {
  if (!all.has("upgrade")) return /^(?:keep-alive|close)?$/i.test((all.get("connection") ?? []).join(",")) ? null : "a Connection that is odd";
  const isProper = /^(?:websocket|spdy\/3\.1)$/i.test(only("upgrade") ?? "") && only("connection")?.toLowerCase() === "upgrade";
  if (!isProper) return "an upgrade that is odd";
  return framing.kind === "none" || (framing.kind === "length" && framing.length === 0) ? null : "an upgrade with a body";
}

function framingOf(headers: Map<string, string[]>): Framing | string {
  const lengths = headers.get("content-length") ?? [];
  const codings = headers.get("transfer-encoding") ?? [];
  if (lengths.length + codings.length > 1) return "a framing with two readings";
  if (codings.length === 1) return codings[0] === "chunked" ? { kind: "chunked" } : "a coding other than chunked";
  if (lengths.length === 0) return { kind: "none" };
  return /^\d{1,15}$/.test(lengths[0] ?? "") ? { kind: "length", length: Number(lengths[0]) } : "a length that is none";
}

/** Null while more has to come; a sentence when it breaks a rule. */
function parseBody(text: string, start: number, framing: Framing): { text: string; end: number } | string | null {
  if (framing.kind === "none") return { text: "", end: start };
  if (framing.kind === "chunked") return parseChunks(text, start);
  const end = start + framing.length;
  return text.length < end ? null : { text: text.slice(start, end), end };
}

function parseChunks(text: string, start: number): { text: string; end: number } | string | null {
  let body = "";
  for (let at = start; ; ) {
    const lineEnd = text.indexOf("\r\n", at);
    if (lineEnd === -1) return text.length - at > 20 ? "a chunk size that is none" : null;
    const line = text.slice(at, lineEnd);
    if (!/^[0-9a-f]{1,8}$/i.test(line)) return "a chunk size that is none";
    const size = Number.parseInt(line, 16);
    const end = lineEnd + 2 + size;
    if (text.length < end + 2) return null;
    if (text.slice(end, end + 2) !== "\r\n") return size === 0 ? "a trailer" : "a chunk longer than its size";
    body += text.slice(lineEnd + 2, end);
    at = end + 2;
    if (size === 0) return { text: body, end: at };
  }
}
