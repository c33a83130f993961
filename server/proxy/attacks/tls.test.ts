// What the TLS layer itself must not offer.
import { once } from "node:events";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.close());

/** Numbers of the context-specific fields of an SSL_SESSION in the form that OpenSSL writes (ssl/ssl_asn1.c), which is the end of `session`. */
function sessionFields(session: Buffer): number[] {
  const start = session.findIndex(
    (byte, index) => byte === 0x30 && session[index + 1] === 0x82 && session.readUInt16BE(index + 2) === session.length - index - 4,
  );
  const der = session.subarray(start);
  const fields: number[] = [];
  let at = 0;
  const header = () => {
    const tag = der.readUInt8(at++);
    let length = der.readUInt8(at++);
    if (length > 0x80) {
      const bytes = length & 0x7f;
      length = der.readUIntBE(at, bytes);
      at += bytes;
    }
    return { tag, length };
  };
  const { length } = header();
  for (const end = at + length; at < end; ) {
    const { tag, length: skipped } = header();
    if ((tag & 0xe0) === 0xa0) fields.push(tag & 0x1f);
    at += skipped;
  }
  return fields;
}

// A61
describe("TLS", () => {
  it.each(["TLSv1", "TLSv1.1"] as const)("%s is refused", async (version) => {
    await expect(connect(relay.gateway, { minVersion: "TLSv1", maxVersion: version, ciphers: "ALL@SECLEVEL=0" })).rejects.toThrow(/version|handshake/i);
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)("%s is spoken, with a cipher that keeps the past secret", async (version) => {
    const client = await connect(relay.gateway, { minVersion: version, maxVersion: version });
    expect(client.socket.getProtocol()).toBe(version);
    expect(client.socket.getEphemeralKeyInfo()).toMatchObject({ type: expect.stringMatching(/^(?:ECDH|TLSGroup)$/) });
    client.socket.destroy();
  });

  it.each(["the first certificate", "one that took its place"])("is not negotiated anew under %s: it would cost us far more than the client", async (which) => {
    const { cert, key } = await createTestCertificate(["127.0.0.1"]);
    if (which !== "the first certificate") {
      relay.gateway.gateway.showCertificate({ cert, key });
      relay.gateway.caData = cert;
    }
    const client = await connect(relay.gateway, { maxVersion: "TLSv1.2" });
    const answered = new Promise<Error | null>((resolve) => {
      client.socket.once("close", () => resolve(new Error("closed")));
      client.socket.renegotiate({ rejectUnauthorized: false }, resolve);
      client.socket.once("error", resolve);
    });
    expect(await answered).toBeInstanceOf(Error);
    client.socket.destroy();
  });

  it("takes no early data, which anyone on the way could send again", async () => {
    const socket = tls.connect({ host: "127.0.0.1", port: relay.gateway.port, ca: relay.gateway.caData, minVersion: "TLSv1.3" });
    const [session] = await once(socket, "session");
    socket.destroy();
    const fields = sessionFields(session);
    // 9 is the lifetime hint of a ticket, which shows that we read the form right; 15 is max_early_data, left out when it is 0.
    expect(fields).toContain(9);
    expect(fields).not.toContain(15);
  });

  it("resumed, still asks for the token of each request", async () => {
    const first = tls.connect({ host: "127.0.0.1", port: relay.gateway.port, ca: relay.gateway.caData });
    const [session] = await once(first, "session");
    first.destroy();
    const again = await connect(relay.gateway, { session });
    expect(again.socket.isSessionReused()).toBe(true);
    again.send(relay.fill("GET {prefix}/version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    expect(await again.untilClosed()).toMatch(/^HTTP\/1\.1 401 /);
  });
});
