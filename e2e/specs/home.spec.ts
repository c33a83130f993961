import { type Db, databaseFile, openDatabase } from "#lib/db.ts";
import type { Gateway } from "../gateway.ts";
import { expect, test } from "../house.ts";
import { signIn } from "../steps.ts";

const admin = { login: "ada", password: "violet-harbour-lantern" };

/** Lends the house's database, for states that no page can bring about at once: a cluster that is down, a file that is old. */
async function withDatabase(house: Gateway, work: (db: Db) => Promise<void>): Promise<void> {
  const db = openDatabase(databaseFile(house.dataDir));
  try {
    await work(db);
  } finally {
    await db.$disconnect();
  }
}

test("H1 a row says name, labels, health, version, one's own rights, last use and the end of one's newest file", async ({ signedInAs }) => {
  const page = await signedInAs("dina");
  const row = page.getByRole("row", { name: /staging/ });
  await expect(row).toContainText(/staging.*env=staging.*Ready.*v1\.\d+.*edit in shop/);
  await expect(row.getByText(/never|ago|just now/).first()).toBeVisible();
  await expect(row.getByText(/none|expires/).first()).toBeVisible();
  // Never colour alone.
  await expect(row.getByText("Ready").locator("svg")).toBeVisible();
  // H2
  await expect(row.getByRole("button", { name: "Connect to staging" })).toBeEnabled();
  await expect(page.getByRole("button", { name: "Kubeconfig", exact: true })).toBeEnabled();
});

test("H3 search over names and labels, filters, groups, order and ticks stand in the address: reload and Back keep them", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const table = page.getByRole("table", { name: "Environments" });
  const staging = table.getByRole("row", { name: /staging/ });
  const production = table.getByRole("row", { name: /production/ });
  await page.getByRole("searchbox", { name: "Search environments" }).fill("env=prod");
  await expect(staging).toBeHidden();
  await expect(page).toHaveURL(/q=env%3Dprod/);
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Search environments" })).toHaveValue("env=prod");
  await expect(production).toBeVisible();
  await page.getByRole("searchbox", { name: "Search environments" }).fill("");
  await expect(page).not.toHaveURL(/q=/);

  await page.getByRole("checkbox", { name: "Tick staging" }).click();
  await staging.getByRole("button", { name: "Show only env=staging" }).click();
  await expect(production).toBeHidden();
  await page.goBack();
  await expect(production).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Tick staging" })).toBeChecked();
  await page.getByRole("combobox", { name: "Group by" }).selectOption("env");
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(page).toHaveURL(/ticked=\d+&group=env&sort=-name$/);
  await page.getByRole("checkbox", { name: "Tick all of env=prod" }).click();
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByText("2 of 2 ticked")).toBeVisible();
  await page.getByRole("link", { name: "Kubeconfigs", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Environments" })).toBeHidden();
  await page.goBack();
  await expect(page.getByText("2 of 2 ticked")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Tick all of env=prod" })).toBeChecked();

  await page.goto(`${house.url}/?label=gone%3Dgone&group=gone&health=sleepy&sort=colour&ticked=0-99999`);
  await expect(staging).toBeVisible();
  await expect(production).toBeVisible();
  await expect(page.getByRole("list", { name: "Set filters" })).toBeHidden();

  // H7
  await page.getByRole("searchbox", { name: "Search environments" }).fill("no such cluster");
  await expect(page.getByText("No environment matches “no such cluster”")).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(staging).toBeVisible();
});

test("at 320 px the filters fold into one button that says how many are set, and the first environment is seen without scrolling", async ({ signedInAs }) => {
  const page = await signedInAs("ada");
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(page.getByRole("combobox", { name: "Health" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Connect to production" })).toBeInViewport();
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByRole("combobox", { name: "Health" }).selectOption("ready");
  await page.getByRole("combobox", { name: "Label" }).selectOption("env=prod");
  await page.getByRole("button", { name: "Filters 2 set" }).click();
  await expect(page.getByRole("combobox", { name: "Health" })).toBeHidden();
  // What is set stays in sight.
  await expect(page.getByRole("list", { name: "Set filters" })).toContainText(/Health Ready.*Label env=prod/);
});

test("H4, H5 a bad row opens the failing step, the last success and the fix; a cluster's answer comes to the open page by itself", async ({
  house,
  signedInAs,
}) => {
  await withDatabase(house, async (db) => {
    const seen = { createdAt: new Date(), probedAt: new Date(), lastReachableAt: new Date(Date.now() - 3_600_000) };
    const fault = { probeOk: false, probeStep: "tcp", probeMessage: "Nothing listens at that address and port (connection refused)." };
    // Without a credential the house cannot ask it, so that nothing is said of it but what stands here.
    const { id } = await db.environment.create({ data: { name: "lost", server: "https://127.0.0.1:1", ...seen, ...fault } });
    try {
      const user = await db.user.findUniqueOrThrow({ where: { login: "ada" } });
      const grant = { userId: user.id, environmentId: id, clusterRole: "view", allNamespaces: true, namespaces: "[]" };
      await db.grant.create({ data: { ...grant, createdAt: new Date(), createdBy: "ada" } });
      const page = await signedInAs("ada");
      await page.getByRole("button", { name: "Down: why lost is down" }).click();
      const dialog = page.getByRole("dialog", { name: "lost is down" });
      await expect(dialog).toContainText(/Connecting \(TCP\).*Nothing listens.*Last reachable.*(?:minutes|hours?) ago.*Start the API server/s);
      await expect(dialog.getByRole("link", { name: "Test the connection" })).toHaveAttribute("href", `/admin/environments?test=${id}`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("row", { name: /staging/ })).toContainText("Ready");
      await db.environment.update({ where: { id }, data: { probeOk: true, probedAt: new Date(), version: "v1.36.9" } });
      await expect(page.getByRole("row", { name: /lost/ })).toContainText(/Ready.*v1\.36\.9/, { timeout: 30_000 });

      await db.environment.update({ where: { id }, data: { probedAt: new Date(Date.now() - 3_600_000) } });
      await page.reload();
      await expect(page.getByRole("row", { name: /lost/ })).toContainText("Checking…");

      // H2
      await db.environment.update({ where: { id }, data: { disabledAt: new Date() } });
      await page.reload();
      const connect = page.getByRole("button", { name: "Connect to lost" });
      await expect(connect).toBeDisabled();
      await expect(connect).toHaveAccessibleDescription("This environment is disabled. Enable it under Administer, Environments.");
    } finally {
      await db.environment.delete({ where: { id } });
    }
  });
});

test("H6 a kubeconfig that dies in less than seven days is told on Home, and one click renews and downloads it", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await withDatabase(house, async (db) => {
    const user = await db.user.findUniqueOrThrow({ where: { login: "ada" } });
    const environment = await db.environment.findUniqueOrThrow({ where: { name: "staging" } });
    const times = { createdAt: new Date(Date.now() - 28 * 86_400_000), expiresAt: new Date(Date.now() + 2 * 86_400_000) };
    const tokens = { create: { tokenHash: "of-nothing", environmentId: environment.id, environmentName: "staging", ...times } };
    await db.kubeconfig.create({ data: { id: "kdying", ownerId: user.id, ownerLogin: "ada", name: "dying", ...times, tokens } });
    try {
      await page.reload();
      const banner = page.getByRole("status", { name: "Kubeconfigs that expire soon" });
      await expect(banner).toContainText(/dying expires in (?:2 days|47 hours)/);
      const download = page.waitForEvent("download");
      await banner.getByRole("button", { name: "Renew dying" }).click();
      expect((await download).suggestedFilename()).toMatch(/\.yaml$/);
      await expect(page.getByRole("dialog", { name: "dying is renewed" })).toContainText(/old tokens go on working for 1 hour/);
    } finally {
      await db.kubeconfig.delete({ where: { id: "kdying" } });
    }
  });
});

test.describe("H7 an empty Home", () => {
  test.use({ gatewayOptions: { admin } });

  test("differs: no environment exists, none is granted to you; the button is there, and says why and what to do", async ({ gateway, page }) => {
    await signIn(page, gateway.url, admin);
    const button = page.getByRole("button", { name: "Kubeconfig", exact: true });
    await expect(page.getByText("There is no environment yet", { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: "Add environment" })).toBeVisible();
    const steps = page.getByRole("region", { name: "First steps" });
    await expect(steps.getByRole("link", { name: "Continue first steps" })).toHaveAttribute("href", "/welcome");
    await steps.getByRole("button", { name: "Hide first steps" }).click();
    await expect(steps).toBeHidden();
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription("There is no environment yet. Add one first.");
    await withDatabase(gateway, async (db) => {
      await db.environment.create({ data: { name: "unreached", server: "https://127.0.0.1:1", createdAt: new Date() } });
    });
    await page.reload();
    await expect(page.getByText("No environment is granted to you", { exact: true })).toBeVisible();
    await expect(steps).toBeHidden();
    await expect(button).toHaveAccessibleDescription(/Grant yourself one under Access/);
  });
});
