// An answer is the same answer however its bytes are cut on their way, and the next one begins where it ends.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ReceivedRequest } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

const noise = Array.from({ length: 700 }, (_, index) => String.fromCharCode((index * 7) % 256)).join("");
const hex = (text: string) => text.length.toString(16).toUpperCase();

interface Case {
  name: string;
  method?: string;
  answer: string;
  /** What follows the head at the client. */
  body: string;
}

const cases: Case[] = [
  { name: "by length", answer: `HTTP/1.1 200 OK\r\nContent-Length: ${noise.length}\r\n\r\n${noise}`, body: noise },
  { name: "of no length", answer: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", body: "" },
  {
    name: "in chunks",
    answer: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${hex(noise)}\r\n${noise}\r\n0000005\r\nhello\r\n0\r\n\r\n`,
    body: `${noise}hello`,
  },
  { name: "in chunks, all empty", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", body: "" },
  { name: "with a trailer", answer: "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n", body: "ok" },
  { name: "to HEAD, with the length of a GET", method: "HEAD", answer: "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n", body: "" },
  { name: "to HEAD, in chunks that do not come", method: "HEAD", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", body: "" },
  { name: "304 with the length of a 200", answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\nETag: "t"\r\n\r\n', body: "" },
  { name: "204", answer: "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", body: "" },
  {
    name: "after hints",
    answer: "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    body: "ok",
  },
  { name: "without a reason phrase", answer: "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", body: "ok" },
  { name: "with a code and a phrase of its own", answer: "HTTP/1.1 299 Quite \xe9 OK\r\nContent-Length: 2\r\n\r\nok", body: "ok" },
  { name: "with space around values", answer: "HTTP/1.1 200 OK\r\nX-A: \t 1 \t\r\nX-Empty:\r\ncontent-LENGTH:  2\r\n\r\nok", body: "ok" },
];

/** Sends `answer` in pieces of `size` bytes, each in a TLS record and a turn of its own. */
async function sendInPieces({ socket }: ReceivedRequest, answer: string, size: number): Promise<void> {
  for (let at = 0; at < answer.length; at += size) {
    await new Promise<void>((resolve) => socket.write(Buffer.from(answer.slice(at, at + size), "latin1"), () => resolve()));
  }
}

function bodyOf(text: string): string {
  const end = text.indexOf("\r\n\r\n");
  const rest = text.slice(end + 4);
  if (!/\r\ntransfer-encoding: chunked\r\n/i.test(text.slice(0, end + 2))) return rest;
  let body = "";
  for (let at = 0; ; ) {
    const line = rest.indexOf("\r\n", at);
    const size = Number.parseInt(rest.slice(at, line), 16);
    if (!(size > 0)) return body;
    body += rest.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}

// P07, P08, P13, P14
describe.each(cases)("an answer $name", ({ method = "GET", answer, body }) => {
  it.each([1, 2, 13, 100_000])("arrives in pieces of %i bytes, and its connection is good for the next", async (size) => {
    relay.api.script = (request) =>
      request.target === "/next" ? request.socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nthe next\n") : sendInPieces(request, answer, size);
    const client = await connect(relay.gateway);
    client.send(relay.fill(`${method} {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\nGET {prefix}/next HTTP/1.1\r\n{auth}\r\n\r\n`));
    const text = await client.until("the next\n");
    const second = text.lastIndexOf("HTTP/1.1 200 OK");
    expect(bodyOf(text.slice(0, second))).toBe(body);
    const sockets = new Set(relay.api.requests.map(({ socket }) => socket));
    expect({ requests: relay.api.requests.length, connections: sockets.size }).toEqual({ requests: 2, connections: 1 });
    client.socket.destroy();
  });
});
