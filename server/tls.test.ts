import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Config, parseConfig } from "#lib/config.ts";
import { isNameOf, loadTls } from "./tls.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "drawbridge-tls-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const day = 24 * 60 * 60 * 1000;
const now = new Date();
const configured = (variables: Record<string, string> = {}): Config => parseConfig({ DRAWBRIDGE_DATA_DIR: dir, ...variables });

describe("own certificate", () => {
  it("is verified by the CA file for each of our names", async () => {
    const tls = await loadTls(configured(), now);
    const server = https.createServer({ cert: tls.cert, key: tls.key }, (_request, response) => response.end("ok"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const ca = readFileSync(path.join(dir, "tls/ca.crt"), "utf8");
    for (const servername of ["localhost", ""]) {
      const status = await new Promise((resolve, reject) => {
        https.get({ host: "127.0.0.1", port, ca, servername, agent: false }, (response) => resolve(response.resume().statusCode)).once("error", reject);
      });
      expect(status).toBe(200);
    }
    server.close();
  });

  it("keeps its keys from other users of the machine", async () => {
    await loadTls(configured(), now);
    for (const file of ["ca.key", "server.key"]) expect(statSync(path.join(dir, "tls", file)).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dir, "tls")).mode & 0o777).toBe(0o700);
  });

  it("stays the same over restarts, so that issued files go on working", async () => {
    const first = await loadTls(configured(), now);
    expect((await loadTls(configured(), now)).cert).toBe(first.cert);
  });

  it("is made anew under the same CA before it runs out, and when a name is added", async () => {
    const first = await loadTls(configured(), now);
    const ca = readFileSync(path.join(dir, "tls/ca.crt"), "utf8");
    const later = await loadTls(configured(), new Date(now.getTime() + 370 * day));
    expect(later.cert).not.toBe(first.cert);
    const named = await loadTls(configured({ DRAWBRIDGE_EXTERNAL_URL: "https://drawbridge.example.com" }), now);
    expect(named.leaf.checkHost("drawbridge.example.com")).toBe("drawbridge.example.com");
    expect(readFileSync(path.join(dir, "tls/ca.crt"), "utf8")).toBe(ca);
  });
});

describe("the operator's certificate", () => {
  it("is refused with both files' names when the key is not the certificate's", async () => {
    const one = await loadTls(configured(), now);
    const other = await loadTls(configured({ DRAWBRIDGE_DATA_DIR: path.join(dir, "other") }), now);
    writeFileSync(path.join(dir, "a.crt"), one.cert);
    writeFileSync(path.join(dir, "b.key"), other.key);
    const mixed = configured({ DRAWBRIDGE_TLS_CERT_FILE: path.join(dir, "a.crt"), DRAWBRIDGE_TLS_KEY_FILE: path.join(dir, "b.key") });
    await expect(loadTls(mixed, now)).rejects.toThrow(/a\.crt and .*b\.key cannot be used together/);
  });

  it("is refused once it has expired", async () => {
    const own = await loadTls(configured(), now);
    writeFileSync(path.join(dir, "a.crt"), own.cert);
    writeFileSync(path.join(dir, "a.key"), own.key);
    const files = configured({ DRAWBRIDGE_TLS_CERT_FILE: path.join(dir, "a.crt"), DRAWBRIDGE_TLS_KEY_FILE: path.join(dir, "a.key") });
    expect((await loadTls(files, now)).cert).toBe(own.cert);
    await expect(loadTls(files, new Date(now.getTime() + 400 * day))).rejects.toThrow(/expired on/);
  });
});

describe("isNameOf", () => {
  it.each([
    ["localhost:9443", true],
    ["LOCALHOST", true],
    ["127.0.0.1:9443", true],
    ["[::1]:9443", true],
    ["drawbridge.example.com", true],
    ["evil.example.com", false],
    ["localhost.evil.example.com", false],
    ["169.254.169.254", false],
    ["localhost@evil.example.com", false],
    ["", false],
  ])("%j is ours: %s", async (host, ours) => {
    const tls = await loadTls(configured(), now);
    expect(isNameOf(tls.leaf, "https://drawbridge.example.com", host)).toBe(ours);
  });
});
