import { type StartedCluster, startCluster } from "../cluster/cluster.ts";
import { expect, test } from "../fixtures.ts";
import { type Gateway, newStateDir, startGateway } from "../gateway.ts";
import { addEnvironment, downloadKubeconfig, grantAccess, signIn } from "../steps.ts";

const admin = { login: "ada", password: "violet-harbour-lantern" };
/** A cluster of this file alone, as its API server is taken away. */
let cluster: StartedCluster;
let gateway: Gateway;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  cluster = await startCluster({ name: "granted", stateDir: newStateDir(), node: false, staysOn: true });
  gateway = await startGateway({ admin });
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await signIn(page, gateway.url, admin);
  await addEnvironment(page, gateway.url, { name: "granted", kubeconfig: cluster.adminKubeconfig, grantMe: false });
  await page.close();
});
test.afterAll(async () => {
  await gateway?.stop();
  await cluster?.stop();
});
test.beforeEach(({ page }) => signIn(page, gateway.url, admin));

test("a grant that is removed is in force no more on the next request", async ({ page, kubectl }, testInfo) => {
  await grantAccess(page, gateway.url, { who: "ada", environment: "granted", role: "view" });
  const row = page.getByRole("row", { name: /ada.*granted.*view/ });
  await expect(row.getByText("Applied")).toBeVisible();
  const kubeconfig = await downloadKubeconfig(page, gateway.url, "granted", testInfo);
  const getPods = () => kubectl(["get", "pods"], { kubeconfig });
  expect(await getPods()).toMatchObject({ code: 0 });

  await page.goto(`${gateway.url}/admin/access`);
  await page.getByRole("button", { name: "Remove view of ada in granted" }).click();
  await page.getByRole("button", { name: "Remove grant" }).click();
  await expect(page.getByText("The grant is removed.")).toBeVisible();
  const refused = await getPods();
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/no access|not granted|access to/i);
});

test("a grant added while the cluster is away is shown as being applied, and is applied once the cluster is back", async ({ page, kubectl }, testInfo) => {
  test.setTimeout(180_000);
  await cluster.stopApiServer();
  await grantAccess(page, gateway.url, { who: "ada", environment: "granted", role: "edit" });
  const row = page.getByRole("row", { name: /ada.*granted.*edit/ });
  await expect(row.getByText("Applying…")).toBeVisible();
  await expect(page.getByText("Not there yet")).toBeVisible({ timeout: 20_000 });

  await cluster.startApiServer();
  await expect(row.getByText("Applied")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText("Not there yet")).toBeHidden();
  const kubeconfig = await downloadKubeconfig(page, gateway.url, "granted", testInfo);
  expect(await kubectl(["create", "configmap", "made-later"], { kubeconfig })).toMatchObject({ code: 0 });
});

test("a grant in a namespace that the cluster does not have shows the cluster's refusal, and works once the namespace is there", async ({ page }) => {
  test.setTimeout(180_000);
  await grantAccess(page, gateway.url, { who: "ada", environment: "granted", role: "admin", namespaces: "not-there" });
  const row = page.getByRole("row", { name: /ada.*granted.*admin.*not-there/ });
  await expect(row.getByText("Refused")).toBeVisible();
  await expect(page.getByText(/namespaces "not-there" not found/)).toBeVisible();
  expect(await cluster.kubectl(["create", "namespace", "not-there"])).toMatchObject({ code: 0 });
  await expect(row.getByText("Applied")).toBeVisible({ timeout: 90_000 });
});
