// The certificate that we show: the operator's files, or one of our own CA, made on first start. kubectl sends no token over http
// and a file must carry the CA that verifies us, so there is no start without TLS.
import "reflect-metadata";
import { randomBytes, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import path from "node:path";
import { createSecureContext } from "node:tls";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  X509Certificate as X509CertificateMaker,
} from "@peculiar/x509";
import type { Config } from "#lib/config.ts";
import { logger } from "#lib/logger.ts";

const day = 24 * 60 * 60 * 1000;
const caLifeDays = 3650;
/** The longest that browsers accept of a server certificate. */
const certificateLifeDays = 397;
const renewBeforeDays = 30;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface ServedTls {
  /** PEM, leaf first. */
  cert: string;
  key: string;
  leaf: X509Certificate;
}

/** The operator's files, or our own CA's certificate. `externalUrl` is one of our names. Throws a sentence for the operator when their files cannot be used. */
export async function loadTls(config: Config, now: Date, externalUrl = config.externalUrl): Promise<ServedTls> {
  return config.tlsFiles ? loadOperatorTls(config.tlsFiles, now) : loadOwnTls(config, now, externalUrl);
}

/** Whether `host` (a Host header) names us: then it may stand in links and in issued files. */
export function isNameOf(leaf: X509Certificate, externalUrl: string | null, host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, "").replace(/^\[(.*)\]$/, "$1");
  if (name === "" || /[^A-Za-z0-9.:-]/.test(name)) return false;
  if (externalUrl && new URL(externalUrl).hostname.replace(/^\[(.*)\]$/, "$1") === name.toLowerCase()) return true;
  return (isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)) !== undefined;
}

function loadOperatorTls(files: { certFile: string; keyFile: string }, now: Date): ServedTls {
  const cert = readFileSync(files.certFile, "utf8");
  const key = readFileSync(files.keyFile, "utf8");
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(`${files.certFile} and ${files.keyFile} cannot be used together: ${error instanceof Error ? error.message : String(error)}`);
  }
  const leaf = new X509Certificate(cert);
  if (leaf.validToDate < now) throw new Error(`${files.certFile} expired on ${leaf.validToDate.toISOString()}: replace it`);
  return { cert, key, leaf };
}

async function loadOwnTls(config: Config, now: Date, externalUrl: string | null): Promise<ServedTls> {
  const dir = path.join(config.dataDir, "tls");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const authority = await readOrMakeAuthority(dir, now);
  const names = ownNames(config, externalUrl);
  const found = readServed(dir);
  if (found && isStillGood(found.leaf, authority.pem, names, now)) return found;
  const made = await makeServerCertificate(authority, names, now);
  writePrivate(path.join(dir, "server.key"), made.key);
  writePrivate(path.join(dir, "server.crt"), made.cert);
  logger.info({ names, expiresAt: made.leaf.validToDate }, "made a server certificate");
  return made;
}

function readServed(dir: string): ServedTls | null {
  if (!existsSync(path.join(dir, "server.crt"))) return null;
  const cert = readFileSync(path.join(dir, "server.crt"), "utf8");
  return { cert, key: readFileSync(path.join(dir, "server.key"), "utf8"), leaf: new X509Certificate(cert) };
}

function isStillGood(leaf: X509Certificate, authorityPem: string, names: readonly string[], now: Date): boolean {
  const issued = leaf.verify(new X509Certificate(authorityPem).publicKey);
  const fresh = leaf.validToDate.getTime() - now.getTime() > renewBeforeDays * day;
  return issued && fresh && names.every((name) => isNameOf(leaf, null, isIP(name) === 6 ? `[${name}]` : name));
}

/** What people on this machine and beside it may call us. An operator who needs another name sets the external URL. */
function ownNames(config: Config, externalUrl: string | null): string[] {
  const names = ["localhost", "127.0.0.1", "::1"];
  if (externalUrl) names.push(new URL(externalUrl).hostname.replace(/^\[(.*)\]$/, "$1"));
  const { host } = config.listen;
  if (host === "0.0.0.0" || host === "::") {
    names.push(hostname().toLowerCase());
    for (const address of Object.values(networkInterfaces()).flat())
      if (address && !address.internal && !address.address.startsWith("fe80:")) names.push(address.address);
  } else {
    names.push(host);
  }
  return [...new Set(names)];
}

interface Authority {
  pem: string;
  privateKey: CryptoKey;
}

async function readOrMakeAuthority(dir: string, now: Date): Promise<Authority> {
  const certFile = path.join(dir, "ca.crt");
  const keyFile = path.join(dir, "ca.key");
  if (existsSync(certFile)) {
    const privateKey = await crypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(readFileSync(keyFile, "utf8")), algorithm, false, ["sign"]);
    return { pem: readFileSync(certFile, "utf8"), privateKey };
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validity(now, caLifeDays),
    name: `CN=Drawbridge CA ${now.toISOString().slice(0, 10)}`,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  writePrivate(keyFile, await exportKey(keys.privateKey));
  const pem = certificate.toString("pem");
  writePrivate(certFile, pem);
  return { pem, privateKey: keys.privateKey };
}

async function makeServerCertificate(authority: Authority, names: readonly string[], now: Date): Promise<ServedTls> {
  const issuer = new X509CertificateMaker(authority.pem);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    ...validity(now, certificateLifeDays),
    subject: `CN=${names[0]}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) ? ("ip" as const) : ("dns" as const), value: name }))),
      await AuthorityKeyIdentifierExtension.create(issuer),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const cert = certificate.toString("pem");
  return { cert, key: await exportKey(keys.privateKey), leaf: new X509Certificate(cert) };
}

function validity(now: Date, days: number): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const serial = randomBytes(16);
  serial.writeUInt8(serial.readUInt8(0) & 0x7f, 0); // RFC 5280 §4.1.2.2: a positive integer
  // An hour back, for clients whose clock is a little behind ours.
  return { serialNumber: serial.toString("hex"), notBefore: new Date(now.getTime() - day / 24), notAfter: new Date(now.getTime() + days * day) };
}

async function exportKey(key: CryptoKey): Promise<string> {
  const bytes = await crypto.subtle.exportKey("pkcs8", key);
  return `${PemConverter.encode(bytes, "PRIVATE KEY")}\n`;
}

function writePrivate(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
