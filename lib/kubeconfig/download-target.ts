import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { config } from "../config.ts";
import type { DownloadTarget } from "./issue.ts";

/** What files say of us to a person whose browser (or script) called us `host`, a Host header that the gateway has checked to be ours. */
export function downloadTarget(host: string): DownloadTarget {
  return { serverUrl: config().externalUrl ?? `https://${host}`, certificateAuthority: certificateAuthority() };
}

/** PEM of the CA to put into files, or null when none is needed. */
export function certificateAuthority(): string | null {
  const { tlsFiles, dataDir } = config();
  if (tlsFiles) return privateAuthorityIn(readFileSync(tlsFiles.certFile, "utf8"));
  return readFileSync(path.join(dataDir, "tls", "ca.crt"), "utf8");
}

/**
 * The root at the end of an operator's chain, or null. Whether a CA is publicly trusted cannot be known without asking the network; but
 * a public CA's chain ends before its root, as RFC 8446 §4.4.2 lets a server leave it out, while who brings their own root must hand it out.
 */
export function privateAuthorityIn(chainPem: string): string | null {
  const last = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.at(-1);
  if (!last) return null;
  const certificate = new X509Certificate(last);
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey) ? `${last}\n` : null;
}
