// The head of an API server's answer (RFC 9112), in its one spelling.

export interface AnswerHead {
  code: number;
  /** The reason phrase, one character a byte. */
  message: string;
  /** Names and values as they came, one after the other, one character a byte. */
  rawHeaders: string[];
  /** The same names in lower case: `names[i]` is of `rawHeaders[2 * i]`. */
  names: string[];
  /** Bytes of the body; null when the end of the body tells its length. */
  contentLength: number | null;
}

/** The bytes are no answer that we would take. The message is for the log; it holds nothing of the bytes. */
export class InvalidAnswer extends Error {
  readonly code = "ERR_INVALID_ANSWER";
}

export interface ParsedHead {
  head: AnswerHead;
  chunked: boolean;
  close: boolean;
}

const statusLine = /^HTTP\/1\.1 ([1-5]\d\d)(?: (.*))?$/;
/** All that a head may hold are visible characters, spaces, tabs, bytes above ASCII, and line ends of two bytes. */
const unfit = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/;

/** `text` ends with the blank line. Throws InvalidAnswer. */
export function parseHead(text: string): ParsedHead {
  if (unfit.test(text)) throw new InvalidAnswer("a character that no head may hold");
  const lines = text.split("\r\n");
  const [, code = "", message = ""] = statusLine.exec(lines[0] ?? "") ?? [];
  if (code === "") throw new InvalidAnswer("no status line of HTTP/1.1");
  const rawHeaders: string[] = [];
  const names: string[] = [];
  const framing: Framing = { contentLength: null, chunked: false, close: false };
  // The blank line leaves two empty texts at the end.
  for (let index = 1; index < lines.length - 2; index++) {
    const { name, key, value } = parseLine(lines[index] ?? "");
    rawHeaders.push(name, value);
    names.push(key);
    if (framingNames.has(key)) {
      // A tab beside `chunked` is a part of the name to Node, and space to others.
      if (key === "transfer-encoding" && lines[index]?.includes("\t")) throw new InvalidAnswer("a transfer coding with a tab");
      readFraming(framing, key, value);
    }
  }
  const { contentLength, chunked, close } = framing;
  if (chunked && contentLength !== null) throw new InvalidAnswer("both a length and chunks");
  return { head: { code: Number(code), message, rawHeaders, names, contentLength }, chunked, close };
}

/** One line of the trailers, with its end. Throws InvalidAnswer, also for what would have told the framing had it come in time. */
export function parseTrailer(line: string): { name: string; value: string } {
  if (!line.endsWith("\r\n") || unfit.test(line)) throw new InvalidAnswer("a character that no trailer may hold");
  const { name, key, value } = parseLine(line.slice(0, -2));
  if (framingNames.has(key)) throw new InvalidAnswer("framing among the trailers");
  return { name, value };
}

type Framing = Pick<ParsedHead, "chunked" | "close"> & Pick<AnswerHead, "contentLength">;

function readFraming(framing: Framing, key: string, value: string): void {
  if (key === "content-length") {
    if (framing.contentLength !== null || !/^\d{1,15}$/.test(value)) throw new InvalidAnswer("the length is doubled or not a number");
    framing.contentLength = Number(value);
  } else if (key === "transfer-encoding") {
    if (framing.chunked || value.toLowerCase() !== "chunked") throw new InvalidAnswer("a transfer coding other than chunked, once");
    framing.chunked = true;
  } else if ((key === "connection" || key === "proxy-connection") && /(?:^|[,\s])close(?:$|[,\s])/i.test(value)) {
    framing.close = true;
  }
}

const framingNames = new Set(["content-length", "transfer-encoding", "host", "connection", "proxy-connection", "trailer"]);
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Servers use the same few names for ever; a hostile one may not fill our memory with others, nor with long ones. */
const lowerCase = new Map<string, string>();
const lowerCaseMax = 1000;
const cachedNameMax = 64;

function parseLine(line: string): { name: string; key: string; value: string } {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon));
  let key = lowerCase.get(name);
  if (key === undefined) {
    // A folded line begins with a space, which no name holds: it is refused here.
    if (!token.test(name)) throw new InvalidAnswer("a header without a proper name");
    // A slice keeps the whole head alive that it was cut from: what is kept are copies.
    const copy = Buffer.from(name, "latin1").toString("latin1");
    key = copy.toLowerCase();
    if (lowerCase.size < lowerCaseMax && name.length <= cachedNameMax) lowerCase.set(copy, key);
  }
  return { name, key, value: withoutSpace(line, colon + 1) };
}

/** From `start`, without the spaces and tabs around. */
function withoutSpace(line: string, start: number): string {
  let from = start;
  let to = line.length;
  while (from < to && isSpace(line.charCodeAt(from))) from++;
  while (to > from && isSpace(line.charCodeAt(to - 1))) to--;
  return line.slice(from, to);
}

function isSpace(character: number): boolean {
  return character === 32 || character === 9;
}
