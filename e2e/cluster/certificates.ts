import "reflect-metadata";
import { generateKeyPairSync, randomBytes } from "node:crypto";
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
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const tenYearsMs = 10 * 365 * 24 * 3600 * 1000;

/** PEM texts. */
export type KeyAndCertificate = { key: string; certificate: string };

/** The keys of one cluster: every cluster has a CA of its own, so that trust in one is never trust in another. */
export type ClusterKeys = {
  certificateAuthority: string;
  apiServer: KeyAndCertificate;
  kubeletClient: KeyAndCertificate;
  admin: KeyAndCertificate;
  serviceAccountKey: string;
};

export async function createClusterKeys(clusterName: string): Promise<ClusterKeys> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${clusterName}-ca`,
    keys,
    signingAlgorithm: algorithm,
    serialNumber: newSerialNumber(),
    ...validity(),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const issue = (subject: string, usage: ExtendedKeyUsage) => issueCertificate({ subject, usage, authority, authorityKey: keys.privateKey });
  return {
    certificateAuthority: authority.toString("pem"),
    apiServer: await issue("CN=kube-apiserver", ExtendedKeyUsage.serverAuth),
    kubeletClient: await issue("O=system:masters,CN=kube-apiserver-kubelet-client", ExtendedKeyUsage.clientAuth),
    admin: await issue("O=system:masters,CN=certificate-admin", ExtendedKeyUsage.clientAuth),
    serviceAccountKey: createServiceAccountKey(),
  };
}

type Issue = {
  subject: string;
  usage: ExtendedKeyUsage;
  authority: X509Certificate;
  authorityKey: CryptoKey;
};

async function issueCertificate({ subject, usage, authority, authorityKey }: Issue): Promise<KeyAndCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const names = [
    { type: "dns", value: "localhost" },
    { type: "dns", value: "kubernetes.default.svc" },
    { type: "ip", value: "127.0.0.1" },
    { type: "ip", value: "10.0.0.1" },
  ] as const;
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKey,
    signingAlgorithm: algorithm,
    serialNumber: newSerialNumber(),
    ...validity(),
    extensions: [
      new ExtendedKeyUsageExtension([usage]),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      ...(usage === ExtendedKeyUsage.serverAuth ? [new SubjectAlternativeNameExtension([...names])] : []),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { key: PemConverter.encode(key, "PRIVATE KEY"), certificate: certificate.toString("pem") };
}

/** RSA, because the API server signs the tokens of ServiceAccounts with RS256 for the widest reach. */
function createServiceAccountKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 60_000), notAfter: new Date(now + tenYearsMs) };
}

/** The leading zero keeps the DER integer positive. */
function newSerialNumber(): string {
  return `00${randomBytes(15).toString("hex")}`;
}
