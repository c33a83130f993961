// A cluster that was taken over, and speaks to us and to everyone's clients through us.
import { once } from "node:events";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import { answerWith, type Script } from "#server/testing/api-server.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

const good = answerWith("200 OK", "{}");
const raw =
  (text: string): Script =>
  ({ socket }) =>
    socket.write(Buffer.from(text, "latin1"));

/** Whatever the hostile answer was: the next one is served, on another connection. */
async function stillServes(): Promise<void> {
  const before = relay.api.received.length;
  relay.api.script = good;
  expect(await relay.ask("GET", "/after")).toMatchObject({ code: 200, body: "{}" });
  expect(relay.api.received.length).toBeGreaterThan(before);
}

// A52
describe("an answer that is not one is a 502, its connection is not used again, and others are served", () => {
  const ok = "HTTP/1.1 200 OK\r\n";
  it.each([
    ["ten megabytes of headers in one line", `${ok}X: ${"x".repeat(10_000_000)}\r\n\r\n`],
    ["ten megabytes of headers in many lines", `${ok}${`X-Line: ${"x".repeat(1000)}\r\n`.repeat(10_000)}\r\n`],
    ["a header without an end", `${ok}X: ${"x".repeat(3_000_000)}`],
    ["a reason without an end", `HTTP/1.1 200 ${"x".repeat(3_000_000)}`],
    ["a bare CR in a header", `${ok}X: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n`],
    ["a NUL in a header", `${ok}X: a\0b\r\nContent-Length: 0\r\n\r\n`],
    ["a folded line", `${ok}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`],
    ["a space before the colon", `${ok}Content-Length : 0\r\n\r\n`],
    ["a header without a name", `${ok}: a\r\nContent-Length: 0\r\n\r\n`],
    ["a header without a colon", `${ok}Content-Length\r\n\r\n`],
    ["two lengths", `${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    ["a list of lengths", `${ok}Content-Length: 2, 2\r\n\r\nab`],
    ["a negative length", `${ok}Content-Length: -1\r\n\r\n`],
    ["a signed length", `${ok}Content-Length: +2\r\n\r\nab`],
    ["a length in hex", `${ok}Content-Length: 0x2\r\n\r\nab`],
    ["a length beyond numbers", `${ok}Content-Length: 99999999999999999999999\r\n\r\nab`],
    ["chunks and a length", `${ok}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`],
    ["status 999", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["status 099", "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["status 20", "HTTP/1.1 20 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["HTTP/0.9", "{}"],
    ["a request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["nothing", ""],
    ["another protocol unasked", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"],
  ])("%s", async (_name, text) => {
    relay = await startRelay({ script: ({ socket }) => socket.end(Buffer.from(text, "latin1")) });
    const { code, headers } = await relay.ask("GET", "/api/v1/pods");
    expect(code).toBe(502);
    expect(headers.filter((line) => /^(?:x|set-cookie):/i.test(line))).toEqual([]);
    await relay.api.quiet();
    await stillServes();
  });

  it("hints without an end are a 502 or 504 within the limit of a first byte", async () => {
    const hint = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(20);
    relay = await startRelay({
      limits: { firstByteMs: 500 },
      script: ({ socket }) => {
        const more = () => {
          if (!socket.writable) return;
          socket.write(hint);
          setImmediate(more);
        };
        more();
      },
    });
    expect([502, 504]).toContain((await relay.ask("GET", "/api/v1/pods")).code);
    await relay.api.quiet();
    await stillServes();
  });
});

// A52, R36
describe("a body that is not one never ends well", () => {
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
  it.each([
    ["a chunk size that is none", `${chunked}zz\r\n`],
    ["a chunk size beyond numbers", `${chunked}fffffffffffffffff\r\n`],
    ["a chunk longer than its size", `${chunked}2\r\nabcdef\r\n0\r\n\r\n`],
    ["a bare LF behind a chunk size", `${chunked}5\nhello\r\n0\r\n\r\n`],
    ["a trailer with a NUL", `${chunked}0\r\nX: a\0\r\n\r\n`],
    ["no last chunk", chunked],
    ["less than its length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"],
  ])("%s", async (_name, text) => {
    relay = await startRelay({ script: ({ socket }) => socket.end(Buffer.from(text, "latin1")) });
    const answer = await relay.raw("GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n");
    // Cut, with or without some of it; or refused in words, where nothing of it had been told.
    if (!answer.startsWith("HTTP/1.1 502 ")) {
      expect(answer).toMatch(/^(?:$|HTTP\/1\.1 200 )/);
      expect(answer).not.toMatch(/\r\n0\r\n.*\r\n$/s);
      expect(answer).not.toMatch(/abcdef/);
    }
    await relay.api.quiet();
    await stillServes();
  });
});

// A53
describe("bytes that nobody asked for", () => {
  const forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
  const mild = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  it.each([
    ["in one piece with the answer", raw(mild + forged)],
    ["behind an answer without a body", raw(`HTTP/1.1 204 No Content\r\n\r\n${forged}`)],
    ["behind chunks", raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n${forged}`)],
    ["of a body that 304 cannot have", raw("HTTP/1.1 304 Not Modified\r\nContent-Length: 78\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")],
    [
      "a moment later",
      (({ socket }) => {
        socket.write(mild);
        setTimeout(() => socket.write(forged), 5);
      }) satisfies Script,
    ],
    [
      "ahead of the next request",
      (({ socket }) => {
        socket.write(mild, () => setImmediate(() => socket.write(forged)));
      }) satisfies Script,
    ],
  ])("%s never become someone's answer, and end the connection", async (_name, script) => {
    relay = await startRelay({ script });
    for (let turn = 0; turn < 6; turn++) {
      const { code, body } = await relay.ask("GET", `/turn-${turn}`);
      expect([200, 204, 304, 502]).toContain(code);
      expect(body).not.toContain("forged");
      expect(relay.api.received).toHaveLength(turn + 1);
      // Time for what comes unasked to arrive: what comes behind the next question is an answer to it.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });

  it("behind the answer of a HEAD never become the next answer", async () => {
    relay = await startRelay({
      script: ({ socket, method }) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 44\r\n\r\n${method === "HEAD" ? forged : "x".repeat(44)}`),
    });
    for (let turn = 0; turn < 4; turn++) {
      expect(await relay.ask("HEAD", "/a")).toMatchObject({ code: 200, body: "" });
      expect((await relay.ask("GET", "/b")).body).not.toContain("forged");
    }
  });
});

// A47
describe("a redirect", () => {
  async function listenForAnyone() {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    let met = 0;
    listener.on("connection", (socket) => {
      met++;
      socket.destroy();
    });
    return { origin: `https://127.0.0.1:${address.port}`, met: () => met, close: () => once(listener.close(), "close") };
  }

  it.each([301, 302, 303, 307, 308])("%i to another host is a 502, and nobody goes there", async (code) => {
    const elsewhere = await listenForAnyone();
    relay = await startRelay();
    for (const location of [
      `${elsewhere.origin}/latest/meta-data`,
      elsewhere.origin.replace("https:", ""),
      elsewhere.origin.replace("https:", "http:"),
      `\\\\${elsewhere.origin.slice(8)}\\x`,
      `/\\${elsewhere.origin.slice(8)}`,
      "javascript:alert(1)",
      "data:text/html,x",
    ]) {
      relay.api.script = answerWith(`${code} Elsewhere`, "", [`Location: ${location}`]);
      const answer = await relay.ask("GET", "/api/v1/pods");
      expect(answer.code, location).toBe(502);
      expect(answer.headers.join("\n")).not.toMatch(/^location/im);
    }
    expect(elsewhere.met()).toBe(0);
    await elsewhere.close();
  });

  it("within the cluster is told, not followed, and stays below the client's own URL", async () => {
    relay = await startRelay({ script: answerWith("307 Temporary Redirect", "", ["Location: /api/v1/secrets"]) });
    const { code, headers } = await relay.ask("GET", "/api/v1/pods");
    expect(code).toBe(307);
    expect(headers).toContain(`Location: ${relay.prefix}/api/v1/secrets`);
    expect(relay.api.requests).toHaveLength(1);
  });
});

// A48
describe("a cluster that cannot show who it is hears nothing of us", () => {
  it.each([
    ["another name", ["other.example"], {}],
    ["another address", ["127.0.0.2"], {}],
    ["an end that has passed", ["127.0.0.1"], { notBefore: new Date("2020-01-01"), notAfter: new Date("2020-02-01") }],
    ["a beginning that is to come", ["127.0.0.1"], { notBefore: new Date("2090-01-01"), notAfter: new Date("2090-02-01") }],
  ])("with %s in its certificate", async (_name, names, life) => {
    const certificate = await createTestCertificate(names, "notBefore" in life ? life : undefined);
    relay = await startRelay({ certificate });
    for (const path of ["/api/v1/pods", "/api/v1/pods?watch=true"]) expect((await relay.ask("GET", path)).code).toBe(502);
    const upgrade = await relay.raw("GET {prefix}/x HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    expect(upgrade).toMatch(/^HTTP\/1\.1 502 /);
    expect(relay.api.received.join("")).toBe("");
  });
});

// A59
describe("nothing on the way is read", () => {
  it.each([
    ["a gzip bomb", gzipSync(Buffer.alloc(50_000_000)), "Content-Encoding: gzip"],
    ["JSON of a depth of a million", Buffer.from("[".repeat(1_000_000)), "Content-Type: application/json"],
    ["what is no UTF-8 in a watch", Buffer.from("fffe00d800dc0a".repeat(1000), "hex"), "Content-Type: application/json"],
  ])("%s passes as it is, both ways", async (_name, bytes, header) => {
    relay = await startRelay({
      script: ({ socket }) => {
        socket.write(`HTTP/1.1 200 OK\r\n${header}\r\nContent-Length: ${bytes.length}\r\n\r\n`);
        socket.write(bytes);
      },
    });
    const body = bytes.toString("latin1");
    expect((await relay.ask("POST", "/api/v1/pods?watch=true", { body, headers: [header] })).body).toBe(body);
    expect(relay.api.requests[0]?.body).toBe(body);
  });
});
