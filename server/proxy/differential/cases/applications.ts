import { type Case, one } from "../case.ts";

const service = "/api/v1/namespaces/default/services/app:web/proxy";
const pod = "/api/v1/namespaces/default/pods/app:8080/proxy";
const aggregated = "/apis/application.drawbridge.dev/v1";
const statuses = {
  hello: 200,
  lines: 200,
  redirect: 302,
  relative: 303,
  outside: 307,
  secret: 401,
  html: 200,
  nothing: 204,
  unchanged: 304,
  teapot: 418,
  broken: 500,
  busy: 503,
  compressed: 200,
  pieces: 200,
  trailers: 200,
  echo: 200,
};

/** What an application says goes through whole; its redirects stay below the path that it is reached by. */
export const behindServices: readonly Case[] = [
  ...[service, pod].flatMap((base) => [
    one("GET", base, 301),
    one("GET", `${base}?a=b`, 301),
    ...Object.entries(statuses).map(([name, status]) => one("GET", `${base}/${name}`, status)),
  ]),
  ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"].map((method) => one(method, `${service}/echo`, 200)),
  ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) =>
    one(method, `${service}/echo`, 200, { body: "a body", type: "text/plain", chunkBytes: 2, title: `${method} with a body in chunks arrives` }),
  ),
  one("POST", `${service}/echo`, 200, {
    body: Buffer.alloc(5_000_000, "x"),
    type: "application/octet-stream",
    title: "5 MB: an application has its own limits",
  }),
  one("POST", `${service}/echo`, 200, { body: Buffer.alloc(5_000_000, "x"), chunkBytes: 100_000, title: "5 MB in chunks" }),
  ...["/echo/a//b", "/echo/a%2Fb", "/echo/a%20b", '/echo/a|b"{}', "/echo?x=1?y=2", "/echo?a=%00&b=;", "/echo/", "/echo?a+b=%C3%A9"].map((path) =>
    one("GET", service + path, 200),
  ),
  one("GET", `${service}/echo`, 200, {
    headers: [
      "X-B: 1",
      "x-a: 2",
      "X-B: 3",
      "X-Empty:",
      'If-None-Match: "e"',
      "Range: bytes=1-",
      "Origin: https://app.example",
      "Referer: https://app.example/x",
    ],
    title: "a client's own headers arrive, all of them",
  }),
  one("GET", `${service}/echo`, 200, { headers: ["Cookie: session=abc; theme=dark"], title: "an application's cookies reach it" }),
  one("GET", `${service}/lines`, 403, { as: "reader" }),
];

/** An API server behind the API server. It is no application: it may not send people elsewhere. */
export const aggregatedApi: readonly Case[] = [
  ...(["hello", "lines", "nothing", "teapot", "broken", "busy", "compressed", "pieces", "trailers", "echo"] as const).map((name) =>
    one("GET", `${aggregated}/${name}`, statuses[name]),
  ),
  one("POST", `${aggregated}/echo`, 200, { body: "a body", chunkBytes: 2, title: "a body in chunks arrives at an aggregated API" }),
  one("DELETE", `${aggregated}/echo`, 200, { body: "{}" }),
  one("HEAD", `${aggregated}/hello`, 200),
];
