// Requests as good clients send them: what the mutations start from.
import type { Random } from "./random.ts";

export interface FuzzRequest {
  method: string;
  target: string;
  version: string;
  headers: [name: string, value: string][];
  /** As it goes over the wire, framing and all. */
  body: string;
}

export interface Sender {
  name: string;
  token: string;
  prefix: string;
}

const webSocketProtocols = ["v5.channel.k8s.io", "v4.channel.k8s.io, v3.channel.k8s.io", "SPDY/3.1+portforward.k8s.io"] as const;

/** `tag` is in the target, so that what the cluster saw can be told apart. */
export function validRequest(random: Random, sender: Sender, tag: string): FuzzRequest {
  const root = random.chance(0.2) ? "" : sender.prefix;
  const namespace = "/api/v1/namespaces/a";
  const request: FuzzRequest = {
    method: "GET",
    target: `${root}${namespace}/pods/${tag}`,
    version: "HTTP/1.1",
    headers: [
      ["Host", "127.0.0.1"],
      ["User-Agent", "kubectl/v1.36.0 (linux/amd64)"],
      ["Accept", "application/json, */*"],
      ["Authorization", `Bearer ${sender.token}`],
      ["Accept-Encoding", "gzip"],
    ],
    body: "",
  };
  random.pick([get, list, post, chunked, chunked, remove, exec, exec, spdy, application, head])(random, request, { root, namespace, tag, sender });
  if (random.chance(0.2)) request.headers.push(["Connection", random.pick(["keep-alive", "close", "Keep-Alive"])]);
  return request;
}

interface Names {
  root: string;
  namespace: string;
  tag: string;
  sender: Sender;
}

function get(random: Random, request: FuzzRequest): void {
  if (random.chance(0.5)) request.target += random.pick(["?pretty=true", "?x=%2F..%2F", "?a=b?c=d", "/log?follow=true", "/status"]);
}

function list(random: Random, request: FuzzRequest, { root, tag }: Names): void {
  request.target = `${root}/api/v1/pods?labelSelector=${tag}${random.pick(["", "&watch=true", "&watch=1&timeoutSeconds=1", "&limit=500&continue=abc"])}`;
}

function head(random: Random, request: FuzzRequest): void {
  request.method = random.pick(["HEAD", "OPTIONS"]);
}

function post(random: Random, request: FuzzRequest, names: Names): void {
  request.method = random.pick(["POST", "PUT", "PATCH"]);
  const body = bodyWithCanary(random, names);
  request.headers.push(["Content-Type", "application/json"], ["Content-Length", String(body.length)]);
  if (random.chance(0.1)) request.headers.push(["Expect", "100-continue"]);
  request.body = body;
}

function chunked(random: Random, request: FuzzRequest, names: Names): void {
  request.method = random.pick(["POST", "PUT", "DELETE", "OPTIONS", "GET"]);
  request.headers.push(["Transfer-Encoding", random.pick(["chunked", "chunked", "Chunked"])]);
  const body = bodyWithCanary(random, names);
  const at = random.int(body.length);
  const pieces = [body.slice(0, at), body.slice(at)].filter((piece) => piece !== "");
  const extension = random.chance(0.2) ? ";name=value" : "";
  const trailer = random.chance(0.2) ? "X-Sum: 1\r\nImpersonate-User: root\r\n" : "";
  request.body = `${pieces.map((piece) => `${piece.length.toString(16)}${extension}\r\n${piece}\r\n`).join("")}0\r\n${trailer}\r\n`;
}

function remove(random: Random, request: FuzzRequest, names: Names): void {
  post(random, request, names);
  request.method = "DELETE";
}

function exec(random: Random, request: FuzzRequest, { root, namespace, tag, sender }: Names): void {
  request.target = `${root}${namespace}/pods/${tag}/${random.pick(["exec?command=id", "attach", "portforward", "proxy/ws"])}`;
  request.headers.push(["Connection", "Upgrade"], ["Upgrade", "websocket"], ["Sec-WebSocket-Version", "13"], ["Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="]);
  if (random.chance(0.3)) {
    request.headers = request.headers.filter(([name]) => name !== "Authorization");
    const token = Buffer.from(sender.token).toString("base64url");
    request.headers.push(["Sec-WebSocket-Protocol", `base64url.bearer.authorization.k8s.io.${token}, v5.channel.k8s.io`]);
  } else {
    request.headers.push(["Sec-WebSocket-Protocol", random.pick(webSocketProtocols)]);
  }
  // Sent ahead of the 101: belongs to the stream, and looks like a request.
  if (random.chance(0.5)) request.body = canary(sender, tag);
}

function spdy(random: Random, request: FuzzRequest, names: Names): void {
  exec(random, request, names);
  request.method = "POST";
  request.headers = request.headers
    .filter(([name]) => !name.startsWith("Sec-WebSocket"))
    .map(([name, value]) => [name, name === "Upgrade" ? "SPDY/3.1" : value]);
  if (!request.headers.some(([name]) => name === "Authorization")) request.headers.push(["Authorization", `Bearer ${names.sender.token}`]);
  request.headers.push(["X-Stream-Protocol-Version", "v4.channel.k8s.io"], ["X-Stream-Protocol-Version", "v3.channel.k8s.io"]);
  if (random.chance(0.5)) request.headers.push(["Content-Length", "0"]);
}

function application(random: Random, request: FuzzRequest, { root, namespace, tag }: Names): void {
  request.target = `${root}${namespace}/services/http:${tag}:80/proxy/${random.pick(["", "a//b", "a%2Fb", "a%20b?x=%22", "..a/.b"])}`;
}

function bodyWithCanary(random: Random, { sender, tag }: Names): string {
  return `${random.pick(["{}", "", "x=1&", "\r\n", "0\r\n\r\n", "\r\n\r\n"])}${canary(sender, tag)}`;
}

/** A good request, with a good token, in a place where it is none. */
export function canary(sender: Sender, tag: string): string {
  return `GET ${sender.prefix}/canary/${tag} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${sender.token}\r\n\r\n`;
}

export function wireForm({ method, target, version, headers, body }: FuzzRequest): string {
  return `${method} ${target} ${version}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}
