import { X509Certificate } from "node:crypto";

/**
 * The root at the end of an operator's chain (PEM), or null. Whether a CA is publicly trusted cannot be known without asking the network; but
 * a public CA's chain ends before its root, as RFC 8446 §4.4.2 lets a server leave it out, while who brings their own root must hand it out.
 */
export function privateAuthorityIn(chainPem: string): string | null {
  const last = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.at(-1);
  if (!last) return null;
  const certificate = new X509Certificate(last);
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey) ? `${last}\n` : null;
}
