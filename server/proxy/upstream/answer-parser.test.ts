import { describe, expect, it } from "vitest";
import { type AnswerHead, InvalidAnswer } from "./answer-head.ts";
import { AnswerParser } from "./answer-parser.ts";

interface Read {
  head: AnswerHead | null;
  body: string;
  trailers: string[];
  ended: boolean;
  /** Bytes that were not taken as the answer's. */
  rest: number;
  parser: AnswerParser;
}

/** Pushes `text` in pieces of `size` bytes. */
function read(text: string, options: { size?: number; bodyless?: boolean; mayUpgrade?: boolean } = {}): Read {
  const { size = text.length, bodyless = false, mayUpgrade = false } = options;
  const bytes = Buffer.from(text, "latin1");
  const handler = {
    onHead: (head: AnswerHead) => {
      result.head = head;
    },
    onHeadAlone() {},
    onBody: (chunk: Buffer) => {
      result.body += chunk.toString("latin1");
    },
    onEnd: (chunk: Buffer | null, trailers: string[]) => {
      result.body += chunk?.toString("latin1") ?? "";
      result.trailers = trailers;
      result.ended = true;
    },
  };
  const result: Read = { head: null, body: "", trailers: [], ended: false, rest: 0, parser: new AnswerParser(handler) };
  result.parser.start(handler, { bodyless, mayUpgrade });
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    result.rest += piece.length - result.parser.push(piece);
  }
  return result;
}

const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

describe("an answer is read the same, in however many pieces it comes", () => {
  it.each([1, 2, 3, 5, 7, 64, 4096])("pieces of %i bytes", (size) => {
    const sized = read("HTTP/1.1 200 OK\r\nA: 1\r\na:\t2 \r\nContent-Length: 5\r\n\r\nhello", { size });
    expect(sized).toMatchObject({ body: "hello", ended: true, rest: 0 });
    expect(sized.head).toMatchObject({
      code: 200,
      message: "OK",
      rawHeaders: ["A", "1", "a", "2", "Content-Length", "5"],
      names: ["a", "a", "content-length"],
    });
    expect(sized.parser.reusable).toBe(true);
    const pieces = read(`${chunked}5\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-T: 1\r\nY: 2\r\n\r\n`, { size });
    expect(pieces).toMatchObject({ body: "hello0123456789", trailers: ["X-T", "1", "Y", "2"], ended: true, rest: 0 });
    const interim = read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", { size });
    expect(interim).toMatchObject({ ended: true, head: { code: 204 } });
  });
});

describe("the end of an answer is where its framing says, and nowhere else", () => {
  it.each([
    ["a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", false],
    ["chunks", `${chunked}2\r\nab\r\n0\r\n\r\n`, false],
    ["no content", "HTTP/1.1 204 No Content\r\n\r\n", false],
    ["not modified, with the length of what is not sent", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", false],
    ["the answer to a HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", true],
  ])("%s: what comes behind is left", (_title, text, bodyless) => {
    expect(read(`${text}HTTP/1.1 200 OK\r\n\r\n`, { bodyless })).toMatchObject({ ended: true, rest: 19 });
  });

  it("without a length it ends with the connection, which is used no more", () => {
    const answer = read("HTTP/1.1 200 OK\r\n\r\nab");
    expect(answer).toMatchObject({ ended: false, body: "ab" });
    expect(answer.parser.finish()).toBe(true);
    expect(answer).toMatchObject({ ended: true });
    expect(answer.parser.reusable).toBe(false);
  });

  it.each(["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", `${chunked}2\r\nab\r\n`, `${chunked}2\r\nab\r\n0\r\n`, "HTTP/1.1 200 OK\r\nA: b\r\n"])(
    "a connection that ends before is no end: %j",
    (text) => {
      const answer = read(text);
      expect(answer.parser.finish()).toBe(false);
      expect(answer.ended).toBe(false);
    },
  );

  it("a connection that the server will close is used no more", () => {
    expect(read("HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n").parser.reusable).toBe(false);
  });

  it("a 101 that was asked for ends at its blank line", () => {
    const answer = read("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nframes", { mayUpgrade: true });
    expect(answer).toMatchObject({ head: { code: 101 }, rest: 6, ended: false });
    expect(answer.parser.isUpgraded).toBe(true);
  });
});

// A52
describe("what could be read in two ways is refused", () => {
  it.each([
    ["another version", "HTTP/1.0 200 OK\r\n\r\n"],
    ["no status", "HTTP/1.1 OK\r\n\r\n"],
    ["a status out of range", "HTTP/1.1 999 No\r\n\r\n"],
    ["a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"],
    ["two spaces before the status", "HTTP/1.1  200 OK\r\n\r\n"],
    ["something before the answer", "\r\nHTTP/1.1 200 OK\r\n\r\n"],
    ["a bare line feed", "HTTP/1.1 200 OK\nA: b\r\n\r\n"],
    ["a bare carriage return", "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n"],
    ["a NUL", "HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n"],
    ["a folded line", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"],
    ["a space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello"],
    ["a line without a colon", "HTTP/1.1 200 OK\r\nA\r\n\r\n"],
    ["a line without a name", "HTTP/1.1 200 OK\r\n: b\r\n\r\n"],
    ["a length twice", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\nhello"],
    ["two lengths on a line", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello"],
    ["a length with a sign", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello"],
    ["a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["chunks twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"],
    ["a 101 that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"],
    ["interim answers without end", "HTTP/1.1 100 Continue\r\n\r\n".repeat(9)],
    ["a chunk's size with 0x", `${chunked}0x2\r\nab\r\n0\r\n\r\n`],
    ["a chunk's size with an extension", `${chunked}2;a=b\r\nab\r\n0\r\n\r\n`],
    ["a chunk's size with a space", `${chunked}2 \r\nab\r\n0\r\n\r\n`],
    ["no size of a chunk", `${chunked}\r\nab`],
    ["a size with a bare line feed", `${chunked}2\nab\r\n0\r\n\r\n`],
    ["a size beyond all measure", `${chunked}fffffffffffff\r\n`],
    ["a chunk longer than its size", `${chunked}2\r\nabc\r\n0\r\n\r\n`],
    ["a length among the trailers", `${chunked}0\r\nContent-Length: 5\r\n\r\n`],
    ["a bare line feed among the trailers", `${chunked}0\r\nA: b\n\r\n`],
    ["trailers without end", `${chunked}0\r\n${`A: ${"b".repeat(1000)}\r\n`.repeat(20)}`],
    ["a head without end", `HTTP/1.1 200 OK\r\n${`A: ${"b".repeat(1000)}\r\n`.repeat(1100)}`],
  ])("%s", (_title, text) => {
    for (const size of [text.length, 7]) expect(() => read(text, { size })).toThrow(InvalidAnswer);
  });
});

it("a handler that stops the parser hears nothing more", () => {
  const heard: string[] = [];
  const handler = {
    onHead() {
      heard.push("head");
      parser.stop();
    },
    onHeadAlone: () => heard.push("alone"),
    onBody: () => heard.push("body"),
    onEnd: () => heard.push("end"),
  };
  const parser = new AnswerParser(handler);
  for (const text of ["HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", `${chunked}2\r\nab\r\n0\r\n\r\n`]) {
    parser.start(handler, { bodyless: false, mayUpgrade: false });
    parser.push(Buffer.from(text));
  }
  expect(heard).toEqual(["head", "head", "head"]);
});
