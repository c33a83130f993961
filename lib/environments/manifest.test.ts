import { describe, expect, it } from "vitest";
import { seal } from "../secrets.ts";
import { createTestCertificate } from "../testing/tls-server.ts";
import { installationObjects, setUpSecretName } from "./cluster-objects.ts";
import { isRenewalDue, openCredential } from "./credentials.ts";
import { parsePrinted } from "./manifest.ts";
import { accountUidOf } from "./record-environment.ts";

const { cert: caData } = await createTestCertificate(["127.0.0.1"]);
const ca = Buffer.from(caData).toString("base64");
const token = Buffer.from("a.b.c").toString("base64");

function printed(change: Record<string, string> = {}): string {
  const lines = { server: "https://10.0.0.1:6443", "server-name": "", verify: "", "server-ca": ca, "cluster-ca": "x", token, ...change };
  return `namespace/drawbridge created\n${Object.entries(lines)
    .map(([name, value]) => `drawbridge-${name}: ${value}`)
    .join("\n")}\n`;
}

describe("parsePrinted", () => {
  it("finds its lines among others", () => {
    expect(parsePrinted(`$ kubectl …\r\n${printed({ "server-name": "api.internal" }).replaceAll("\n", "\r\n")}$`)).toEqual({
      connection: { server: "https://10.0.0.1:6443", caData, pinnedSha256: null, tlsServerName: "api.internal" },
      token: "a.b.c",
    });
  });

  it("goes by the public roots where kubectl did, and by the cluster's own CA where it verified nothing", () => {
    expect(parsePrinted(printed({ "server-ca": "" })).connection.caData).toBeNull();
    expect(parsePrinted(printed({ "server-ca": "", verify: "true", "cluster-ca": ca })).connection.caData).toBe(caData);
    expect(() => parsePrinted(printed({ "server-ca": "", verify: "true" }))).toThrow(/CA in it is damaged/);
  });

  it.each([
    ["nothing", "", /no token/],
    ["no token", printed({ token: "" }), /no token/],
    ["a token that ends the header", printed({ token: Buffer.from("a\r\nX: y").toString("base64") }), /no token/],
    ["http", printed({ server: "http://10.0.0.1" }), /in clear/],
    ["a metadata address", printed({ server: "https://169.254.169.254" }), /metadata/],
    ["a hostile server name", printed({ "server-name": "a/b" }), /no host name/],
  ])("refuses %s", (_name, text, message) => {
    expect(() => parsePrinted(text)).toThrow(expect.objectContaining({ field: "printed", message: expect.stringMatching(message) }));
  });
});

describe("installationObjects", () => {
  const objects = installationObjects("this-instance");
  const rulesOf = (name: string) =>
    JSON.parse(JSON.stringify(objects.filter(({ kind, metadata }) => kind.endsWith("Role") && metadata.name === name).flatMap((role) => role.rules ?? [])));

  it("carries our label on everything, and begins with no right for the proxy", () => {
    for (const { metadata } of objects) expect(metadata.labels["app.kubernetes.io/managed-by"]).toBe("drawbridge");
    expect(rulesOf("drawbridge-proxy")).toEqual([]);
  });

  it("gives the manager no wildcard, no impersonation, and secrets only to delete the one it came with", () => {
    const text = JSON.stringify(rulesOf("drawbridge-manager"));
    expect(text).not.toMatch(/"\*"|impersonate/);
    const onSecrets = rulesOf("drawbridge-manager").filter((rule: { resources: string[] }) => rule.resources.includes("secrets"));
    expect(onSecrets).toEqual([{ apiGroups: [""], resources: ["secrets"], resourceNames: [setUpSecretName], verbs: ["delete"] }]);
  });
});

describe("credentials", () => {
  const key = Buffer.alloc(32, 1);
  it("open at their own place only", () => {
    const sealedToken = seal(key, "environment:1:proxy", "secret");
    expect(openCredential(key, { environmentId: 1, kind: "proxy", sealedToken })).toBe("secret");
    expect(() => openCredential(key, { environmentId: 1, kind: "manager", sealedToken })).toThrow();
    expect(() => openCredential(key, { environmentId: 2, kind: "proxy", sealedToken })).toThrow();
  });

  it.each([
    [0, false],
    [79, false],
    [80, true],
    [100, true],
    [200, true],
  ])("are due for renewal at %d %% of their life: %s", (percent, due) => {
    expect(isRenewalDue({ issuedAt: new Date(0), expiresAt: new Date(100_000) }, new Date(percent * 1000))).toBe(due);
  });

  it("are due at once when their end is unknown", () => {
    expect(isRenewalDue({ issuedAt: new Date(0), expiresAt: null }, new Date(0))).toBe(true);
  });

  it("tell which account they are of, in both forms that a cluster makes", () => {
    const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;
    expect(accountUidOf(jwt({ "kubernetes.io": { serviceaccount: { name: "manager", uid: "u-1" } } }))).toBe("u-1");
    expect(accountUidOf(jwt({ "kubernetes.io/serviceaccount/service-account.uid": "u-2" }))).toBe("u-2");
    expect(accountUidOf("no token")).toBeNull();
  });
});
