import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type StartedCluster, startCluster } from "../cluster/cluster.ts";
import { expect, test } from "../fixtures.ts";
import { type Gateway, newStateDir, startGateway } from "../gateway.ts";
import { addEnvironment, downloadKubeconfig, grantAccess, readCode, signIn } from "../steps.ts";

const admin = { login: "ada", password: "violet-harbour-lantern" };
let cluster: StartedCluster;
let gateway: Gateway;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000);
  cluster = await startCluster({ name: "settings", stateDir: newStateDir(), node: false, staysOn: true });
  gateway = await startGateway({ admin });
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await signIn(page, gateway.url, admin);
  await addEnvironment(page, gateway.url, { name: "production", kubeconfig: cluster.adminKubeconfig, grantMe: false });
  await page.close();
});
test.afterAll(async () => {
  await gateway?.stop();
  await cluster?.stop();
});
test.beforeEach(({ page }) => signIn(page, gateway.url, admin));

async function openFromMenu(page: Page, item: "Settings" | "Credentials"): Promise<void> {
  await page.goto(`${gateway.url}/admin/environments`);
  await page.getByRole("button", { name: "Actions for production" }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${item} of production` })).toBeVisible();
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
}

async function expectNoFinding(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test("an environment that brings its own RBAC says what to bind, and the manifest that it shows gives the grant", async ({ page, kubectl }, testInfo) => {
  test.setTimeout(180_000);
  await openFromMenu(page, "Settings");
  await page.getByRole("checkbox", { name: /^Make the bindings/ }).click();
  await save(page);
  await expectNoFinding(page);
  await grantAccess(page, gateway.url, { who: "ada", environment: "production", role: "view" });
  const row = page.getByRole("row", { name: /ada.*production.*view/ });
  await expect(row.getByText("Not bound there")).toBeVisible();
  await page.getByRole("button", { name: "Show manifest" }).click();
  const manifest = await readCode(page, "manifest");
  await expectNoFinding(page);
  await page.keyboard.press("Escape");

  const kubeconfig = await downloadKubeconfig(page, gateway.url, "production", testInfo);
  const getPods = () => kubectl(["get", "pods"], { kubeconfig });
  expect((await getPods()).stderr).toMatch(/cannot list resource "pods"/);
  expect(await cluster.kubectl(["apply", "-f", "-"], { input: manifest })).toMatchObject({ code: 0 });
  await page.goto(`${gateway.url}/admin/access`);
  await expect(row.getByText("Applied")).toBeVisible({ timeout: 60_000 });
  expect(await getPods()).toMatchObject({ code: 0 });
});

test("a read-only environment lets kubectl read, and refuses the rest with a sentence", async ({ page, kubectl }, testInfo) => {
  test.setTimeout(180_000);
  await openFromMenu(page, "Settings");
  if (!(await page.getByRole("checkbox", { name: /^Make the bindings/ }).isChecked())) await page.getByRole("checkbox", { name: /^Make the bindings/ }).click();
  await page.getByRole("checkbox", { name: /^Read only/ }).click();
  await save(page);
  await grantAccess(page, gateway.url, { who: "ada", environment: "production", role: "cluster-admin" });
  await expect(page.getByRole("row", { name: /ada.*production.*cluster-admin/ }).getByText("Applied")).toBeVisible({ timeout: 60_000 });
  const kubeconfig = await downloadKubeconfig(page, gateway.url, "production", testInfo);
  expect(await kubectl(["get", "secrets", "-A"], { kubeconfig })).toMatchObject({ code: 0 });
  expect(await kubectl(["auth", "can-i", "get", "pods"], { kubeconfig })).toMatchObject({ code: 0 });
  const refused = await kubectl(["create", "configmap", "made"], { kubeconfig });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("the environment “production” is read-only through Drawbridge");
});

test("the credentials page shows what a thief of each could do, for how long and how it is ended, and renews both", async ({ page }) => {
  await openFromMenu(page, "Credentials");
  const proxy = page.getByRole("region", { name: "Proxy" });
  await expect(proxy.getByText(/^Act as one of 1 person|^Nothing: nobody has access/)).toBeVisible();
  const manager = page.getByRole("region", { name: "Manager" });
  const answers = page.getByRole("table", { name: "What the cluster answered" });
  await expect(answers.getByRole("row", { name: /^Read Secrets anywhere\s+No\s+No/ })).toBeVisible();
  await expect(answers.getByRole("row", { name: /^Act as system:masters\s+No\s+No/ })).toBeVisible();
  await expect(answers.getByRole("row", { name: /^Give any ClusterRole to anyone\s+No\s+Yes/ })).toBeVisible();
  for (const region of [proxy, manager]) await expect(region.getByText(/^Issued/)).toBeVisible();
  await expectNoFinding(page);
  await page.getByRole("button", { name: "Renew both tokens" }).click();
  await expect(page.getByText("Both tokens are renewed.")).toBeVisible();
});
