import { X509Certificate } from "node:crypto";
import { describeCertificate, oneLine } from "../certificate-facts.ts";
import type { CertificateView } from "../environments/schema.ts";

/** Of the first certificate of `pem`. */
export function factsOf(pem: string): CertificateView {
  return describeCertificate(new X509Certificate(pem));
}

/** Subjects of what stands behind the first certificate. */
export function subjectsBehind(pem: string): string[] {
  const [, ...others] = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return others.map((each) => oneLine(new X509Certificate(each).subject));
}
