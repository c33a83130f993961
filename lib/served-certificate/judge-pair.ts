// Whether a chain and a key can be shown to clients. Everything is judged before anything is kept: a bad one is never served.
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";

export interface CertificatePair {
  /** PEM, leaf first. */
  chain: string;
  /** PEM, PKCS #8 and the older forms, not encrypted. */
  key: string;
}

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const certificatesMax = 10;
const serverAuth = "1.3.6.1.5.5.7.3.1";

/**
 * The pair as it is kept: the chain's certificates alone, the key as PKCS #8. `host`: the name by which people reach us; null asks for
 * none. Throws InvalidInput beside "chain" or "key", with what to do.
 */
export function judgePair({ chain, key }: CertificatePair, { host, now }: { host: string | null; now: Date }): CertificatePair {
  const certificates = readChain(chain);
  const privateKey = readKey(key);
  const [leaf, ...others] = certificates;
  if (!leaf) throw new InvalidInput("chain", t("There is no certificate in it."));
  requireOrder(certificates);
  if (!leaf.checkPrivateKey(privateKey)) throw new InvalidInput("key", t("The key is another certificate's. Take the one that the certificate was made with."));
  if (leaf.ca && others.length > 0) throw new InvalidInput("chain", t("The first certificate is a CA's. Put the server's own certificate first."));
  requireDates(leaf, others, now);
  if (leaf.keyUsage && !leaf.keyUsage.includes(serverAuth))
    throw new InvalidInput("chain", t("The certificate is not for servers (extended key usage serverAuth)."));
  requireName(leaf, host);
  const kept = { chain: certificates.map((certificate) => certificate.toString()).join(""), key: String(privateKey.export({ type: "pkcs8", format: "pem" })) };
  try {
    createSecureContext({ cert: kept.chain, key: kept.key });
  } catch {
    throw new InvalidInput("chain", t("OpenSSL does not take this pair: the key may be too short. Make one of P-256, or RSA of 2048 bits or more."));
  }
  return kept;
}

function readChain(text: string): X509Certificate[] {
  if (text.includes("PRIVATE KEY-----")) throw new InvalidInput("chain", t("There is a private key in it. Put the key into its own field."));
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) throw new InvalidInput("chain", t("There is no certificate in it: it begins with -----BEGIN CERTIFICATE-----."));
  if (blocks.length > certificatesMax)
    throw new InvalidInput(
      "chain",
      t("There are more than {certificatesMax} certificates in it: take the leaf and those that lead to its root.", { certificatesMax }),
    );
  try {
    return blocks.map((each) => new X509Certificate(each));
  } catch {
    throw new InvalidInput("chain", t("A certificate in it is damaged. Copy the file again, with all of its lines."));
  }
}

function readKey(text: string): KeyObject {
  if (/ENCRYPTED/.test(text)) throw new InvalidInput("key", t("The key is encrypted. Decrypt it first: openssl pkey -in FILE."));
  try {
    return createPrivateKey(text);
  } catch {
    throw new InvalidInput("key", t("This is no private key in PEM: it begins with -----BEGIN PRIVATE KEY-----, or has RSA or EC in it."));
  }
}

function requireOrder(certificates: readonly X509Certificate[]): void {
  certificates.forEach((certificate, index) => {
    const issuer = certificates[index + 1];
    if (issuer && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)))
      throw new InvalidInput(
        "chain",
        t("Certificate {issuer} has not signed certificate {number}. Order them: the leaf first, each followed by its issuer.", {
          issuer: index + 2,
          number: index + 1,
        }),
      );
  });
}

function requireDates(leaf: X509Certificate, others: readonly X509Certificate[], now: Date): void {
  if (leaf.validFromDate > now) throw new InvalidInput("chain", t("The certificate counts only from {day} on.", { day: day(leaf.validFromDate) }));
  for (const certificate of [leaf, ...others])
    if (certificate.validToDate <= now)
      throw new InvalidInput(
        "chain",
        certificate === leaf
          ? t("The certificate has expired on {day}.", { day: day(certificate.validToDate) })
          : t("A certificate of its chain has expired on {day}.", { day: day(certificate.validToDate) }),
      );
}

function requireName(leaf: X509Certificate, host: string | null): void {
  if (host === null || (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined) return;
  throw new InvalidInput("chain", t("The certificate does not name {host}, by which people reach Drawbridge: browsers and kubectl would refuse it.", { host }));
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
