import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { config } from "../config.ts";
import type { Context } from "../context.ts";
import { Forbidden } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { makeTestAuthority, type TestAuthority } from "../testing/certificates.ts";
import { withDataDir } from "../testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { certificateAuthority, describeServedCertificate, openUploadedCertificate, removeUploadedCertificate, uploadCertificate } from "./index.ts";

withDataDir();
const host = "drawbridge.example";
let test: TestDatabase;
let admin: Context;
let root: TestAuthority;
let middle: TestAuthority;
let good: { cert: string; key: string };
beforeAll(async () => {
  test = await openTestDatabase();
  admin = { ...(await contextOfPerson(test.db, "ada", { isAdmin: true })), now: new Date() };
  root = await makeTestAuthority();
  middle = await root.makeIntermediate();
  good = await middle.issue([host]);
  const own = await (await makeTestAuthority("Drawbridge CA")).issue(["localhost"]);
  mkdirSync(path.join(config().dataDir, "tls"), { recursive: true });
  for (const file of ["server.crt", "ca.crt"]) writeFileSync(path.join(config().dataDir, "tls", file), own.cert);
});
afterAll(() => test.close());

const chain = () => `${good.cert}\n${middle.pem}\n${root.pem}`;

describe("a certificate that is uploaded", () => {
  it("is taken into use with a new revision and an audit row, its key sealed: nothing that is read has it in clear", async () => {
    const before = await readRevision(test.db);
    await uploadCertificate(admin, { chain: chain(), key: good.key }, `${host}:9443`);
    expect(await readRevision(test.db)).toBe(before + 1);
    const opened = await openUploadedCertificate(test.db, admin.now);
    expect(new X509Certificate(opened?.chain ?? "").checkPrivateKey(createPrivateKey(opened?.key ?? ""))).toBe(true);
    const keyLine = good.key.split("\n")[1] ?? "";
    const row = await test.db.uploadedCertificate.findUniqueOrThrow({ where: { id: 1 } });
    const audit = await test.db.auditEvent.findFirstOrThrow({ where: { action: "certificate.uploaded" } });
    const view = await describeServedCertificate(admin);
    for (const text of [row, audit, view]) expect(JSON.stringify(text)).not.toContain(keyLine.slice(0, 40));
    expect(JSON.parse(audit.detail ?? "")).toMatchObject({ names: [host], sha256: new X509Certificate(good.cert).fingerprint256 });
    expect(view).toMatchObject({
      origin: "uploaded",
      leaf: { names: [host] },
      chain: ["CN=Test intermediate", "CN=Test root"],
      uploaded: { by: "ada", fault: null },
    });
  });

  it("puts its own root into files that are issued from now on, and none where its chain ends before a public one", async () => {
    expect(createPublicKey((await certificateAuthority(test.db, admin.now)) ?? "").export({ type: "spki", format: "pem" })).toBe(
      createPublicKey(root.pem).export({ type: "spki", format: "pem" }),
    );
    await uploadCertificate(admin, { chain: `${good.cert}\n${middle.pem}`, key: good.key }, host);
    expect(await certificateAuthority(test.db, admin.now)).toBeNull();
  });

  it("once it has expired is not shown any more: our own CA's is, and the page says why", async () => {
    const later = { ...admin, now: new Date(admin.now.getTime() + 100 * 24 * 60 * 60_000) };
    await expect(openUploadedCertificate(test.db, later.now)).rejects.toThrow(/has expired on/);
    expect(await describeServedCertificate(later)).toMatchObject({ origin: "own", uploaded: { fault: expect.stringContaining("has expired") } });
  });

  it("is replaced by our own CA's with one click, and deleted with its key", async () => {
    await removeUploadedCertificate(admin);
    expect(await test.db.uploadedCertificate.count()).toBe(0);
    expect(await openUploadedCertificate(test.db, admin.now)).toBeNull();
    expect(await describeServedCertificate(admin)).toMatchObject({ origin: "own", uploaded: null });
    expect(await test.db.auditEvent.count({ where: { action: "certificate.removed" } })).toBe(1);
  });

  it("is changed and described for administrators only", async () => {
    const bob = await contextOfPerson(test.db, "bob");
    await expect(uploadCertificate(bob, { chain: chain(), key: good.key }, host)).rejects.toThrow(Forbidden);
    await expect(removeUploadedCertificate(bob)).rejects.toThrow(Forbidden);
    await expect(describeServedCertificate(bob)).rejects.toThrow(Forbidden);
  });
});

describe("a bad certificate is refused beside its field, and nothing is kept:", () => {
  const cases: [string, () => Promise<{ chain: string; key: string }>, { field: string; message: RegExp }][] = [
    ["another one's key", async () => ({ chain: good.cert, key: (await middle.issue([host])).key }), { field: "key", message: /another certificate's/ }],
    ["no key", async () => ({ chain: good.cert, key: good.cert }), { field: "key", message: /no private key/ }],
    [
      "an encrypted key",
      async () => ({ chain: good.cert, key: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----" }),
      { field: "key", message: /encrypted/ },
    ],
    ["no certificate", async () => ({ chain: "hello", key: good.key }), { field: "chain", message: /no certificate in it/ }],
    [
      "a damaged certificate",
      async () => ({ chain: good.cert.replace(/[A-Z]{3}/, "AAA").slice(0, 200) + good.cert.slice(260), key: good.key }),
      { field: "chain", message: /damaged|no certificate/ },
    ],
    ["a key in the chain", async () => ({ chain: `${good.cert}\n${good.key}`, key: good.key }), { field: "chain", message: /private key in it/ }],
    ["another host's", async () => ({ ...pair(await middle.issue(["other.example"])) }), { field: "chain", message: /does not name drawbridge\.example/ }],
    ["one that has ended", async () => ({ ...pair(await middle.issue([host], -1)) }), { field: "chain", message: /has expired/ }],
    [
      "a chain in the wrong order",
      async () => ({ chain: `${good.cert}\n${root.pem}\n${middle.pem}`, key: good.key }),
      { field: "chain", message: /Order them/ },
    ],
    ["a CA first", async () => ({ chain: `${middle.pem}\n${root.pem}`, key: good.key }), { field: "key", message: /another certificate's/ }],
  ];
  it.each(cases)("%s", async (_title, make, { field, message }) => {
    const refusal = await uploadCertificate(admin, await make(), host).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ field, message: expect.stringMatching(message) });
    expect(await test.db.uploadedCertificate.count()).toBe(0);
  });
});

function pair({ cert, key }: { cert: string; key: string }): { chain: string; key: string } {
  return { chain: cert, key };
}
