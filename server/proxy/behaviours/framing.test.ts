// A body arrives as the client framed it, whatever the method.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.api.script = answerWith("200 OK", "{}");
  relay.api.onHead = null;
});
afterAll(() => relay.close());

const options = '{"kind":"DeleteOptions","propagationPolicy":"Orphan"}';

describe("a body", () => {
  // P05
  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "GET"])("of %s by length arrives by that length alone", async (method) => {
    expect((await relay.ask(method, "/a", { body: options })).code).toBe(200);
    const [request] = relay.api.requests;
    expect([request?.all("content-length"), request?.all("transfer-encoding"), request?.body]).toEqual([[String(options.length)], [], options]);
  });

  // P05
  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("of %s in chunks arrives in chunks alone", async (method) => {
    const chunks = `a\r\n${options.slice(0, 10)}\r\n${(options.length - 10).toString(16)};extension=1\r\n${options.slice(10)}\r\n0\r\n\r\n`;
    const text = await relay.raw(`${method} {prefix}/a HTTP/1.1\r\n{auth}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
    expect(parseAnswer(text).code).toBe(200);
    const [request] = relay.api.requests;
    expect([request?.all("content-length"), request?.all("transfer-encoding"), request?.body]).toEqual([[], ["chunked"], options]);
  });

  // P05
  it.each(["POST", "DELETE", "GET"])("that %s does not have is not invented", async (method) => {
    expect((await relay.ask(method, "/a")).code).toBe(200);
    expect(relay.api.requests[0]?.all("transfer-encoding")).toEqual([]);
    expect(["0", undefined]).toContain(relay.api.requests[0]?.all("content-length")[0]);
    expect((await relay.ask(method, "/b", { headers: ["Content-Length: 0"] })).code).toBe(200);
    expect(relay.api.requests.map(({ target, body }) => [target, body])).toEqual([
      ["/a", ""],
      ["/b", ""],
    ]);
  });

  // P16
  it("of three megabytes and more has no limit here", async () => {
    const body = "y".repeat(3_500_000);
    expect((await relay.ask("POST", "/a", { body })).code).toBe(200);
    expect(relay.api.requests[0]?.body === body).toBe(true);
  });

  // P16, P20
  it("that the cluster refuses half-way brings the refusal word for word", async () => {
    const status = '{"kind":"Status","reason":"RequestEntityTooLarge","code":413,"message":"limit is 3145728"}';
    relay.api.onHead = ({ socket }) => {
      socket.pause();
      socket.end(`HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: ${status.length}\r\nConnection: close\r\n\r\n${status}`);
    };
    const client = await connect(relay.gateway);
    client.send(relay.fill("POST {prefix}/a HTTP/1.1\r\n{auth}\r\nContent-Length: 3500000\r\n\r\n"));
    client.send("z".repeat(1_000_000));
    expect(parseAnswer(await client.until(status))).toMatchObject({ code: 413, body: status });
    expect(relay.api.requests).toHaveLength(0);
    client.socket.destroy();
  });
});

describe("methods", () => {
  // P13
  it.each([
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
    "application/apply-patch+cbor",
  ])("PATCH is carried as %s, its bytes untouched", async (type) => {
    const body = "\xd9\xd9\xf7\x00\xff\r\n0\r\n\r\n";
    expect((await relay.ask("PATCH", "/a", { body, headers: [`Content-Type: ${type}`] })).code).toBe(200);
    expect(relay.api.requests[0]).toMatchObject({ method: "PATCH", body });
    expect(relay.api.requests[0]?.all("content-type")).toEqual([type]);
  });

  // P13
  it.each(["TRACE", "PROPFIND", "BREW"])("%s is refused", async (method) => {
    expect(await relay.raw(`${method} {prefix}/a HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 40[05] /);
    expect(relay.api.requests).toHaveLength(0);
  });

  // P13
  it("CONNECT opens nothing", async () => {
    expect(await relay.raw("CONNECT 127.0.0.1:443 HTTP/1.1\r\n{auth}\r\n\r\n")).toBe("");
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe("the head of a request", () => {
  // P09
  it.each([17_000, 70_000, 900_000])("holds a selector of %i bytes", async (bytes) => {
    const selector = "x".repeat(bytes);
    expect((await relay.ask("GET", `/api/v1/pods?labelSelector=${selector}`)).code).toBe(200);
    expect(relay.api.requests[0]?.target.length).toBe(bytes + "/api/v1/pods?labelSelector=".length);
  });

  // P09
  it("holds a header of 200,000 bytes", async () => {
    expect((await relay.ask("GET", "/a", { headers: [`X-Long: ${"x".repeat(200_000)}`] })).code).toBe(200);
    expect(relay.api.requests[0]?.all("x-long")[0]).toHaveLength(200_000);
  });

  // P09
  it("above a megabyte is refused in words, with 431", async () => {
    expect((await relay.ask("GET", `/a?l=${"x".repeat(1_100_000)}`)).code).toBe(431);
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe("a client that waits to be asked for its body", () => {
  const waits = (lines: string) => `POST {prefix}/a HTTP/1.1\r\n${lines}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n`;

  // P06
  it.each([
    ["without a token", "Host: a", 401],
    ["with a wrong token", "Host: a\r\nAuthorization: Bearer dbk_x", 401],
    ["as somebody else", "{auth}\r\nImpersonate-User: root", 403],
    ["with two readings", "{auth}\r\nHost: b", 400],
  ])("%s is refused and not asked, and nothing that it sends is taken for a request", async (_name, lines, code) => {
    const client = await connect(relay.gateway);
    client.send(relay.fill(waits(lines)));
    const text = await client.untilClosed();
    expect(parseAnswer(text).code).toBe(code);
    expect(text).not.toContain("100 Continue");
    expect(relay.api.requests).toHaveLength(0);
  });

  // P06
  it("is asked once, by us, and the cluster hears nothing of it", async () => {
    const client = await connect(relay.gateway);
    client.send(relay.fill(waits("{auth}")));
    await client.until("HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    const text = await client.until("{}");
    expect(text.match(/100 Continue/g)).toHaveLength(1);
    expect(relay.api.requests).toMatchObject([{ body: "hello" }]);
    expect(relay.api.requests[0]?.all("expect")).toEqual([]);
    client.socket.destroy();
  });

  // P06
  it("is not asked when it has none", async () => {
    const { code, headers } = await relay.ask("GET", "/a", { headers: ["Expect: 100-continue"] });
    expect(code).toBe(200);
    expect(headers.join()).not.toContain("100 Continue");
  });
});
