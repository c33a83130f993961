import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestCertificate, type TestCertificate } from "../testing/tls-server.ts";
import { readWebhookConfig } from "./index.ts";

let directory: string;
let certificate: TestCertificate;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "drawbridge-webhook-"));
  certificate = await createTestCertificate(["audit.example"]);
  writeFileSync(path.join(directory, "ca.pem"), certificate.cert);
  writeFileSync(path.join(directory, "key.pem"), certificate.key);
  writeFileSync(path.join(directory, "token"), "s3cret-of-the-file\n");
  writeFileSync(path.join(directory, "spaced"), "two words\n");
});
afterAll(() => rmSync(directory, { recursive: true }));

function read(cluster: Record<string, unknown>, user: Record<string, unknown> | null = null, changes: Record<string, unknown> = {}) {
  const file = path.join(directory, "webhook.yaml");
  const config = {
    ...{ apiVersion: "v1", kind: "Config", "current-context": "webhook" },
    clusters: [{ name: "receiver", cluster }],
    ...(user === null ? {} : { users: [{ name: "drawbridge", user }] }),
    contexts: [{ name: "webhook", context: { cluster: "receiver", ...(user === null ? {} : { user: "drawbridge" }) } }],
    ...changes,
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(config));
  return readWebhookConfig(file);
}

const server = "https://audit.example/events";

describe("the webhook's configuration file", () => {
  it("is one of kube-apiserver's, with files beside it", () => {
    const user = { "client-certificate": "ca.pem", "client-key": "key.pem", tokenFile: "token" };
    expect(read({ server, "certificate-authority": "ca.pem", "tls-server-name": "other" }, user)).toEqual({
      url: server,
      ca: certificate.cert,
      tlsServerName: "other",
      token: "s3cret-of-the-file",
      clientCertificate: { cert: certificate.cert, key: certificate.key },
    });
  });

  it("may have everything inline, or no user at all", () => {
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const inline = read({ server, "certificate-authority-data": base64(certificate.cert) }, { token: "t", "client-key": "" });
    expect(inline).toMatchObject({ ca: certificate.cert, token: "t", clientCertificate: null });
    expect(read({ server, "insecure-skip-tls-verify": false })).toEqual({ url: server, ca: null, tlsServerName: null, token: null, clientCertificate: null });
  });

  it.each(["http://127.0.0.1:8888/", "http://localhost/audit", "http://[::1]:1/"])("may name a receiver on this machine by plain http: %s", (url) => {
    expect(read({ server: url }).url).toBe(url);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown> | null, RegExp]>([
    ["plain http to another machine", { server: "http://audit.example/" }, null, /plain http, which is for a receiver on this machine/],
    ["a cloud's metadata service", { server: "https://169.254.169.254/latest" }, null, /169\.254\.169\.254 is a link-local, metadata/],
    ["a metadata service over IPv6", { server: "https://[fd00:ec2::254]/" }, null, /metadata/],
    ["a metadata service in disguise", { server: "https://0xa9fea9fe/" }, null, /metadata/],
    ["a metadata service's name", { server: "https://metadata.google.internal/" }, null, /metadata service/],
    ["no URL", { server: "audit.example" }, null, /not an https URL/],
    ["a password in the URL", { server: "https://me:pw@audit.example/" }, null, /has a user, a password, a query or a fragment/],
    ["a password alone in the URL", { server: "https://:pw@audit.example/" }, null, /has a user, a password, a query or a fragment/],
    ["an unverified connection", { server, "insecure-skip-tls-verify": true }, null, /insecure-skip-tls-verify”: events would go to whoever answers/],
    ["a proxy", { server, "proxy-url": "http://proxy" }, null, /proxy-url/],
    ["a command", { server }, { exec: { command: "x" } }, /“exec”: Drawbridge runs no commands/],
    ["a password", { server }, { username: "u", password: "p" }, /give a token/],
    ["a field nobody knows", { server }, { tokn: "t" }, /“tokn”: Drawbridge does not know this field/],
    ["a CA that is not there", { server, "certificate-authority": "none.pem" }, null, /certificate-authority: .*none\.pem/],
    ["a CA that is none", { server, "certificate-authority": "token" }, null, /holds no certificate/],
    ["a certificate without its key", { server }, { "client-certificate": "ca.pem" }, /belong together: give both/],
    ["a key of another certificate", { server }, { "client-certificate": "ca.pem", "client-key": "token" }, /do not belong together/],
    ["a token of two words", { server }, { tokenFile: "spaced" }, /token is empty, or has spaces/],
  ])("is refused for %s", (_title, cluster, user, message) => {
    expect(() => read(cluster, user)).toThrow(message);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["of another kind", { kind: "Secret" }, /malformed at kind/],
    ["without a current context", { "current-context": "" }, /malformed at current-context/],
    ["whose context is not there", { "current-context": "other" }, /no context “other”/],
  ])("is refused %s", (_title, changes, message) => {
    expect(() => read({ server }, null, changes)).toThrow(message);
  });

  it("never repeats a secret when it is refused", () => {
    expect(() => read({ server }, { token: "s3cret of two words" })).toThrow(expect.not.objectContaining({ message: expect.stringContaining("s3cret") }));
  });
});
