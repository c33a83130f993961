// Who answers what, and what pages may believe.
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { atOnce, connect } from "./testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "./testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.gateway.pageRequests.length = 0;
});
afterAll(() => relay.close());

const get = async (path: string, lines = "Host: 127.0.0.1\r\n") => parseAnswer(await relay.raw(`GET ${path} HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`));

describe("pages", () => {
  it.each(["/", "/admin/users", "/api/auth/session", "/api/kubernetes/config?ids=1", "/version", "/api/v1/pods"])("answer %s", async (path) => {
    expect(await get(path)).toMatchObject({ code: 200 });
    expect(relay.gateway.pageRequests).toHaveLength(1);
  });

  it("never answer below the proxy's prefix, not even to tell that it is not there", async () => {
    for (const path of ["/api/endpoints", "/api/endpoints/1/kubernetes/api", "/api/endpoints/x"]) expect((await get(path)).code).toBe(401);
    expect(relay.gateway.pageRequests).toHaveLength(0);
  });

  it.each(["", "Host: evil.example\r\n", "Host: 127.0.0.1.evil.example\r\n"])("are not served under a name that is not ours (%j)", async (lines) => {
    expect([400, 421]).toContain((await get("/", lines)).code);
    expect(relay.gateway.pageRequests).toHaveLength(0);
  });

  it("A13: hear where a request comes from by us alone", async () => {
    const claims = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-Ip", "X-Drawbridge-Client-Ip", "x-drawbridge-anything"];
    await get("/", `Host: 127.0.0.1\r\n${claims.map((name) => `${name}: evil\r\n`).join("")}`);
    const headers = relay.gateway.pageRequests[0]?.headers;
    expect(headers).toEqual({ host: "127.0.0.1", connection: "close", "x-drawbridge-client-ip": "127.0.0.1" });
  });

  // A38
  it.each([
    ["another site", "Origin: https://evil.example\r\n", 403],
    ["another port of our host", "Origin: https://127.0.0.1:1\r\n", 403],
    ["our host without TLS", "Origin: http://127.0.0.1\r\n", 403],
    ["a sandboxed frame", "Origin: null\r\n", 403],
    ["a browser that names another site, and no origin", "Sec-Fetch-Site: cross-site\r\n", 403],
    ["a neighbour below the same domain", "Origin: https://127.0.0.1\r\nSec-Fetch-Site: same-site\r\n", 403],
    ["our own page", "Origin: https://127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n", 200],
    ["a program", "", 200],
  ])("are asked to change something by nobody else's page: a POST of %s", async (_who, lines, code) => {
    const answer = await relay.raw(`POST /api/auth/callback/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}Content-Length: 0\r\nConnection: close\r\n\r\n`);
    expect(parseAnswer(answer).code).toBe(code);
    expect(relay.gateway.pageRequests).toHaveLength(code === 200 ? 1 : 0);
  });

  // A38
  it.each(["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])("have no %s", async (method) => {
    expect(parseAnswer(await relay.raw(`${method} / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)).code).toBe(405);
    expect(relay.gateway.pageRequests).toHaveLength(0);
  });

  it("get their upgrades, under our names alone", async () => {
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    expect(await relay.raw(`GET /_next/hmr HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await relay.raw(`GET /_next/hmr HTTP/1.1\r\nHost: evil\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
    expect(relay.gateway.pageRequests).toHaveLength(1);
  });
});

describe("health", () => {
  it("is told without a token and under any name", async () => {
    expect(await get("/livez", "Host: 10.0.0.1\r\n")).toMatchObject({ code: 200, body: expect.stringContaining("ok") });
    expect(await get("/readyz", "Host: 10.0.0.1\r\n")).toMatchObject({ code: 200 });
  });
});

describe("settings of the server", () => {
  it("hold the limits that the wire asks for", () => {
    const { server } = relay.gateway.gateway;
    expect(server).toMatchObject({ headersTimeout: 30_000, requestTimeout: 0, keepAliveTimeout: 95_000, timeout: 0, maxHeadersCount: 0 });
  });

  it("P02: a connection is good for another request after the five seconds of Node's default", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill("GET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n"));
    expect(await client.until("{}")).toContain("Keep-Alive: timeout=95");
    client.socket.destroy();
  });

  it("A61: TLS below 1.2 is refused", async () => {
    await expect(connect(relay.gateway, { maxVersion: "TLSv1.1", minVersion: "TLSv1" })).rejects.toThrow();
  });
});

describe("draining", () => {
  it("lets a running request finish, answers no new connection, and says on old ones that they end (R18)", async () => {
    const own = await startRelay({ script: () => {} });
    const busy = await connect(own.gateway);
    busy.send(own.fill("GET {prefix}/slow HTTP/1.1\r\n{auth}\r\n\r\n"));
    const { socket } = await own.api.request(1);
    const drained = own.gateway.gateway.drain({ ...atOnce, requestsMs: 5000 });
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
    expect(await busy.untilClosed()).toContain("done");
    await drained;
    await expect(connect(own.gateway)).rejects.toThrow();
    await own.close();
  });

  it("cuts what is left after the grace", async () => {
    const own = await startRelay({ script: () => {} });
    const busy = await connect(own.gateway);
    busy.send(own.fill("POST {prefix}/slow HTTP/1.1\r\n{auth}\r\nContent-Length: 5\r\n\r\nhel"));
    await once(own.gateway.gateway.server, "request").catch(() => {});
    await own.gateway.gateway.drain({ ...atOnce, requestsMs: 50 });
    await busy.untilClosed();
    await own.close();
  });
});
