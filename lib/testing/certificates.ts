import "reflect-metadata";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  X509Certificate as X509CertificateMaker,
} from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 24 * 60 * 60_000;

export interface TestAuthority {
  pem: string;
  /** A certificate for `names` and its key, both PEM. `days`: from a day ago until then; negative for one that has ended. */
  issue(names: readonly string[], days?: number): Promise<{ cert: string; key: string }>;
  /** Another CA below this one. */
  makeIntermediate(): Promise<TestAuthority>;
}

/** A CA that nobody trusts, for tests. */
export async function makeTestAuthority(name = "Test root"): Promise<TestAuthority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const extensions = [new BasicConstraintsExtension(true, 2, true), await SubjectKeyIdentifierExtension.create(keys.publicKey)];
  const root = await X509CertificateGenerator.createSelfSigned({ ...validity(365), name: `CN=${name}`, keys, signingAlgorithm: algorithm, extensions });
  return authorityOf(root.toString("pem"), keys.privateKey);
}

function authorityOf(pem: string, signingKey: CryptoKey): TestAuthority {
  const issuer = new X509CertificateMaker(pem);
  const sign = async (subject: string, options: { days: number; isAuthority: boolean; names: readonly string[] }) => {
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await X509CertificateGenerator.create({
      ...validity(options.days),
      subject,
      issuer: issuer.subject,
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(options.isAuthority, undefined, true),
        ...(options.names.length === 0
          ? []
          : [new SubjectAlternativeNameExtension(options.names.map((value) => ({ type: isIP(value) ? ("ip" as const) : ("dns" as const), value })))]),
        await AuthorityKeyIdentifierExtension.create(issuer),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return { pem: certificate.toString("pem"), keys };
  };
  return {
    pem,
    async issue(names, days = 90) {
      const { pem: cert, keys } = await sign(`CN=${names[0]}`, { days, isAuthority: false, names });
      return { cert, key: PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY") };
    },
    async makeIntermediate() {
      const made = await sign("CN=Test intermediate", { days: 300, isAuthority: true, names: [] });
      return authorityOf(made.pem, made.keys.privateKey);
    },
  };
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 2 * day), notAfter: new Date(now + days * day) };
}
