import { existsSync } from "node:fs";
import { join } from "node:path";
import { type StartedCluster, startCluster } from "../cluster/cluster.ts";
import { expect, test } from "../fixtures.ts";
import { newStateDir } from "../gateway.ts";
import { addEnvironment, downloadKubeconfig } from "../steps.ts";

let cluster: StartedCluster;
test.beforeAll(async () => {
  cluster = await startCluster({ name: "first", stateDir: newStateDir(), node: false });
});
test.afterAll(() => cluster?.stop());

test("from an empty start to kubectl: set-up code, first administrator, first environment, file", async ({ page, gateway, kubectl }, testInfo) => {
  await page.goto(gateway.url);
  await expect(page.getByRole("heading", { name: "Set up Drawbridge" })).toBeVisible();
  const create = page.getByRole("button", { name: "Create administrator" });

  await page.getByLabel("Set-up code").fill("aaaa-bbbb-cccc-dddd-eeee-ffff-gg");
  await page.getByLabel("Your name").fill("Grace");
  await page.getByLabel("Login").fill("grace");
  await page.getByRole("textbox", { name: "Password" }).fill("orchid-lantern-quarry");
  await create.click();
  await expect(page.getByText("This is not the set-up code")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Grace");

  await page.getByLabel("Set-up code").fill(gateway.setupCode() ?? "");
  await page.getByRole("textbox", { name: "Password" }).fill("password1234");
  await create.click();
  await expect(page.getByRole("textbox", { name: "Password" })).toHaveAttribute("aria-invalid", "true");

  await page.getByLabel("Set-up code").fill(gateway.setupCode() ?? "");
  await page.getByRole("textbox", { name: "Password" }).fill("orchid-lantern-quarry");
  await create.click();
  await page.waitForURL("**/admin/environments/new");
  await expect(page.getByRole("heading", { name: "Add your first environment" })).toBeVisible();

  await addEnvironment(page, gateway.url, { name: "first", kubeconfig: cluster.adminKubeconfig, grantMe: true });
  await page.goto(gateway.url);
  const row = page.getByRole("row", { name: /first/ });
  await expect(row).toContainText(/Ready.*v1\.36/);
  await expect(row).toContainText("cluster-admin everywhere");

  const kubeconfig = await downloadKubeconfig(page, gateway.url, "first", testInfo);
  const answer = await kubectl(["get", "namespaces", "--output=name"], { kubeconfig });
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.stdout).toContain("namespace/drawbridge");
});

test("once there is an administrator the set-up page is gone for everyone", async ({ page, gateway }) => {
  await page.goto(`${gateway.url}/setup`);
  await page.getByLabel("Set-up code").fill(gateway.setupCode() ?? "");
  await page.getByLabel("Your name").fill("Grace");
  await page.getByLabel("Login").fill("grace");
  await page.getByRole("textbox", { name: "Password" }).fill("orchid-lantern-quarry");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.waitForURL("**/admin/environments/new");
  // The code is of no more use, and does not lie about.
  await expect.poll(() => existsSync(join(gateway.dataDir, "setup-code"))).toBe(false);
  await page.context().clearCookies();
  await page.goto(`${gateway.url}/setup`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
