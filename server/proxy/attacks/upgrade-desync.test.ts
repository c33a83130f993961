// A connection that was to change protocol, and did not, must never be taken for one that did (CVE-2018-1002105, CVE-2020-8559).
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.close());

const exec = "GET {prefix}/api/v1/namespaces/a/pods/p/exec?command=id HTTP/1.1\r\n{auth}\r\n";
const webSocket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n";
const spdy = "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n";
const smuggled = "GET /api/v1/secrets HTTP/1.1\r\nHost: x\r\n\r\n";
const accept = (protocol: string, more = "") => `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n${more}\r\n`;

describe("a denied upgrade", () => {
  it("A20, P34: brings the cluster's words whole and then ends both connections", async () => {
    const status = `{"kind":"Status","message":"no","code":403}`;
    relay.api.script = ({ socket }) =>
      socket.write(`HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2b\r\n${status}\r\n0\r\n\r\n`);
    const text = await relay.raw(`${exec}${webSocket}\r\n${smuggled}`);
    const { code, headers, body } = parseAnswer(text);
    expect({ code, body }).toEqual({ code: 403, body: status });
    expect(headers).toContain("Content-Length: 43");
    expect(headers).toContain("Connection: close");
    await relay.api.quiet();
    expect(relay.api.received.join("")).not.toContain("secrets");
  });

  it.each([
    ["200", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"],
    ["302", "HTTP/1.1 302 Found\r\nLocation: https://evil/\r\nContent-Length: 0\r\n\r\n"],
    ["no HTTP at all", "SSH-2.0-x\r\n\r\n"],
  ])("A21: answered with %s is a 502 and carries nothing", async (_name, answer) => {
    relay.api.script = ({ socket }) => socket.write(answer);
    const text = await relay.raw(`${exec}${webSocket}\r\n${smuggled}`);
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(text).not.toMatch(/location|evil|hi$/i);
    await relay.api.quiet();
    expect(relay.api.received.join("")).not.toContain("secrets");
  });

  it.each([
    ["another protocol", accept("h2c")],
    ["no protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n"],
    ["SPDY for WebSocket", accept("SPDY/3.1")],
  ])("A24: a 101 with %s is a 502", async (_name, answer) => {
    relay.api.script = ({ socket }) => socket.write(`${answer}bytes of the stream`);
    const text = await relay.raw(`${exec}${webSocket}\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(text).not.toContain("bytes of the stream");
    await relay.api.quiet();
  });

  it("P33: a cluster that is away is answered in full, so that kubectl can tell", async () => {
    relay.api.script = ({ socket }) => socket.destroy();
    const { code, message } = parseAnswer(await relay.raw(`${exec}${webSocket}\r\n`));
    expect(code).toBe(502);
    expect(message).toContain("“alpha”");
  });
});

describe("a request to upgrade", () => {
  it("A22: bytes sent ahead are held until the 101", async () => {
    const client = await connect(relay.gateway);
    relay.api.script = () => {};
    client.send(relay.fill(`${exec}${webSocket}\r\nahead`));
    const { socket } = await relay.api.request(1);
    expect(relay.api.received[0]?.endsWith("\r\n\r\n")).toBe(true);
    socket.write(accept("websocket"));
    await client.until("101 Switching");
    socket.on("data", (chunk) => socket.write(chunk));
    client.send(" and more");
    await client.until("ahead and more");
    client.socket.destroy();
    await relay.api.quiet();
  });

  it.each([
    ["a length", `${webSocket}Content-Length: 5\r\n\r\nhello`],
    ["chunks", `${webSocket}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
  ])("A23: with %s is refused", async (_name, rest) => {
    expect(await relay.raw(exec + rest)).toMatch(/^HTTP\/1\.1 400 /);
    expect(relay.api.requests).toHaveLength(0);
  });

  it("A23: without Connection: Upgrade it is an ordinary request", async () => {
    await relay.raw(`${exec}${webSocket.replace("Connection: Upgrade", "Connection: close")}\r\n`);
    expect(relay.api.requests[0]?.all("upgrade")).toEqual([]);
  });

  it("P41: an offer of h2c is passed over", async () => {
    const answer = await relay.raw(
      "GET {prefix}/version HTTP/1.1\r\n{auth}\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(relay.api.requests[0]?.headers.map(([name]) => name.toLowerCase())).not.toContain("http2-settings");
  });

  it("is heard by exactly one listener, also after pages were served", async () => {
    await relay.raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    expect(relay.gateway.gateway.server.listenerCount("upgrade")).toBe(1);
    expect(relay.gateway.gateway.server.listenerCount("request")).toBe(1);
  });
});

describe("a changed connection", () => {
  it("P08, P31: SPDY is offered and chosen by lines that stay apart", async () => {
    relay.api.script = ({ socket }) => socket.write(accept("SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n"));
    const versions = ["v5", "v4", "v3", "v2"].map((version) => `${version}.channel.k8s.io`);
    const client = await connect(relay.gateway);
    client.send(relay.fill(`${exec.replace("GET", "POST")}${spdy}${versions.map((version) => `X-Stream-Protocol-Version: ${version}\r\n`).join("")}\r\n`));
    const head = await client.until("\r\n\r\n");
    expect(head).toMatch(
      /^HTTP\/1\.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY\/3\.1\r\nX-Stream-Protocol-Version: v4\.channel\.k8s\.io\r\n/,
    );
    expect(relay.api.requests[0]?.all("x-stream-protocol-version")).toEqual(versions);
    client.socket.destroy();
  });

  it("P32: WebSocket keeps the protocol that the server chose", async () => {
    relay.api.script = ({ socket }) => socket.write(accept("websocket", "Sec-WebSocket-Accept: x\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n"));
    const client = await connect(relay.gateway);
    client.send(relay.fill(`${exec}${webSocket}Sec-WebSocket-Protocol: v5.channel.k8s.io, v4.channel.k8s.io\r\n\r\n`));
    expect(await client.until("\r\n\r\n")).toContain("Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n");
    expect(relay.api.requests[0]?.all("sec-websocket-protocol")).toEqual(["v5.channel.k8s.io, v4.channel.k8s.io"]);
    expect(relay.api.requests[0]?.all("sec-websocket-key")).toHaveLength(1);
    client.socket.destroy();
  });

  it("P36: the last bytes of a server that writes and closes at once arrive", async () => {
    const lots = "x".repeat(300_000);
    relay.api.script = ({ socket }) => socket.end(`${accept("websocket")}${lots}exit status`);
    const sessions = await Promise.all(Array.from({ length: 20 }, () => relay.raw(`${exec}${webSocket}\r\n`)));
    for (const text of sessions) expect(text.slice(text.indexOf("\r\n\r\n") + 4)).toBe(`${lots}exit status`);
    await relay.api.quiet();
  });

  it("P36: the last bytes of a client that closes arrive, and both sides end", async () => {
    relay.api.script = ({ socket }) => socket.write(accept("websocket"));
    const client = await connect(relay.gateway);
    client.send(relay.fill(`${exec}${webSocket}\r\n`));
    await client.until("\r\n\r\n");
    client.socket.end("y".repeat(200_000));
    await relay.api.quiet();
    expect(relay.api.received[0]?.split("\r\n\r\n")[1]).toHaveLength(200_000);
  });

  it("P30: a client that breaks off takes the server's side with it", async () => {
    relay.api.script = ({ socket }) => socket.write(accept("websocket"));
    const client = await connect(relay.gateway);
    client.send(relay.fill(`${exec}${webSocket}\r\n`));
    await client.until("\r\n\r\n");
    client.socket.destroy();
    await relay.api.quiet();
    expect(await relay.audited(2)).toMatchObject([
      { action: "stream.started", code: 101, subresource: "exec", verb: "get" },
      { action: "stream.ended", endedBy: "client" },
    ]);
  });
});
