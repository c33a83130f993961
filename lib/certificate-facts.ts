import type { X509Certificate } from "node:crypto";
import type { CertificateView } from "./environments/schema.ts";

/** What a person compares: before pinning a certificate, and of the one that we show. */
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

/** A certificate may be anybody's; OpenSSL separates the parts of a name by newlines. */
export function oneLine(name: string | undefined): string {
  return (name ?? "")
    .replace(/\n/g, ", ")
    .replace(/\p{C}+/gu, " ")
    .slice(0, 300);
}
