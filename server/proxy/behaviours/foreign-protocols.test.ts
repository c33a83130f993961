// Who offers another protocol gets HTTP/1.1; who speaks another one is not understood.
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

// P41
describe.each(["h2c", "TLS/1.2", "TLS/1.0, HTTP/1.1", "h2c, websocket-ish"])("an offer of %s", (protocol) => {
  it.each(["GET", "POST"])("with %s is passed over, and the body, if any, arrives", async (method) => {
    const body = method === "GET" ? "" : "hello";
    const lines = ["Connection: Upgrade, HTTP2-Settings", `Upgrade: ${protocol}`, "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA", `Content-Length: ${body.length}`];
    const client = await connect(relay.gateway);
    client.send(relay.fill(`${method} {prefix}/a HTTP/1.1\r\n{auth}\r\n${lines.join("\r\n")}\r\n\r\n${body}`));
    expect(parseAnswer(await client.until("{}")).code).toBe(200);
    expect(relay.api.requests).toMatchObject([{ method, body }]);
    const names = relay.api.requests[0]?.headers.map(([name]) => name.toLowerCase());
    expect(names?.filter((name) => /^(?:upgrade|http2-settings|connection)$/.test(name))).toEqual([]);
    // It was no upgrade: the connection goes on.
    client.send(relay.fill("GET {prefix}/b HTTP/1.1\r\n{auth}\r\n\r\n"));
    await relay.api.request(2);
    client.socket.destroy();
  });
});

// P41
it.each(["websocket", "SPDY/3.1"])("an upgrade to %s with a body is refused", async (protocol) => {
  const upgrade = `POST {prefix}/api/v1/namespaces/a/pods/p/exec HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n`;
  expect(parseAnswer(await relay.raw(`${upgrade}Content-Length: 5\r\n\r\nhello`)).code).toBe(400);
  expect(parseAnswer(await relay.raw(`${upgrade}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`)).code).toBe(400);
  expect(relay.api.requests).toHaveLength(0);
});

describe("a preface", () => {
  // R29
  it("of HTTP/2 within TLS is refused", async () => {
    expect(await relay.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")).toMatch(/^HTTP\/1\.1 400 /);
  });

  // R29
  it("of the PROXY protocol within TLS is refused, whatever it claims", async () => {
    const text = await relay.raw("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\nGET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n");
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(relay.api.requests).toHaveLength(0);
  });

  // R29
  it.each([
    ["the PROXY protocol", "PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n"],
    ["the binary PROXY protocol", "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"],
    ["HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["SSH", "SSH-2.0-client\r\n"],
  ])("of %s in place of TLS ends the connection", async (_name, preface) => {
    const socket = connectTcp(relay.gateway.port, "127.0.0.1");
    const answered: Buffer[] = [];
    socket.on("data", (bytes) => answered.push(bytes)).on("error", () => {});
    await once(socket, "connect");
    socket.write(preface, "latin1");
    await once(socket, "close");
    // At most an alert of TLS.
    expect(Buffer.concat(answered).length).toBeLessThan(16);
    expect(relay.api.requests).toHaveLength(0);
  });
});
