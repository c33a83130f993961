import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestCertificate, type TestCertificate } from "../testing/tls-server.ts";
import { parseUploadedKubeconfig } from "./uploaded-kubeconfig.ts";

let certificate: TestCertificate;
beforeAll(async () => {
  certificate = await createTestCertificate(["127.0.0.1"]);
});

const base64 = (text: string) => Buffer.from(text).toString("base64");

function file(cluster: string, user = "token: secret-token"): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {${cluster}}
users:
- name: u
  user: {${user}}
contexts:
- name: x
  context: {cluster: c, user: u}
current-context: x
`;
}

const only = (text: string) => {
  const [context] = parseUploadedKubeconfig(text);
  if (!context) throw new Error("no context");
  return context;
};
const good = "server: 'https://10.0.0.1:6443'";

describe("parseUploadedKubeconfig", () => {
  it("takes a token and an inline CA", () => {
    const { view, use } = only(file(`${good}, certificate-authority-data: ${base64(certificate.cert)}, tls-server-name: api.internal`));
    expect(view).toEqual({ name: "x", server: "https://10.0.0.1:6443", user: "u", isCurrent: true, trust: "ca", refusal: null });
    expect(use).toEqual({
      connection: { server: "https://10.0.0.1:6443", caData: certificate.cert, pinnedSha256: null, tlsServerName: "api.internal" },
      credential: { token: "secret-token" },
    });
  });

  it("takes an inline client certificate, and JSON, which is YAML too", () => {
    const user = `client-certificate-data: ${base64(certificate.cert)}, client-key-data: ${base64(certificate.key)}`;
    expect(only(file(good, user)).use?.credential).toEqual({ clientCertificate: certificate.cert, clientKey: certificate.key });
    const json = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "c", cluster: { server: "https://10.0.0.1" } }],
      users: [{ name: "u", user: { token: "t" } }],
    };
    expect(only(JSON.stringify({ ...json, contexts: [{ name: "x", context: { cluster: "c", user: "u" } }] })).view.trust).toBe("public");
  });

  it("A50: gives __proto__ no meaning", () => {
    const { view, use } = only(file(`${good}, __proto__: {insecure-skip-tls-verify: true}`, "token: t, __proto__: {token: other}"));
    expect(view.trust).toBe("public");
    expect(use?.credential).toEqual({ token: "t" });
  });

  it("shows a file that skips verification as unverified, whatever CA it names", () => {
    const { view, use } = only(file(`${good}, insecure-skip-tls-verify: true, certificate-authority-data: ${base64(certificate.cert)}`));
    expect(view).toMatchObject({ trust: "unverified", refusal: null });
    expect(use?.connection.caData).toBeNull();
  });

  it.each([
    ["exec", good, "exec: {apiVersion: v1, command: /bin/sh, args: ['-c', id]}", /running a command \(exec\).*manifest/],
    ["exec beside a token", good, "token: t, exec: {command: /bin/sh}", /\(exec\)/],
    ["auth-provider", good, "auth-provider: {name: gcp, config: {cmd-path: /bin/sh}}", /\(auth-provider\).*manifest/],
    ["tokenFile", good, "tokenFile: /etc/shadow", /\(tokenFile\): put its content inline/],
    ["client-certificate", good, "client-certificate: /a, client-key: /b", /\(client-certificate\): run `kubectl config view/],
    ["client-key", good, "client-key: /b", /\(client-key\): run/],
    ["certificate-authority", `${good}, certificate-authority: /etc/ca.crt`, "token: t", /\(certificate-authority\): run/],
    ["proxy-url", `${good}, proxy-url: 'socks5://127.0.0.1'`, "token: t", /\(proxy-url\)/],
    ["as", good, "token: t, as: 'system:masters'", /acts as somebody else \(as\)/],
    ["as-groups", good, "token: t, as-groups: ['system:masters']", /\(as-groups\)/],
    ["as-user-extra", good, "token: t, as-user-extra: {a: [b]}", /\(as-user-extra\)/],
    ["username", good, "username: admin, password: x", /by password \(username\)/],
    ["an unknown field of a user", good, "token: t, constructor: x", /the field “constructor”/],
    ["an unknown field of a cluster", `${good}, certificate-authority-file: x`, "token: t", /the field “certificate-authority-file”/],
    ["no credential", good, "", /no credential in the file/],
    ["a certificate without its key", good, "client-certificate-data: eA==", /no credential/],
    ["a damaged certificate", good, "client-certificate-data: eA==, client-key-data: eA==", /damaged/],
    ["a token that ends the header", good, 'token: "a\\r\\nImpersonate-User: x"', /unusual characters/],
    ["a CA that is none", `${good}, certificate-authority-data: eA==`, "token: t", /holds no certificate/],
    ["a hostile tls-server-name", `${good}, tls-server-name: "a b"`, "token: t", /tls-server-name/],
    ["http", "server: 'http://10.0.0.1'", "token: t", /http: a credential would travel in clear/],
    ["no server", "", "token: t", /not an https URL/],
    ["metadata", "server: 'https://169.254.169.254'", "token: t", /metadata/],
  ])("A49: lists a context with %s as refused, with what to do", (_name, cluster, user, refusal) => {
    const { view, use } = only(file(cluster, user));
    expect(view.refusal).toMatch(refusal);
    expect(use).toBeNull();
  });

  it("refuses a context whose cluster or user is not in the file", () => {
    expect(only(file(good).replace("cluster: c,", "cluster: other,")).view.refusal).toMatch(/cluster “other” is not in the file/);
    expect(only(file(good).replace("user: u}", "user: toString}")).view.refusal).toMatch(/user “toString” is not in the file/);
  });

  it("keeps the good contexts of a file beside the refused", () => {
    const text = file(good)
      .replace("users:", "- name: d\n  cluster: {server: 'http://b'}\nusers:")
      .replace("current-context", "- name: y\n  context: {cluster: d, user: u}\ncurrent-context");
    expect(parseUploadedKubeconfig(text).map(({ view }) => [view.name, view.isCurrent, view.refusal === null])).toEqual([
      ["x", true, true],
      ["y", false, false],
    ]);
  });

  const anchors = Array.from({ length: 9 }, (_, level) => `a${level}: &a${level} [${level === 0 ? "x" : `*a${level - 1},*a${level - 1}`}]`).join("\n");
  it.each([
    ["10 MB", `a: ${"x".repeat(10_000_000)}`, /larger than 256 KiB/],
    ["an alias bomb", `kind: Config\napiVersion: v1\n${anchors}`, /aliases/],
    ["merge keys", `kind: Config\napiVersion: v1\na: &a {b: c}\nd:\n  <<: *a`, /aliases/],
    ["1000 documents", "---\nkind: Config\n".repeat(1000), /several YAML documents/],
    ["!!js/function", "kind: Config\napiVersion: v1\na: !!js/function 'x'", /tags/],
    ["an !!omap flood", `!!omap\n${"- a: 1\n".repeat(30_000)}`, /too complex/],
    ["deep nesting", "[".repeat(100_000), /too complex/],
    ["deep sequences", "- ".repeat(100_000), /too complex/],
    ["deep keys", "? ".repeat(100_000), /too complex/],
    ["many keys", "k:\n".repeat(60_000), /too complex/],
    ["not YAML", "a: [b\nc: }", /not YAML/],
    ["binary", "\u0000\u0001PK\u0003", /not (YAML|a kubeconfig)/],
    ["a picture of nothing", "", /not a kubeconfig/],
    ["a list", "- a\n- b", /not a kubeconfig/],
    ["another kind", "apiVersion: v1\nkind: Secret\ndata: {}", /kind is Secret, not Config/],
    ["no kind", "clusters: []", /kind is not given/],
    ["no contexts", "apiVersion: v1\nkind: Config\ncontexts: []", /no context/],
    ["wrong types", "apiVersion: v1\nkind: Config\ncontexts: {a: b}", /malformed at contexts/],
  ])("A50: refuses %s as a whole, in half a second at most", (_name, text, message) => {
    const start = performance.now();
    expect(() => parseUploadedKubeconfig(text)).toThrow(message);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("never repeats characters of the file that could hide others", () => {
    expect(only(file(`${good}, "a\\u202eb\\u0007": 1`)).view.refusal).toMatch(/the field “a b ”/);
  });

  it("hands no file to a kubeconfig library", () => {
    expect(readFileSync(new URL("./uploaded-kubeconfig.ts", import.meta.url), "utf8")).not.toMatch(/client-node/);
  });
});
