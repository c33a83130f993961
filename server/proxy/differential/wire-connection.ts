// A client of HTTP/1.1 that keeps all that a library would tidy away: lines in their order and case, the framing, the bytes.
import { once } from "node:events";
import tls from "node:tls";
import { ByteReader } from "./byte-reader.ts";

export interface WireRequest {
  method: string;
  /** Written as it stands, one byte a character. */
  target: string;
  /** `Name: value`, in order; framing is added. */
  headers: readonly string[];
  body: Buffer | null;
  /** Sends the body in chunks of that many bytes instead of by its length. */
  chunkBytes?: number | undefined;
}

export interface WireAnswer {
  statusLine: string;
  status: number;
  headers: [name: string, value: string][];
  framing: "none" | "length" | "chunked" | "until closed";
  body: Buffer;
  trailers: [name: string, value: string][];
}

export interface Origin {
  host: string;
  port: number;
  caData: string;
}

/** One kept-alive connection, opened anew when the server has closed it. One request at a time. */
export class WireConnection {
  readonly #origin: Origin;
  #open: { socket: tls.TLSSocket; reader: ByteReader } | null = null;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  async ask(request: WireRequest): Promise<WireAnswer> {
    const { socket, reader } = await this.#connection();
    write(socket, request);
    const answer = await readAnswer(reader, request.method);
    const ends = answer.framing === "until closed" || answer.headers.some(([name, value]) => /^connection$/i.test(name) && /close/i.test(value));
    if (ends) this.close();
    return answer;
  }

  close(): void {
    this.#open?.socket.destroy();
    this.#open = null;
  }

  async #connection() {
    if (this.#open !== null && !this.#open.socket.readableEnded && !this.#open.socket.destroyed) return this.#open;
    const { host, port, caData } = this.#origin;
    const socket = tls.connect({ host, port, ca: caData, ALPNProtocols: ["http/1.1"] });
    await once(socket, "secureConnect");
    // An early refusal may reset the connection while the body is still being written; the answer is what counts.
    socket.on("error", () => {});
    this.#open = { socket, reader: new ByteReader(socket) };
    return this.#open;
  }
}

function write(socket: tls.TLSSocket, { method, target, headers, body, chunkBytes }: WireRequest): void {
  const framing = body === null ? [] : [chunkBytes === undefined ? `Content-Length: ${body.length}` : "Transfer-Encoding: chunked"];
  socket.write(Buffer.from(`${[`${method} ${target} HTTP/1.1`, ...headers, ...framing].join("\r\n")}\r\n\r\n`, "latin1"));
  if (body === null) return;
  if (chunkBytes === undefined) {
    socket.write(body);
    return;
  }
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.subarray(at, at + chunkBytes);
    socket.write(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]));
  }
  socket.write("0\r\n\r\n");
}

async function readAnswer(reader: ByteReader, method: string): Promise<WireAnswer> {
  for (;;) {
    const statusLine = await reader.line();
    const status = Number(statusLine.split(" ")[1]);
    const headers = await readFields(reader);
    if (status >= 100 && status < 200) continue;
    return { statusLine, status, headers, ...(await readBody(reader, method, status, headers)) };
  }
}

async function readFields(reader: ByteReader): Promise<[string, string][]> {
  const fields: [string, string][] = [];
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const colon = line.indexOf(":");
    fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return fields;
}

type Body = Pick<WireAnswer, "framing" | "body" | "trailers">;

/** By the rules of RFC 9112 §6.3. */
async function readBody(reader: ByteReader, method: string, status: number, headers: [string, string][]): Promise<Body> {
  const value = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const length = value("content-length");
  const chunked = value("transfer-encoding")?.toLowerCase() === "chunked";
  if (method === "HEAD" || status === 204 || status === 304) {
    return { framing: chunked ? "chunked" : length === undefined ? "none" : "length", body: Buffer.alloc(0), trailers: [] };
  }
  if (chunked) return readChunks(reader);
  if (length === undefined) return { framing: "until closed", body: await reader.rest(), trailers: [] };
  return { framing: "length", body: await reader.bytes(Number(length)), trailers: [] };
}

async function readChunks(reader: ByteReader): Promise<Body> {
  const parts: Buffer[] = [];
  for (;;) {
    const size = Number.parseInt(await reader.line(), 16);
    if (size === 0) return { framing: "chunked", body: Buffer.concat(parts), trailers: await readFields(reader) };
    parts.push(await reader.bytes(size));
    await reader.bytes(2);
  }
}
