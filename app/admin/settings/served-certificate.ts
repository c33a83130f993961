import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#lib/config.ts";

export interface ServedCertificate {
  /** SHA-256, upper-case hex pairs with colons. */
  sha256: string;
  names: string;
  /** ISO 8601. */
  expiresAt: string;
  /** SHA-256 of our own CA, which browsers and files are told to trust; null with the operator's certificate. */
  authoritySha256: string | null;
}

/** The certificate that this instance shows, or null when its file cannot be read now. */
export async function readServedCertificate({ dataDir, tlsFiles }: Config): Promise<ServedCertificate | null> {
  try {
    const certificate = new X509Certificate(await readFile(/* turbopackIgnore: true */ tlsFiles?.certFile ?? path.join(dataDir, "tls", "server.crt")));
    const names = (certificate.subjectAltName ?? certificate.subject).replaceAll(/\b(?:DNS|IP Address):/g, "");
    const authority = tlsFiles ? null : new X509Certificate(await readFile(/* turbopackIgnore: true */ path.join(dataDir, "tls", "ca.crt")));
    return {
      sha256: certificate.fingerprint256,
      names,
      expiresAt: certificate.validToDate.toISOString(),
      authoritySha256: authority?.fingerprint256 ?? null,
    };
  } catch {
    return null; // Being replaced, or unreadable: the rest of the page is still of use.
  }
}
