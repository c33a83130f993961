import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseConfig } from "#lib/config.ts";
import type { Context } from "#lib/context.ts";
import { removeUploadedCertificate, uploadCertificate } from "#lib/served-certificate/index.ts";
import { updateExternalUrl } from "#lib/settings/index.ts";
import { makeTestAuthority, type TestAuthority } from "#lib/testing/certificates.ts";
import { withDataDir } from "#lib/testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { openServedIdentity } from "./served-identity.ts";
import type { ServedTls } from "./tls.ts";

withDataDir();
const times = { lookEveryMs: 20, filesEveryMs: 50, ownEveryMs: 600_000 };
const host = "drawbridge.example";
let dir: string;
let test: TestDatabase;
let admin: Context;
let authority: TestAuthority;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "drawbridge-identity-"));
  test = await openTestDatabase();
  admin = { ...(await contextOfPerson(test.db, "ada", { isAdmin: true })), now: new Date() };
  authority = await makeTestAuthority();
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await test.close();
});

async function open(variables: Record<string, string> = {}) {
  const identity = await openServedIdentity(parseConfig({ DRAWBRIDGE_DATA_DIR: dir, ...variables }), test.db, times);
  const shown: ServedTls[] = [];
  const { stop } = identity.watch((tls) => shown.push(tls));
  return { identity, shown, stop };
}

const sha256 = (pem: string) => new X509Certificate(pem).fingerprint256;

describe("the certificate that is shown", () => {
  it("is the uploaded one as soon as the revision has moved, without a restart, and our own CA's again when that is removed", async () => {
    const { identity, shown, stop } = await open();
    const own = identity.tls.leaf.fingerprint256;
    const pair = await authority.issue([host]);
    await uploadCertificate(admin, { chain: pair.cert, key: pair.key }, host);
    await vi.waitFor(() => expect(shown).toHaveLength(1), 15_000);
    expect(identity.tls.leaf.fingerprint256).toBe(sha256(pair.cert));
    expect(identity.isOurHost(`${host}:9443`)).toBe(true);
    await removeUploadedCertificate(admin);
    await vi.waitFor(() => expect(identity.tls.leaf.fingerprint256).toBe(own), 15_000);
    stop();
  });

  it("is never one that cannot be used: our own stays", async () => {
    await test.db.uploadedCertificate.create({
      data: { id: 1, chain: (await authority.issue([host])).cert, sealedKey: "AAAA", uploadedAt: admin.now, uploadedBy: "ada" },
    });
    const { identity, stop } = await open();
    expect(identity.tls.leaf.issuer).toContain("Drawbridge CA");
    stop();
    await test.db.uploadedCertificate.deleteMany();
  });

  it("names the external URL that is set on the page, from then on, under the same CA", async () => {
    const { identity, shown, stop } = await open();
    expect(identity.isOurHost("people.example")).toBe(false);
    await updateExternalUrl(admin, "https://people.example");
    await vi.waitFor(() => expect(shown).toHaveLength(1), 15_000);
    expect(identity.isOurHost("people.example")).toBe(true);
    expect(shown[0]?.leaf.checkHost("people.example")).toBe("people.example");
    stop();
    await updateExternalUrl(admin, null);
  });

  it("is read again from the operator's files when they change, which go before an uploaded one; unusable ones leave the one in use", async () => {
    const files = { cert: path.join(dir, "a.crt"), key: path.join(dir, "a.key") };
    const write = ({ cert, key }: { cert: string; key: string }) => {
      writeFileSync(files.cert, cert);
      writeFileSync(files.key, key);
    };
    const [first, second] = [await authority.issue([host]), await authority.issue([host])];
    write(first);
    const { identity, stop } = await open({ DRAWBRIDGE_TLS_CERT_FILE: files.cert, DRAWBRIDGE_TLS_KEY_FILE: files.key });
    expect(identity.tls.leaf.fingerprint256).toBe(sha256(first.cert));
    writeFileSync(files.cert, second.cert);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(identity.tls.leaf.fingerprint256).toBe(sha256(first.cert));
    write(second);
    await vi.waitFor(() => expect(identity.tls.leaf.fingerprint256).toBe(sha256(second.cert)), 15_000);
    stop();
  });
});
