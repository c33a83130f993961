import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "@playwright/test";
import { type StartedCluster, startCluster } from "../cluster/cluster.ts";
import { expect, test } from "../fixtures.ts";
import { newStateDir } from "../gateway.ts";
import { downloadKubeconfig, expectEachStepPassed } from "../steps.ts";

let cluster: StartedCluster;
test.beforeAll(async () => {
  cluster = await startCluster({ name: "first", stateDir: newStateDir(), node: false });
});
test.afterAll(() => cluster?.stop());

test("R1 R2 R3 from an empty start to kubectl in under 3 minutes: set-up code, administrator, address, first environment, access, file", async ({
  page,
  gateway,
  kubectl,
}, testInfo) => {
  const start = Date.now();
  await page.goto(gateway.url);
  await expect(page.getByRole("heading", { name: "Set up Drawbridge" })).toBeVisible();
  await think(page);
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
  // R2: the address can be skipped, and what was typed there is still there after a look at the next step.
  await expect(page.getByRole("heading", { name: "The address" })).toBeVisible();
  await page.getByLabel("External URL").fill("https://drawbridge.example");
  await page.getByRole("button", { name: "Skip this for now" }).click();
  await expect(page.getByRole("heading", { name: "First environment" })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("External URL")).toHaveValue("https://drawbridge.example");
  await think(page);
  await page.getByRole("button", { name: "Skip this for now" }).click();

  await page.getByLabel("Kubeconfig of an administrator of the cluster").fill(cluster.adminKubeconfig);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expectEachStepPassed(page);
  await page.getByRole("textbox", { name: "Name" }).fill("first");
  await think(page);
  await page.getByRole("checkbox", { name: /cluster-admin here/ }).uncheck();
  await page.getByRole("button", { name: "Add environment" }).click();

  await expect(page.getByRole("heading", { name: "Access", exact: true })).toBeVisible({ timeout: 30_000 });
  await think(page);
  // Left and come back to: it goes on where it was.
  await page.goto(`${gateway.url}/kubeconfigs`);
  await page.goto(`${gateway.url}/welcome`);
  await expect(page.getByRole("heading", { name: "Access", exact: true })).toBeVisible();
  await page.getByRole("radio", { name: /^cluster-admin/ }).check();
  await page.getByRole("button", { name: "Give yourself access" }).click();
  await expect(page.getByText("You have access to first")).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await think(page);
  await page.goto(gateway.url);
  const row = page.getByRole("row", { name: /first/ });
  await expect(row).toContainText(/Ready.*v1\.36/);
  await expect(row).toContainText("cluster-admin everywhere");

  const kubeconfig = await downloadKubeconfig(page, gateway.url, "first", testInfo);
  const answer = await kubectl(["get", "namespaces", "--output=name"], { kubeconfig });
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.stdout).toContain("namespace/drawbridge");
  // R3: with a person's pauses, and nothing read but what stands on the pages.
  expect(Date.now() - start).toBeLessThan(180_000);
});

test("once there is an administrator the set-up page is gone for everyone; what fails has an id that the log and the support bundle have", async ({
  page,
  gateway,
}) => {
  await page.goto(`${gateway.url}/setup`);
  await page.getByLabel("Set-up code").fill(gateway.setupCode() ?? "");
  await page.getByLabel("Your name").fill("Grace");
  await page.getByLabel("Login").fill("grace");
  await page.getByRole("textbox", { name: "Password" }).fill("orchid-lantern-quarry");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.waitForURL("**/welcome");
  // The code is of no more use, and does not lie about.
  await expect.poll(() => existsSync(join(gateway.dataDir, "setup-code"))).toBe(false);

  // The same house, broken: each error has an id that the log and the support bundle have.
  breakTeams(gateway.dataDir);
  await page.goto(`${gateway.url}/admin/teams`);
  await expect(page.getByRole("heading", { name: "This page failed" })).toBeVisible();
  const id = /Error id (\S+)/.exec((await page.getByText(/^Error id/).textContent()) ?? "")?.[1] ?? "no id";
  await expect.poll(() => gateway.output()).toContain(`"errorId":"${id}"`);
  const bundle = await page.request.get(`${gateway.url}/api/support-bundle`);
  expect(await bundle.text()).toContain(`"errorId": "${id}"`);

  await page.context().clearCookies();
  await page.goto(`${gateway.url}/setup`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

/** As long as a person looks before the next click. */
async function think(page: Page): Promise<void> {
  await page.waitForTimeout(2_000);
}

/** As a disk or a hand would. */
function breakTeams(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, "drawbridge.db"));
  database.exec('ALTER TABLE "Team" RENAME TO "Gone"');
  database.close();
}
