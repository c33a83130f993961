// A TLS server that plays the API server: keeps every byte it gets, counts requests, and answers what a test tells it to, raw.
import { once } from "node:events";
import tls from "node:tls";
import { createTestCertificate, type TestCertificate } from "#lib/testing/tls-server.ts";

export interface ReceivedRequest {
  method: string;
  target: string;
  /** Name and value, as sent, in order. */
  headers: [string, string][];
  /** Of the request's own framing: what a server would take as its body. */
  body: string;
  /** Values of all lines with that name, whatever its case. */
  all(name: string): string[];
  socket: tls.TLSSocket;
}

export type Script = (request: ReceivedRequest) => void;

export interface TestApiServer {
  server: string;
  caData: string;
  requests: ReceivedRequest[];
  /** All bytes of all connections, by connection. */
  received: string[];
  openConnections(): number;
  /** Those that are open, to speak on before a request is whole. */
  sockets(): readonly tls.TLSSocket[];
  /** What is done with each request from now on. */
  script: Script;
  /** Called with each request whose head is complete, before its body is; the body is empty then. */
  onHead: Script | null;
  /** Resolves with the next request, or the `count`-th if it was there already. */
  request(count?: number): Promise<ReceivedRequest>;
  /** Resolves when no connection is open. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function startApiServer(script: Script = answerWith("200 OK", "{}"), certificate?: TestCertificate): Promise<TestApiServer> {
  const { cert, key } = certificate ?? (await createTestCertificate(["127.0.0.1"]));
  const sockets = new Set<tls.TLSSocket>();
  const waiting = new Set<() => void>();
  const notify = () => {
    for (const check of [...waiting]) check();
  };
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const listener = tls.createServer({ cert, key, ALPNProtocols: ["http/1.1"] }, (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const connection = api.received.push("") - 1;
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      sockets.delete(socket);
      notify();
    });
    readRequests(socket, {
      bytes: (text) => {
        api.received[connection] += text;
        notify();
      },
      head: (request) => api.onHead?.(request),
      request: (request) => {
        api.requests.push(request);
        notify();
        api.script(request);
      },
    });
  });
  listener.on("tlsClientError", () => {});
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const api: TestApiServer = {
    server: `https://127.0.0.1:${address.port}`,
    caData: cert,
    requests: [],
    received: [],
    openConnections: () => sockets.size,
    sockets: () => [...sockets],
    script,
    onHead: null,
    async request(count) {
      const wanted = count ?? api.requests.length + 1;
      await until(() => api.requests.length >= wanted);
      const request = api.requests[wanted - 1];
      if (!request) throw new Error("no request");
      return request;
    },
    quiet: () => until(() => sockets.size === 0),
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
  return api;
}

/** Answers each request whole, by length. */
export function answerWith(status: string, body: string, headers: readonly string[] = []): Script {
  return ({ socket, method }) => {
    const lines = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
    socket.write(`${lines.join("\r\n")}\r\n\r\n${method === "HEAD" ? "" : body}`);
  };
}

/** Just enough of a parser to tell requests apart; what follows an upgrade is no request. */
function readRequests(socket: tls.TLSSocket, on: { bytes(text: string): void; head: Script; request: Script }): void {
  let pending = "";
  let upgraded = false;
  let headSeen = false;
  socket.on("data", (chunk) => {
    const text = chunk.toString("latin1");
    on.bytes(text);
    pending += text;
    while (!upgraded) {
      const head = parseHead(pending, socket);
      if (head === null) return;
      if (!headSeen) on.head(head.request);
      headSeen = true;
      const parsed = parseRequest(pending, head);
      if (parsed === null) return;
      headSeen = false;
      pending = pending.slice(parsed.length);
      upgraded = parsed.request.all("upgrade").length > 0;
      on.request(parsed.request);
    }
  });
}

function parseHead(text: string, socket: tls.TLSSocket): { request: ReceivedRequest; length: number } | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return null;
  const [requestLine = "", ...lines] = text.slice(0, headEnd).split("\r\n");
  const headers = lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  const all = (name: string) => headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  const [method = "", target = ""] = requestLine.split(" ");
  return { request: { method, target, headers, body: "", all, socket }, length: headEnd + 4 };
}

function parseRequest(text: string, head: { request: ReceivedRequest; length: number }): { request: ReceivedRequest; length: number } | null {
  const { all } = head.request;
  const rest = text.slice(head.length);
  const body = all("transfer-encoding").length > 0 ? parseChunks(rest) : parseLength(rest, Number(all("content-length")[0] ?? 0));
  return body && { request: { ...head.request, body: body.body }, length: head.length + body.length };
}

function parseLength(text: string, length: number): { body: string; length: number } | null {
  return text.length < length ? null : { body: text.slice(0, length), length };
}

function parseChunks(text: string): { body: string; length: number } | null {
  let body = "";
  let at = 0;
  for (;;) {
    const lineEnd = text.indexOf("\r\n", at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (text.length < lineEnd + 2 + size + 2) return null;
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 2 + size + 2;
    if (size === 0) return { body, length: at };
  }
}
