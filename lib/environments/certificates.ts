import { X509Certificate } from "node:crypto";
import type { CertificateView } from "./schema.ts";

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, or null when it has none or a damaged one. */
export function parseCertificates(pem: string): X509Certificate[] | null {
  const blocks = pem.match(pemBlock) ?? [];
  try {
    return blocks.length === 0 ? null : blocks.map((block) => new X509Certificate(block));
  } catch {
    return null;
  }
}

/** What a person compares before pinning. */
export function describeCertificate(certificate: X509Certificate): CertificateView {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: (certificate.subjectAltName ?? "")
      .split(", ")
      .map((name) => name.replace(/^(?:DNS|IP Address):/, ""))
      .filter((name) => name !== ""),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    sha256: certificate.fingerprint256,
  };
}

/** Hostile input: OpenSSL separates the parts of a name by newlines. */
function oneLine(name: string | undefined): string {
  return (name ?? "")
    .replace(/\n/g, ", ")
    .replace(/\p{C}+/gu, " ")
    .slice(0, 300);
}
