import "reflect-metadata";
import { X509CertificateGenerator } from "@peculiar/x509";
import { beforeAll, describe, expect, it } from "vitest";
import { privateAuthorityIn } from "./private-authority.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dates = { notBefore: new Date("2026-01-01"), notAfter: new Date("2036-01-01") };
let root: string;
let intermediate: string;
let leaf: string;
let impostor: string;

beforeAll(async () => {
  const make = () => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const [rootKeys, middleKeys, leafKeys] = await Promise.all([make(), make(), make()]);
  const sign = async (subject: string, issuer: string, publicKey: CryptoKey, signingKey: CryptoKey) =>
    (await X509CertificateGenerator.create({ ...dates, subject, issuer, publicKey, signingKey, signingAlgorithm: algorithm })).toString("pem");
  root = await sign("CN=Root", "CN=Root", rootKeys.publicKey, rootKeys.privateKey);
  intermediate = await sign("CN=Middle", "CN=Root", middleKeys.publicKey, rootKeys.privateKey);
  leaf = await sign("CN=drawbridge", "CN=Middle", leafKeys.publicKey, middleKeys.privateKey);
  impostor = await sign("CN=Root", "CN=Root", rootKeys.publicKey, leafKeys.privateKey);
});

describe("the CA that files carry for an operator's certificate", () => {
  it("is the chain's own root", () => {
    expect(privateAuthorityIn(`${leaf}\n${intermediate}\n${root}\n`)).toBe(`${root}\n`);
  });

  it("is the certificate itself when it is self-signed", () => {
    expect(privateAuthorityIn(root)).toBe(`${root}\n`);
  });

  it("is none for a chain without its root, as public CAs deliver it", () => {
    expect(privateAuthorityIn(`${leaf}\n${intermediate}\n`)).toBeNull();
  });

  it("is none when the last one only says that it signed itself", () => {
    expect(privateAuthorityIn(`${leaf}\n${impostor}\n`)).toBeNull();
  });

  it("is none when there is no certificate", () => {
    expect(privateAuthorityIn("")).toBeNull();
  });
});
