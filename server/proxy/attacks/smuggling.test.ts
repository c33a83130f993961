// Two readers of one byte stream must never see two different requests.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.close());

const create = "POST {prefix}/api/v1/namespaces/a/configmaps HTTP/1.1\r\n{auth}\r\n";

describe("a request with two readings reaches no cluster", () => {
  // A01, A02, A03, A04, A05, A06
  it.each([
    ["A01 length before chunks", `${create}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`],
    ["A01 chunks before length", `${create}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG`],
    ["A02 two lengths", `${create}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
    ["A02 two equal lengths", `${create}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`],
    ["A02 a list of lengths", `${create}Content-Length: 5, 5\r\n\r\nhello`],
    ["A02 a signed length", `${create}Content-Length: +5\r\n\r\nhello`],
    ["A03 gzip, chunked", `${create}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ["A03 identity, chunked", `${create}Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n`],
    ["A04 chunked, identity", `${create}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ["A04 xchunked", `${create}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ["A04 two codings", `${create}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["A04 a space before the colon", `${create}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ["A05 a chunk size in hex notation", `${create}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n`],
    ["A05 a chunk size with a bare LF", `${create}Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n`],
    ["A05 a bare CR in a header", `${create}X-A: a\rImpersonate-User: admin\r\n\r\n`],
    ["A05 NUL in a header", `${create}X-A: a\0b\r\n\r\n`],
    ["A05 a folded line", `${create}X-A: a\r\n Impersonate-User: admin\r\n\r\n`],
    ["A06 HTTP/1.0 with chunks", `${create.replace("HTTP/1.1", "HTTP/1.0")}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["A06 HTTP/1.0", "GET {prefix}/version HTTP/1.0\r\n{auth}\r\n\r\n"],
  ])("%s", async (_name, text) => {
    const answer = await relay.raw(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    // The head of a request may be on its way when its body turns out to be broken; it then never becomes a whole request.
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe("framing is one, and what Node's parser accepted", () => {
  it.each(["DELETE", "OPTIONS"])("A07: a request in a chunk of %s stays a body (P05)", async (method) => {
    const hidden = "GET /api/v1/secrets HTTP/1.1\r\nHost: x\r\n\r\n";
    const chunk = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`;
    await relay.raw(`${method} {prefix}/api/v1/namespaces/a/pods/p HTTP/1.1\r\n{auth}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`);
    expect(relay.api.requests).toHaveLength(1);
    expect(relay.api.requests[0]).toMatchObject({ method, body: hidden });
    expect(relay.api.requests[0]?.all("content-length")).toEqual([]);
  });

  it("P05: the body of a DELETE with a length arrives by length", async () => {
    await relay.ask("DELETE", "/api/v1/namespaces/a/configmaps/x", { body: `{"propagationPolicy":"Orphan"}` });
    expect(relay.api.requests[0]).toMatchObject({ body: `{"propagationPolicy":"Orphan"}` });
    expect(relay.api.requests[0]?.all("transfer-encoding")).toEqual([]);
    expect(relay.api.requests[0]?.all("content-length")).toEqual(["30"]);
  });

  it("A08: the request behind a GET with a body is a second one, and needs a token of its own", async () => {
    const answer = await relay.raw(
      "GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 5\r\n\r\nhelloGET {prefix}/api/v1/secrets HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    );
    expect(relay.api.requests.map(({ target, body }) => [target, body])).toEqual([["/api/v1/pods", "hello"]]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*HTTP\/1\.1 401 /s);
  });

  it.each(["Transfer-Encoding", "Content-Length"])("A10: a Connection line that names %s leaves the framing as it is", async (named) => {
    const framing = named === "Content-Length" ? "Content-Length: 5\r\n\r\nhello" : "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    await relay.raw(`${create}Connection: close, ${named}\r\n${framing}`);
    expect(relay.api.requests).toHaveLength(1);
    expect(relay.api.requests[0]?.body).toBe("hello");
  });

  it("A05: chunk extensions are not passed on", async () => {
    await relay.raw(`${create}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n0\r\n\r\n`);
    expect(relay.api.received.join("")).not.toContain("name=value");
    expect(relay.api.requests[0]?.body).toBe("hello");
  });
});
