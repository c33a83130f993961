import { once } from "node:events";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestCertificate, startTlsServer, type TestCertificate } from "../testing/tls-server.ts";
import type { EnvironmentConnection } from "./schema.ts";
import { tlsOptions } from "./tls-options.ts";

let good: TestCertificate;
let other: TestCertificate;
let api: Awaited<ReturnType<typeof startTlsServer>>;

beforeAll(async () => {
  good = await createTestCertificate(["127.0.0.1", "api.internal"]);
  other = await createTestCertificate(["127.0.0.1"]);
  api = await startTlsServer(good, (_request, response) => response.end());
});
afterAll(() => api.close());

/** The code of the error, or the protocol and name that were agreed. */
async function handshake(change: Partial<EnvironmentConnection>): Promise<string> {
  const socket = connect(tlsOptions({ server: api.server, caData: null, pinnedSha256: null, tlsServerName: null, ...change }));
  try {
    await once(socket, "secureConnect");
    return `${socket.alpnProtocol} ${socket.authorized}`;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}

describe("tlsOptions", () => {
  it("accepts a certificate that the stored CA vouches for, and speaks http/1.1", async () => {
    expect(await handshake({ caData: good.cert })).toBe("http/1.1 true");
  });

  it("A48: refuses a certificate that neither the public roots nor the stored CA vouch for", async () => {
    expect(await handshake({})).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
    expect(await handshake({ caData: other.cert })).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  });

  it("A48: refuses a certificate for another name, and verifies tlsServerName in the host's place", async () => {
    expect(await handshake({ caData: good.cert, tlsServerName: "api.internal" })).toBe("http/1.1 true");
    expect(await handshake({ caData: good.cert, tlsServerName: "elsewhere.internal" })).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  it("accepts the pinned certificate whatever name it is for", async () => {
    expect(await handshake({ caData: good.cert, pinnedSha256: good.sha256, tlsServerName: "elsewhere.internal" })).toBe("http/1.1 true");
  });

  it("refuses whatever is not the pinned certificate, even if its PEM vouches for it", async () => {
    expect(await handshake({ caData: other.cert, pinnedSha256: other.sha256 })).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
    expect(await handshake({ caData: good.cert, pinnedSha256: other.sha256 })).toBe("ERR_PIN_MISMATCH");
    expect(() => tlsOptions({ server: api.server, caData: null, pinnedSha256: good.sha256, tlsServerName: null })).toThrow(/PEM/);
  });

  it("A48: refuses an expired certificate, pinned or not", async () => {
    const expired = await createTestCertificate(["127.0.0.1"], { notBefore: new Date("2020-01-01"), notAfter: new Date("2020-02-01") });
    const server = await startTlsServer(expired, () => {});
    expect(await handshake({ server: server.server, caData: expired.cert })).toBe("CERT_HAS_EXPIRED");
    expect(await handshake({ server: server.server, caData: expired.cert, pinnedSha256: expired.sha256 })).toBe("CERT_HAS_EXPIRED");
    await server.close();
  });

  it("A45: refuses a literal address, for which no lookup is asked", () => {
    expect(() => tlsOptions({ server: "https://169.254.169.254", caData: null, pinnedSha256: null, tlsServerName: null })).toThrow(/metadata/);
  });
});
