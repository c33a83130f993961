import "reflect-metadata";
import { KeyObject, X509Certificate } from "node:crypto";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface TestCertificate {
  cert: string;
  key: string;
  /** Lower-case hex. */
  sha256: string;
}

/** A self-signed certificate, valid for `names` (DNS names and addresses) from `notBefore` to `notAfter`. */
export async function createTestCertificate(
  names: readonly string[],
  life: { notBefore: Date; notAfter: Date } = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) },
): Promise<TestCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${names[0] ?? "test"}`,
    ...life,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension(names.map(generalName))],
  });
  const cert = certificate.toString("pem");
  const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
  return {
    cert,
    key,
    sha256: new X509Certificate(cert).fingerprint256.replaceAll(":", "").toLowerCase(),
  };
}

/** An https server on a free loopback port. */
export async function startTlsServer(
  certificate: TestCertificate,
  listener: RequestListener,
): Promise<{ server: string; port: number; close(): Promise<void> }> {
  const server = createServer({ cert: certificate.cert, key: certificate.key }, listener);
  server.on("tlsClientError", () => {});
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    server: `https://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function generalName(value: string): { type: "ip" | "dns"; value: string } {
  return { type: isIP(value) === 0 ? "dns" : "ip", value };
}
