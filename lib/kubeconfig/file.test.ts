import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { buildFile, type FileContent, type FileEntry, fileNameOf, issuedFile } from "./file.ts";
import { defaultNamespace } from "./schema.ts";

const expiresAt = new Date("2026-02-14T12:00:30Z");
const staging: FileEntry = { environmentId: 2, environmentName: "Staging EU", slug: "staging-eu", namespace: "web", expiresAt, token: "dbk_two" };
const prod: FileEntry = { environmentId: 1, environmentName: "prod", slug: "prod", namespace: null, expiresAt, token: "dbk_one" };
const content: FileContent = {
  id: "kabcdefg23",
  name: "laptop",
  ownerLogin: "bob@example.com",
  createdAt: new Date("2026-01-15T12:00:00Z"),
  expiresAt,
  serverUrl: "https://drawbridge.example:9443",
  certificateAuthority: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  entries: [staging, prod],
  currentEnvironmentId: null,
};

describe("the file", () => {
  it("is, byte for byte, what kubectl would write, under a head of comments", () => {
    expect(buildFile(content)).toBe(`# laptop, a kubeconfig of bob@example.com by Drawbridge. Whoever has it acts as bob@example.com: keep it to yourself.
# Environments: prod, Staging EU
# Created:      2026-01-15 12:00 UTC
# Expires:      2026-02-14 12:00 UTC
# Renew, revoke: https://drawbridge.example:9443/kubeconfigs?renew=kabcdefg23
apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
    server: https://drawbridge.example:9443/api/endpoints/1/kubernetes
  name: drawbridge-cluster-prod
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
    server: https://drawbridge.example:9443/api/endpoints/2/kubernetes
  name: drawbridge-cluster-staging-eu
contexts:
- context:
    cluster: drawbridge-cluster-prod
    extensions:
    - extension:
        expiresAt: "2026-02-14T12:00:30.000Z"
        kubeconfig: kabcdefg23
        url: https://drawbridge.example:9443
      name: drawbridge.dev/kubeconfig
    user: drawbridge-bob-example-com-prod-kabcdefg23
  name: drawbridge-ctx-prod
- context:
    cluster: drawbridge-cluster-staging-eu
    extensions:
    - extension:
        expiresAt: "2026-02-14T12:00:30.000Z"
        kubeconfig: kabcdefg23
        url: https://drawbridge.example:9443
      name: drawbridge.dev/kubeconfig
    namespace: web
    user: drawbridge-bob-example-com-staging-eu-kabcdefg23
  name: drawbridge-ctx-staging-eu
current-context: drawbridge-ctx-prod
kind: Config
preferences: {}
users:
- name: drawbridge-bob-example-com-prod-kabcdefg23
  user:
    token: dbk_one
- name: drawbridge-bob-example-com-staging-eu-kabcdefg23
  user:
    token: dbk_two
`);
  });

  it("has the chosen environment as its current context", () => {
    expect(parse(buildFile({ ...content, currentEnvironmentId: 2 }))["current-context"]).toBe("drawbridge-ctx-staging-eu");
  });

  it("carries no CA and no skipped verification when our certificate is publicly trusted", () => {
    const text = buildFile({ ...content, certificateAuthority: null });
    expect(Object.keys(parse(text).clusters[0].cluster)).toEqual(["server"]);
    expect(text).not.toContain("insecure");
  });

  it("says that it never expires", () => {
    const entries = content.entries.map((entry) => ({ ...entry, expiresAt: null }));
    const text = buildFile({ ...content, expiresAt: null, entries });
    expect(text).toContain("# Expires:      never\n");
    expect(text).not.toContain("expiresAt");
  });

  it("says of each environment that ends before the file when it does", () => {
    const text = buildFile({ ...content, entries: [staging, { ...prod, expiresAt: new Date("2026-01-15T20:00:00Z") }] });
    expect(text).toContain("# Expires:      2026-02-14 12:00 UTC\n#   prod: 2026-01-15 20:00 UTC already\n# Renew, revoke:");
  });

  it.each(["\n", "\r", "\u0085", "\u2028", "\u2029"])("keeps a name with the line break %j inside the comment", (lineBreak) => {
    const text = buildFile({ ...content, name: `x${lineBreak}current-context: evil` });
    expect(text.split(/[\n\r\u0085\u2028\u2029]/u).filter((line) => line.startsWith("current-context"))).toEqual(["current-context: drawbridge-ctx-prod"]);
  });

  it.each(["on", "1e3", "0x12", "null", "123", "2026-01-15"])("quotes namespace %s, which YAML would not read as a string", (namespace) => {
    const text = buildFile({ ...content, entries: [{ ...prod, namespace }] });
    expect(text).toContain(`namespace: "${namespace}"\n`);
  });

  it("names the first twenty environments only in its head", () => {
    const entries = Array.from({ length: 23 }, (_, index) => ({ ...prod, environmentId: index, slug: `e${index}`, environmentName: `e${index}` }));
    expect(buildFile({ ...content, entries })).toContain("and 3 more\n");
  });

  it("cannot be built without an environment", () => {
    expect(() => buildFile({ ...content, entries: [] })).toThrow(RangeError);
  });
});

it("is handed out with each of its entries: the URL, the context and the token to try it with", () => {
  const { entries, expiresAt: end, fileName } = issuedFile(content);
  expect({ end, fileName }).toEqual({ end: "2026-02-14T12:00:30.000Z", fileName: "drawbridge-laptop.yaml" });
  expect(entries).toEqual([
    {
      environmentName: "prod",
      contextName: "drawbridge-ctx-prod",
      server: "https://drawbridge.example:9443/api/endpoints/1/kubernetes",
      token: "dbk_one",
    },
    {
      environmentName: "Staging EU",
      contextName: "drawbridge-ctx-staging-eu",
      server: "https://drawbridge.example:9443/api/endpoints/2/kubernetes",
      token: "dbk_two",
    },
  ]);
});

describe("the file's name", () => {
  it.each([
    ["Alice's laptop", "drawbridge-alice-s-laptop.yaml"],
    ["../../etc/passwd", "drawbridge-etc-passwd.yaml"],
    ['"; rm -rf ~; "', "drawbridge-rm-rf.yaml"],
    ["ноутбук", "drawbridge-kabcdefg23.yaml"],
  ])("of %j is %s", (name, expected) => {
    expect(fileNameOf({ id: "kabcdefg23", name })).toBe(expected);
  });
});

describe("the default namespace", () => {
  it.each<[string, (string[] | null)[], string | null]>([
    ["rights everywhere", [null], null],
    ["rights everywhere beside listed ones", [["web"], null], null],
    ["listed namespaces only: the first by name", [["web"], ["api", "db"]], "api"],
    ["default among the listed ones", [["api", "default"]], null],
    ["no rights", [], null],
  ])("with %s", (_title, rights, expected) => {
    expect(defaultNamespace(rights)).toBe(expected);
  });
});
