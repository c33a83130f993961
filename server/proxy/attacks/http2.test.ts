// HTTP/2 is not spoken, so none of its attacks has anyone to speak to: no reset floods, no continuations, no second way to say a header.
import { once } from "node:events";
import http2 from "node:http2";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.close());

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/** RFC 9113 §4.1: length, type, flags, stream. */
const frame = (type: number, flags: number, stream: number, payload = "") => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return head.toString("latin1") + payload;
};

// A18, A55
describe("HTTP/2", () => {
  it("is never agreed on, whatever a client offers", async () => {
    for (const ALPNProtocols of [
      ["h2", "http/1.1"],
      ["http/1.1", "h2"],
      ["h2c", "h3", "http/1.1"],
    ]) {
      const client = await connect(relay.gateway, { ALPNProtocols });
      expect(client.socket.alpnProtocol).toBe("http/1.1");
      client.socket.destroy();
    }
  });

  it("offered alone, ends the handshake", async () => {
    const socket = tls.connect({ host: "127.0.0.1", port: relay.gateway.port, ca: relay.gateway.caData, ALPNProtocols: ["h2"] });
    const [error] = await once(socket, "error");
    expect(error).toMatchObject({ code: expect.stringMatching(/ALERT_NO_APPLICATION_PROTOCOL/) });
    await expect(once(http2.connect(relay.gateway.url, { ca: relay.gateway.caData }), "connect")).rejects.toThrow();
  });

  it.each([
    ["a preface", preface + frame(4, 0, 0)],
    [
      "a flood of resets",
      preface + frame(4, 0, 0) + Array.from({ length: 1000 }, (_, n) => frame(1, 5, 2 * n + 1, "\x82\x84\x87") + frame(3, 0, 2 * n + 1, "\0\0\0\x08")).join(""),
    ],
    ["a flood of continuations", preface + frame(4, 0, 0) + frame(1, 1, 1, "\x82") + frame(9, 0, 1, "\0").repeat(5000)],
    ["a flood of pings and settings", preface + (frame(6, 0, 0, "12345678") + frame(4, 0, 0)).repeat(5000)],
    ["an overflow of the window", preface + frame(8, 0, 0, "\x7f\xff\xff\xff").repeat(100)],
  ])("spoken unasked, %s gets one 400 and the end of the connection", async (_name, bytes) => {
    for (const options of [{}, { ALPNProtocols: ["http/1.1"] }]) {
      const client = await connect(relay.gateway, options);
      client.send(bytes);
      expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 400 .*\r\n\r\n$/s);
    }
    expect(relay.api.received).toEqual([]);
    expect(relay.gateway.pageRequests).toEqual([]);
  });

  it("cannot be had by an upgrade from HTTP/1.1 either", async () => {
    const answer = await relay.raw(
      "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/101|upgrade/i);
  });
});
