// Answers as clusters, applications and hostile servers send them.
import type { Random } from "./random.ts";

export interface FuzzAnswer {
  text: string;
  /** The request was a HEAD. */
  bodyless: boolean;
  /** The request asked for another protocol. */
  mayUpgrade: boolean;
  isSpoiled: boolean;
}

const reasons = ["OK", "", "Not Found", "gr\xf6\xdfe", "a\tb", "  x"] as const;
const headers = [
  "Content-Type: application/json",
  "content-TYPE:application/json;stream=watch",
  "X-Empty:",
  "X-Space: \t a b \t ",
  "Audit-Id: 0be41d75",
  'Warning: 299 - "a"',
  "X-Latin: gr\xf6\xdfe",
  "Connection: keep-alive",
  "Connection: close",
  "Keep-Alive: timeout=5",
  "Date: Wed, 25 Nov 2026 08:00:00 GMT",
  "!#$%&'*+-.^_`|~: odd",
  "Set-Cookie: a=b; Path=/",
  "Trailer: X-Sum",
] as const;

export function randomAnswer(random: Random): FuzzAnswer {
  const bodyless = random.chance(0.1);
  const mayUpgrade = random.chance(0.1);
  let text = validAnswer(random, { bodyless, mayUpgrade });
  let isSpoiled = false;
  for (; random.chance(isSpoiled ? 0.4 : 0.75); isSpoiled = true) text = spoil(random, text);
  return { text, bodyless, mayUpgrade, isSpoiled };
}

function validAnswer(random: Random, { bodyless, mayUpgrade }: Pick<FuzzAnswer, "bodyless" | "mayUpgrade">): string {
  const interim = random.chance(0.15)
    ? random.pick(["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "HTTP/1.1 102 \r\n\r\n"])
    : "";
  const lines = Array.from({ length: random.int(6) }, () => `${random.pick(headers)}\r\n`).join("");
  if (mayUpgrade && random.chance(0.6)) return `${interim}HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines}\r\nstream`;
  const status = `${interim}HTTP/1.1 ${random.pick([200, 201, 204, 206, 302, 304, 403, 404, 409, 422, 500, 503, 599])} ${random.pick(reasons)}\r\n`;
  const body = "x".repeat(random.pick([0, 1, 2, 10, 100, 5000]));
  const sent = bodyless || /^HTTP\/1\.1 (?:204|304)/m.test(status) ? "" : body;
  return random.pick([
    () => `${status}${lines}Content-Length: ${body.length}\r\n\r\n${sent}`,
    () => `${status}Transfer-Encoding: ${random.pick(["chunked", "Chunked", "CHUNKED"])}\r\n${lines}\r\n${sent === "" && bodyless ? "" : chunks(random, sent)}`,
    () => `${status}${lines}\r\n${sent}`,
  ])();
}

function chunks(random: Random, body: string): string {
  let text = "";
  for (let at = 0; at < body.length; ) {
    const size = 1 + random.int(Math.min(body.length - at, 2000));
    const digits = size.toString(16);
    text += `${random.pick([digits, digits, digits.toUpperCase(), `00${digits}`])}\r\n${body.slice(at, at + size)}\r\n`;
    at += size;
  }
  return `${text}${random.pick(["0", "0", "000"])}\r\n${random.pick(["", "", "X-Sum: 1\r\n", "X-A:\r\nx-b: \t2 \r\n"])}\r\n`;
}

const inserts = [
  "\r",
  "\n",
  "\r\n",
  "\0",
  " ",
  "\t",
  ":",
  ",",
  ";a=b",
  "\x0b",
  "\x0c",
  "\x7f",
  "\x80",
  "\xff",
  "0",
  "F",
  "-",
  "+",
  "_",
  "0x",
  "\r\n ",
  "\r\n\r\n",
  "\r\r\n",
  "\n\n",
] as const;
const lines = [
  "Content-Length: 0",
  "Content-Length: 5",
  "content-length: 5",
  "Content-Length: 05",
  "Content-Length: 5 ",
  "Content-Length: +5",
  "Content-Length: 5, 5",
  "Content-Length: 5;",
  "Content-Length: 0x5",
  "Content-Length: 5\x0b",
  "Content-Length: ",
  "Content-Length: 9007199254740993",
  "Content-Length : 5",
  "Content\x00-Length: 5",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: identity",
  "Transfer-Encoding: gzip, chunked",
  "Transfer-Encoding: chunked, gzip",
  "Transfer-Encoding: chunked,",
  "Transfer-Encoding: ,chunked",
  "Transfer-Encoding: chunked;q=1",
  "Transfer-Encoding: \tchunked\t",
  "Transfer-Encoding: chunked\x0b",
  "Transfer-Encoding:",
  "Transfer_Encoding: chunked",
  "Connection: close, Content-Length",
  "Connection: Upgrade",
  "Connection: keep-alive, close",
  "Connection: \tclose\t",
  "Connection: closed",
  "Connection: upgrade, close",
  "Upgrade: websocket",
  "Upgrade: h2c",
  "Proxy-Connection: close",
  "no colon",
  ": no name",
  " folded",
  "\tfolded",
  "X:\ry",
  "X: y\nZ: z",
  "X\xe9: y",
  "X Y: z",
  "",
] as const;
const firstLines = [
  "HTTP/1.1 200",
  "HTTP/1.1 200 ",
  "HTTP/1.1  200 OK",
  "HTTP/1.1\t200 OK",
  "HTTP/1.0 200 OK",
  "HTTP/2.0 200 OK",
  "HTTP/1.2 200 OK",
  "http/1.1 200 OK",
  "HTTP/1.1 20 OK",
  "HTTP/1.1 2000 OK",
  "HTTP/1.1 200OK",
  "HTTP/1.1 -20 OK",
  "HTTP/1.1 999 OK",
  "HTTP/1.1 101 Switching Protocols",
  "HTTP/1.1 100 Continue",
  "HTTP/1.1 199 Odd",
  "HTTP/1.1 204 No Content",
  "HTTP/1.1 304 Not Modified",
  "HTTP/11 200 OK",
  "ICY 200 OK",
  "RTSP/1.0 200 OK",
  "",
] as const;

function spoil(random: Random, text: string): string {
  const at = random.int(text.length + 1);
  const length = random.int(10);
  return random.pick([
    () => text.slice(0, at) + random.pick(inserts) + text.slice(at),
    () => text.slice(0, at) + random.pick(inserts) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at + length) + text.slice(at),
    () => text.slice(0, at),
    () => text.replace("\r\n", `\r\n${random.pick(lines)}\r\n`),
    () => text.replace("\r\n\r\n", `\r\n${random.pick(lines)}\r\n\r\n`),
    () => text.replace(/(\r\n)?\r\n$/, `\r\n${random.pick(lines)}\r\n\r\n`),
    () => text.replace(/^.*?(?=\r\n)/, random.pick(firstLines)),
    () => random.pick(inserts) + text,
    () => text + random.pick(["x", "\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged", "0\r\n\r\n"]),
    () =>
      text.replace(/(?<=\r\n\r\n)([0-9a-f]+)(?=\r\n)/i, (size) =>
        random.pick([
          `${size};a=b`,
          `${size} `,
          ` ${size}`,
          `+${size}`,
          `-${size}`,
          `0x${size}`,
          `${size}\t`,
          "fffffffffffffffff",
          "7fffffffffffffff",
          "80000000",
          "",
        ]),
      ),
    () => text.replace(/\r\n(?=[^\r]*$)/, random.pick(["\n", "\r", ""])),
  ])();
}
