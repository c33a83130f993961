// Ways to spoil a good request: those that have fooled proxies before, and blind ones.
import type { Random } from "./random.ts";
import type { FuzzRequest, Sender } from "./requests.ts";

type Mutation = (random: Random, request: FuzzRequest, sender: Sender) => void;

const hostileHeaders: readonly [[string, string], ...[string, string][]] = [
  ["Impersonate-User", "system:admin"],
  ["impersonate-group", "system:masters"],
  ["Impersonate_User", "system:admin"],
  ["IMPERSONATE-UID", "0"],
  ["Impersonate-Extra-scopes", "all"],
  ["X-Remote-User", "root"],
  ["X_Remote_Group", "system:masters"],
  ["X-Remote-Extra-Scopes", "all"],
  ["X-Forwarded-For", "10.0.0.1"],
  ["X-Forwarded_Host", "evil"],
  ["Authorization", "Bearer x"],
  ["Authorization", "Basic dTpw"],
  ["Proxy-Authorization", "Basic dTpw"],
  ["Cookie", "__Secure-next-auth.session-token=x"],
  ["Host", "169.254.169.254"],
  ["Connection", "close, Impersonate-User, Authorization, Host, Audit-Id"],
  ["Connection", "Transfer-Encoding"],
  ["Connection", "Content-Length, Upgrade"],
  ["Connection", "Upgrade"],
  ["Proxy-Connection", "keep-alive"],
  ["Keep-Alive", "timeout=1000"],
  ["Upgrade", "websocket"],
  ["Upgrade", "h2c"],
  ["Upgrade", "websocket, SPDY/3.1"],
  ["Upgrade", "TLS/1.2"],
  ["HTTP2-Settings", "AAMAAABkAAQAAP__"],
  ["Transfer-Encoding", "chunked"],
  ["Transfer-Encoding", "gzip, chunked"],
  ["Transfer-Encoding", "identity"],
  ["Transfer-Encoding", "chunked, chunked"],
  ["Transfer-Encoding", "\tchunked"],
  ["Transfer-Encoding", "xchunked"],
  ["Transfer-Encoding", "chunked;q=1"],
  ["Transfer_Encoding", "chunked"],
  ["Content-Length", "0"],
  ["Content-Length", "5"],
  ["Content-Length", "+5"],
  ["Content-Length", "5, 5"],
  ["Content-Length", "0x5"],
  ["Content-Length", "00005"],
  ["Content-Length", "18446744073709551621"],
  ["Content_Length", "5"],
  ["Expect", "100-continue"],
  ["Expect", "200-ok"],
  ["Trailer", "Impersonate-User"],
  ["TE", "trailers"],
  ["Via", "1.1 evil"],
  ["Forwarded", "for=10.0.0.1"],
  ["X-HTTP-Method-Override", "DELETE"],
  ["X-Original-URL", "/api/v1/secrets"],
  ["Audit-Id", "x y"],
  ["Audit-ID", "a".repeat(300)],
  ["Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io.eA, base64url.bearer.authorization.k8s.io.eQ, v4"],
  ["X-Empty", ""],
  ["X-Latin", "gr\xf6\xdfe"],
];

const paths = ["/../", "/./", "/%2e%2e/", "/..%2f", "/..;/", "//", "\\", "#f", "%00", "%", "/%2E%2e", ";a=b", "\t", " ", "\xff", "?", "*", "@"] as const;

const mutateHeaders: Mutation[] = [
  (random, { headers }) => headers.splice(random.int(headers.length + 1), 0, random.pick(hostileHeaders)),
  (random, { headers }) => {
    const copied = headers[random.int(headers.length)];
    if (copied) headers.splice(random.int(headers.length + 1), 0, [...copied]);
  },
  (random, request) =>
    change(random, request, (name, value) => [[...name].map((letter) => (random.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase())).join(""), value]),
  (random, request) => change(random, request, (name, value) => [name.replaceAll("-", random.pick(["_", "--", ".", "-\t", "- "])), value]),
  (random, request) => change(random, request, (name, value) => [name + random.pick([" ", "\t", "\0", "\x0b", "\xa0", ":", "\r"]), value]),
  (random, request) => change(random, request, (name, value) => [random.pick([" ", "\t", "\r", "\n", "\x0b", "\ufeff"]) + name, value]),
  (random, request) => change(random, request, (name, value) => [name, fold(random, value)]),
  (random, request) => change(random, request, (name, value) => [name, value + random.pick([" ", "\t", "\0", "\x7f", "\x0b", ",", ", ", "\xa0"])]),
  (random, request) => change(random, request, (name, value) => [name, random.pick([" ", "\t", "\x0c", ","]) + value]),
  (random, { headers }) => headers.splice(random.int(headers.length), 1),
  (random, { headers }) => headers.push(...headers.splice(0, random.int(headers.length))),
  (_random, { headers }) => headers.reverse(),
  (random, { headers }) => {
    for (let index = random.int(300); index > 0; index--) headers.splice(random.int(headers.length + 1), 0, [`X-${index}`, "1"]);
  },
];

const mutateFraming: Mutation[] = [
  (random, request) => {
    const length = request.headers.find(([name]) => /^content-length$/i.test(name));
    if (length) length[1] = String(Math.max(0, Number(length[1]) + random.pick([-1, 1, -2, 2, -40, 7])));
  },
  (random, request) => request.headers.push(["Content-Length", String(request.body.length + random.int(3))]),
  (_random, request) => {
    request.headers.push(["Transfer-Encoding", "chunked"]);
  },
  (random, request) => {
    request.body = request.body.replace(/^[0-9a-f]+/i, (size) =>
      random.pick([`0x${size}`, `+${size}`, `0${size}`, ` ${size}`, `${size} `, `${size};`, `${size}\t`, `-${size}`, "ffffffffffffffff", "0", `${size}\r`]),
    );
  },
  (random, request) => {
    request.body = request.body.replace("\r\n", random.pick(["\n", "\r", "\r\r\n", "\n\r", "", "\r\n\r\n"]));
  },
  (random, { headers }) => {
    for (const header of headers)
      if (/^transfer-encoding$/i.test(header[0]))
        header[1] = random.pick(["chunked\x0b", "\x0bchunked", "chunked ", "ch\xfcnked", "chunk", "identity, chunked", "chunked, identity", '"chunked"']);
  },
];

const mutateLine: Mutation[] = [
  (random, request) => {
    const at = 1 + random.int(request.target.length);
    request.target = request.target.slice(0, at) + random.pick(paths) + request.target.slice(at);
  },
  (random, request) => {
    const at = random.int(request.target.length);
    const letter = request.target.charCodeAt(at).toString(16);
    request.target = `${request.target.slice(0, at)}%${random.chance(0.5) ? letter : `25${letter}`}${request.target.slice(at + 1)}`;
  },
  (random, request, { prefix }) => {
    request.target = random.pick([
      `http://evil${request.target}`,
      `//evil${request.target}`,
      `${prefix}/../..${request.target}`,
      prefix.toUpperCase() + request.target,
      `${prefix}x`,
      "*",
      "evil:443",
      "",
      prefix.replace(/\d+/, "999"),
      prefix.replace(/\d+/, "0$&"),
    ]);
  },
  (random, request) => {
    request.method = random.pick([
      "get",
      "TRACE",
      "CONNECT",
      "PRI",
      "GETX",
      "G\xcbT",
      "POST ",
      " GET",
      "GET\t",
      "MKCOL",
      "M-SEARCH",
      "QUERY",
      "OPTIONS",
      "DELETE",
      "HEAD",
    ]);
  },
  (random, request) => {
    request.version = random.pick([
      "HTTP/1.0",
      "HTTP/1.2",
      "HTTP/2.0",
      "HTTP/0.9",
      "HTTP/1.1 ",
      "http/1.1",
      "HTTP/1.10",
      "HTTP/11",
      "",
      "ICE/1.0",
      "RTSP/1.0",
      "HTTP/1.1\r\nX: y",
    ]);
  },
];

const structured = [mutateHeaders, mutateHeaders, mutateHeaders, mutateFraming, mutateFraming, mutateLine] as const;

/** Spoils `request` in one place. */
export function mutate(random: Random, request: FuzzRequest, sender: Sender): void {
  const [first, ...rest] = random.pick(structured);
  if (first) random.pick([first, ...rest])(random, request, sender);
}

const bytes = ["\r", "\n", "\r\n", "\0", " ", "\t", ":", ",", "\x0b", "\x80", "\xff", "0", "A"] as const;

/** Spoils what goes over the wire in one place, without knowing what it means. */
export function mutateBytes(random: Random, text: string): string {
  const at = random.int(text.length + 1);
  const length = random.int(12);
  return random.pick([
    () => text.slice(0, at) + random.pick(bytes) + text.slice(at),
    () => text.slice(0, at) + random.pick(bytes) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at + length) + text.slice(at),
    () => text.slice(0, at),
    () => random.pick(["\r\n", "\n", " ", "\0"]) + text,
    () => text.replaceAll("\r\n", "\n"),
    () => text.replace(/\r\n(?=[^\r]*\r\n\r\n)/, random.pick(["\n", "\r", "\r\r\n"])),
  ])();
}

function change(random: Random, { headers }: FuzzRequest, how: (name: string, value: string) => [string, string]): void {
  const at = random.int(headers.length);
  const header = headers[at];
  if (header) headers[at] = how(...header);
}

function fold(random: Random, value: string): string {
  const at = random.int(value.length + 1);
  return (
    value.slice(0, at) +
    random.pick(["\r\n ", "\r\n\t", "\n ", "\r ", "\r\n X: ", "\r\nImpersonate-User: root\r\nX: ", "\nImpersonate-User: root", "\rImpersonate-User: root"]) +
    value.slice(at)
  );
}
