import { once } from "node:events";
import { connect } from "node:tls";
import { type StartedCluster, startCluster } from "../cluster/cluster.ts";
import { expect, test } from "../fixtures.ts";
import { type Gateway, newStateDir, startGateway } from "../gateway.ts";
import { expectEachStepPassed, pressAddEnvironment, signIn } from "../steps.ts";

const admin = { login: "ada", password: "violet-harbour-lantern" };
let gateway: Gateway;
test.beforeAll(async () => {
  gateway = await startGateway({ admin });
});
test.afterAll(() => gateway.stop());
test.beforeEach(async ({ page }) => {
  await signIn(page, gateway.url, admin);
  await page.goto(`${gateway.url}/admin/environments/new`);
});

const kubeconfig = (cluster: string, user: string) => `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { ${cluster} } }]
users: [{ name: u, user: { ${user} } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
`;
const server = "server: 'https://127.0.0.1:1'";

const refusedContexts = [
  [
    "a command to run",
    kubeconfig(server, "exec: { apiVersion: v1, command: touch, args: [/tmp/drawbridge-was-fooled] }"),
    /\(exec\): Drawbridge runs no commands.*manifest/,
  ],
  ["a plug-in", kubeconfig(server, "auth-provider: { name: gcp }"), /\(auth-provider\): Drawbridge runs none.*manifest/],
  ["a token's file", kubeconfig(server, "tokenFile: /etc/hostname"), /\(tokenFile\): put its content inline/],
  ["a key's file", kubeconfig(server, "client-certificate: /etc/hostname, client-key: /etc/hostname"), /\(client-certificate\): run kubectl config view/],
  ["a CA's file", kubeconfig(`${server}, certificate-authority: /etc/hostname`, "token: t"), /\(certificate-authority\): run kubectl config view/],
  ["a proxy", kubeconfig(`${server}, proxy-url: 'http://127.0.0.1:1'`, "token: t"), /\(proxy-url\): Drawbridge connects to API servers itself/],
] as const;

for (const [what, text, reason] of refusedContexts) {
  test(`a kubeconfig that names ${what} is refused by that name, with what to do instead, and cannot be tested or added`, async ({ page }) => {
    await page.getByLabel("Kubeconfig of an administrator of the cluster").fill(text);
    await expect(page.getByRole("region", { name: "Contexts that cannot be used" })).toContainText(reason);
    await expect(page.getByRole("button", { name: "Test connection" })).toBeHidden();
    await expect(page.getByRole("button", { name: "Add environment" })).toBeHidden();
  });
}

const bomb = ["a0: &a0 [x, x]", ...Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`)].join("\n");
const refusedFiles = [
  ["is an alias bomb", `apiVersion: v1\nkind: Config\n${bomb}\n`, /YAML aliases/],
  ["is not YAML", "a: [b\nc: }", /not YAML/],
  ["is of another kind", "apiVersion: v1\nkind: Secret\ndata: {}\n", /its kind is Secret, not Config/],
] as const;

for (const [what, text, reason] of refusedFiles) {
  test(`a file that ${what} is refused with the reason beside its field`, async ({ page }) => {
    const field = page.getByLabel("Kubeconfig of an administrator of the cluster");
    await field.fill(text);
    await expect(page.getByText(reason)).toBeVisible();
    await expect(field).toHaveAccessibleDescription(reason);
    await expect(page.getByRole("button", { name: "Add environment" })).toBeHidden();
  });
}

test("a file of 10 MB is refused before it is sent, and the page stays of use", async ({ page }) => {
  const sent: number[] = [];
  page.on("request", (request) => sent.push(request.postDataBuffer()?.length ?? 0));
  const buffer = Buffer.alloc(10 * 1024 * 1024, "a: b\n");
  await page.getByLabel("Kubeconfig file").setInputFiles({ name: "config", mimeType: "application/yaml", buffer });
  await expect(page.getByText(/larger than 256 KiB/)).toBeVisible();
  expect(Math.max(0, ...sent)).toBeLessThan(64 * 1024);
  await page.getByLabel("Kubeconfig of an administrator of the cluster").fill(kubeconfig(server, "token: t"));
  await expect(page.getByRole("button", { name: "Test connection" })).toBeVisible();
});

test.describe("a kubeconfig that skips verification", () => {
  let cluster: StartedCluster;
  test.beforeAll(async () => {
    cluster = await startCluster({ name: "pinned", stateDir: newStateDir(), node: false, staysOn: true });
  });
  test.afterAll(() => cluster.stop());

  test("is met with the certificate that the cluster shows, and works once exactly that one is pinned", async ({ page }) => {
    const insecure = cluster.adminKubeconfig.replace(/certificate-authority-data: \S+/, "insecure-skip-tls-verify: true");
    expect(insecure).toContain("insecure-skip-tls-verify");
    await page.getByLabel("Kubeconfig of an administrator of the cluster").fill(insecure);
    await page.getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByText("Nobody vouches for this certificate")).toBeVisible();
    await expect(page.getByText(await fingerprintShownBy(cluster.server), { exact: true })).toBeVisible();
    await expect(page.getByText("127.0.0.1", { exact: false }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Add environment" })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("checkbox", { name: "Pin this certificate" }).check();
    await expectEachStepPassed(page);
    await page.getByRole("textbox", { name: "Name" }).fill("pinned");
    await pressAddEnvironment(page, "pinned");
    await page.goto(gateway.url);
    await expect(page.getByRole("row", { name: /pinned/ })).toContainText(/Ready.*v1\./);
  });
});

/** As any client sees it that asks the server itself: upper-case pairs with colons. */
async function fingerprintShownBy(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
