import { X509Certificate } from "node:crypto";

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
