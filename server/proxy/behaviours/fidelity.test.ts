// What was sent is what arrives, both ways.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.api.script = answerWith("200 OK", "{}");
});
afterAll(() => relay.close());

describe("connections", () => {
  it("P01: HTTP/1.1 is agreed on, with h2 offered or nothing", async () => {
    const offered = await connect(relay.gateway, { ALPNProtocols: ["h2", "http/1.1"] });
    expect(offered.socket.alpnProtocol).toBe("http/1.1");
    offered.socket.destroy();
    const silent = await connect(relay.gateway);
    expect(silent.socket.alpnProtocol).toBe(false);
    silent.socket.destroy();
  });

  it("P04: a cluster that closes its connection does not close the client's", async () => {
    relay.api.script = answerWith("200 OK", "{}", ["Connection: close"]);
    const client = await connect(relay.gateway);
    client.send(relay.fill("GET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n"));
    expect(await client.until("{}")).not.toMatch(/connection: close/i);
    client.send(relay.fill("GET {prefix}/b HTTP/1.1\r\n{auth}\r\n\r\n"));
    await relay.api.request(2);
    client.socket.destroy();
  });

  it("P06: a body is asked for after the token was found good, never before", async () => {
    const bad = await connect(relay.gateway);
    bad.send(relay.fill("POST {prefix}/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    expect(await bad.untilClosed()).toMatch(/^HTTP\/1\.1 401 /);
    const good = await connect(relay.gateway);
    good.send(relay.fill("POST {prefix}/a HTTP/1.1\r\n{auth}\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"));
    await good.until("100 Continue");
    good.send("hello");
    expect(await good.untilClosed()).toContain("HTTP/1.1 200 ");
    expect(relay.api.requests[0]).toMatchObject({ body: "hello" });
    expect(relay.api.requests[0]?.all("expect")).toEqual([]);
  });
});

describe("headers", () => {
  it.each([
    ["with its body", "ahead=no", "5\r\nhello\r\n"],
    ["ahead of its body", "watch=true", ""],
  ])("P08: bytes above ASCII in a header arrive as they were, in a head that comes %s", async (_title, query, body) => {
    const head = `HTTP/1.1 200 OK\r\nWarning: 299 - "${Buffer.from("use v1 ✓").toString("latin1")}"\r\nTransfer-Encoding: chunked\r\n\r\n`;
    relay.api.script = ({ socket }) => socket.write(Buffer.from(head + body, "latin1"));
    const client = await connect(relay.gateway);
    client.send(relay.fill(`GET {prefix}/api/v1/pods?${query} HTTP/1.1\r\n{auth}\r\n\r\n`));
    expect(Buffer.from(await client.until("\r\n\r\n"), "latin1").toString()).toContain('Warning: 299 - "use v1 ✓"');
    client.socket.destroy();
  });

  it("P08: repeated lines, order and case stay, both ways", async () => {
    relay.api.script = answerWith("200 OK", "{}", ['Warning: 299 - "a"', "x-Lower: 1", 'Warning: 299 - "b"']);
    const { headers } = await relay.ask("GET", "/a", { headers: ["X-B: 1", "x-a: 2", "X-B: 3"] });
    expect(relay.api.requests[0]?.headers.filter(([name]) => /^x-[ab]$/i.test(name))).toEqual([
      ["X-B", "1"],
      ["x-a", "2"],
      ["X-B", "3"],
    ]);
    expect(headers.filter((line) => /^(?:warning|x-lower)/i.test(line))).toEqual(['Warning: 299 - "a"', "x-Lower: 1", 'Warning: 299 - "b"']);
  });

  it("P09: a selector of 900 KB passes; more than a megabyte is 431", async () => {
    expect((await relay.ask("GET", `/a?l=${"x".repeat(900_000)}`)).code).toBe(200);
    expect((await relay.ask("GET", `/a?l=${"x".repeat(1_100_000)}`)).code).toBe(431);
  });

  it("A19: 2,100 lines are all seen: the last one cannot hide", async () => {
    const many = Array.from({ length: 2100 }, (_, index) => `X-${index}: 1`);
    expect((await relay.ask("GET", "/a", { headers: many })).code).toBe(200);
    expect(relay.api.requests[0]?.all("x-2099")).toEqual(["1"]);
    expect((await relay.ask("GET", "/a", { headers: [...many, "Impersonate-User: root"] })).code).toBe(403);
  });

  it("P12: a redirect of the API server stays under the client's prefix; one out of the environment is a 502 (A47)", async () => {
    const locations: [string, string, string | null][] = [
      ["/x", "/api/v1/services/y/proxy/", `${relay.prefix}/api/v1/services/y/proxy/`],
      ["/x", `${relay.api.server}/b?c`, `${relay.prefix}/b?c`],
      ["/x", "relative", "relative"],
      ["/x", "https://169.254.169.254/", null],
      ["/x", "//evil/", null],
      ["/x", `${relay.api.server}.evil/`, null],
      ["/api/v1/namespaces/a/services/y/proxy/login", "https://app.example/", "https://app.example/"],
    ];
    for (const [path, location, expected] of locations) {
      relay.api.script = answerWith("302 Found", "", [`Location: ${location}`]);
      const { code, headers } = await relay.ask("GET", path);
      expect({ location, code, to: headers.find((line) => line.startsWith("Location: "))?.slice(10) ?? null }).toEqual({
        location,
        code: expected ? 302 : 502,
        to: expected,
      });
    }
  });

  it("P22: the client's Audit-Id goes through; without one the cluster gets ours and the client is told", async () => {
    const own = await relay.ask("GET", "/a", { headers: ["Audit-Id: mine-1"] });
    expect(relay.api.requests[0]?.all("audit-id")).toEqual(["mine-1"]);
    expect(own.headers).toContain("Audit-Id: mine-1");
    const { headers } = await relay.ask("GET", "/a");
    expect(headers).toContain(`Audit-Id: ${relay.api.requests[1]?.all("audit-id")[0]}`);
  });

  it("P23: what would act on our own origin is dropped", async () => {
    const dropped = ["Strict-Transport-Security: max-age=1", 'Clear-Site-Data: "*"', "Alt-Svc: h3", "Service-Worker-Allowed: /"];
    relay.api.script = answerWith("200 OK", "{}", [...dropped, "Set-Cookie: __Secure-next-auth.session-token=x", "Set-Cookie: app=1"]);
    const { headers } = await relay.ask("GET", "/a");
    expect(headers.filter((line) => /^(?:strict|clear|alt|service|set-cookie)/i.test(line))).toEqual(["Set-Cookie: app=1"]);
  });
});

describe("methods and content", () => {
  it("P13: HEAD has the head alone and leaves the connection usable; PATCH and OPTIONS arrive", async () => {
    const text = await relay.raw("HEAD {prefix}/version HTTP/1.1\r\n{auth}\r\n\r\nGET {prefix}/b HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n");
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\n[^{}]*\r\n\r\nHTTP\/1\.1 200 OK\r\n[^{}]*\r\n\r\n\{\}$/);
    await relay.ask("PATCH", "/a", { body: "[]", headers: ["Content-Type: application/apply-patch+yaml"] });
    await relay.ask("OPTIONS", "/a");
    expect(relay.api.requests.slice(2).map(({ method, body, all }) => [method, body, all("content-type")[0]])).toEqual([
      ["PATCH", "[]", "application/apply-patch+yaml"],
      ["OPTIONS", "", undefined],
    ]);
  });

  it("P14, P15: compressed and binary answers arrive byte for byte, with their type as it was", async () => {
    const bytes = gzipSync(Buffer.from("x".repeat(200_000))).toString("latin1");
    relay.api.script = ({ socket }) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Type: application/vnd.kubernetes.protobuf;stream=watch\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`;
      socket.write(Buffer.from(head + bytes, "latin1"));
    };
    const { headers, body } = await relay.ask("GET", "/a", { headers: ["Accept-Encoding: gzip", "Accept: application/vnd.kubernetes.protobuf"] });
    expect(body).toBe(bytes);
    expect(headers).toEqual(expect.arrayContaining(["Content-Type: application/vnd.kubernetes.protobuf;stream=watch", "Content-Encoding: gzip"]));
    expect(relay.api.requests[0]?.all("accept")).toEqual(["application/vnd.kubernetes.protobuf"]);
  });

  it("P17: discovery keeps its type with parameters, its tag and its 304", async () => {
    const type = "Content-Type: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    relay.api.script = answerWith("200 OK", "{}", [type, 'ETag: "t"', "Vary: Accept", "Cache-Control: public"]);
    expect((await relay.ask("GET", "/apis")).headers).toEqual(expect.arrayContaining([type, 'ETag: "t"', "Vary: Accept", "Cache-Control: public"]));
    relay.api.script = ({ socket }) => socket.write('HTTP/1.1 304 Not Modified\r\nETag: "t"\r\n\r\n');
    const { code, body } = await relay.ask("GET", "/apis", { headers: ['If-None-Match: "t"'] });
    expect({ code, body }).toEqual({ code: 304, body: "" });
  });

  it("P16, P20: errors of the cluster pass whole, also those of a large upload", async () => {
    const status = `{"kind":"Status","reason":"RequestEntityTooLarge","code":413}`;
    relay.api.script = answerWith("413 Request Entity Too Large", status, ["Retry-After: 5", "Content-Type: application/json"]);
    const { code, headers, body } = await relay.ask("POST", "/a", { body: "x".repeat(1_400_000) });
    expect({ code, body }).toEqual({ code: 413, body: status });
    expect(headers).toContain("Retry-After: 5");
    expect(relay.api.requests[0]?.body).toHaveLength(1_400_000);
  });

  it("P07: trailers arrive, an early hint does not", async () => {
    relay.api.script = ({ socket }) =>
      socket.write(
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Sum: 9\r\n\r\n",
      );
    const { code, headers, body } = await relay.ask("GET", "/a");
    expect(code).toBe(200);
    expect(headers).toContain("Trailer: X-Sum");
    expect(body).toBe("2\r\n{}\r\n0\r\nX-Sum: 9\r\n\r\n");
  });
});
