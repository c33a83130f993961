import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";
import { downloadKubeconfig, saveDownload } from "../steps.ts";

test("renewing a file gives new tokens under the same names, and the old ones work through the grace time that is shown", async ({
  house,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("ada");
  const old = await downloadKubeconfig(page, house.url, "staging", testInfo);
  const name = nameIn(old);
  await page.goto(`${house.url}/kubeconfigs`);
  await page
    .getByRole("button", { name: `Actions for ${name}` })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Renew…" }).click();
  const dialog = page.getByRole("dialog", { name: `Renew ${name}` });
  await expect(dialog).toContainText("The old tokens go on working for 1 hour");
  const renewed = await saveDownload(page, testInfo, "Renew and download");
  await expect(page.getByRole("heading", { name: "Merge it" })).toBeVisible();
  expect(namesIn(renewed)).toEqual(namesIn(old));
  expect(tokensIn(renewed)).not.toEqual(tokensIn(old));
  for (const kubeconfig of [renewed, old]) expect(await kubectl(["get", "namespaces"], { kubeconfig })).toMatchObject({ code: 0 });
});

test("an expired file's 401 leads, through the sign-in, to the question whether to renew it", async ({ house, signedInAs, page }) => {
  await signedInAs("ada");
  const content = await issue(page, { name: "brief", expirySeconds: 60 });
  const link = /^# Renew, revoke: (\S+)$/m.exec(content)?.[1] ?? "";
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel("Login").fill("ada");
  await page.getByRole("textbox", { name: "Password" }).fill("violet-harbour-lantern");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("dialog", { name: "Renew brief" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(`${house.url}/kubeconfigs`);
});

test("the same choice again offers to renew the file that there is", async ({ house, signedInAs }, testInfo) => {
  const page = await signedInAs("dina");
  const name = nameIn(await downloadKubeconfig(page, house.url, "production", testInfo));
  await page.goto(house.url);
  await page.getByRole("button", { name: "Connect to production" }).click();
  await page.getByRole("button", { name: `Renew ${name}` }).click();
  await expect(page.getByRole("dialog", { name: `Renew ${name}` })).toBeVisible();
});

test("Home says which of my kubeconfigs die soon, and renews one by one press", async ({ house, signedInAs }, testInfo) => {
  test.setTimeout(150_000);
  const page = await signedInAs("victor");
  await issue(page, { name: "brief-one", expirySeconds: 60 });
  await page.goto(house.url);
  // In the last half of its life, as it was made for so short a time.
  await expect(page.getByRole("button", { name: "Renew brief-one" })).toBeVisible({ timeout: 70_000 });
  const renewed = await saveDownload(page, testInfo, "Renew brief-one");
  expect(nameIn(renewed)).toBe("brief-one");
  await expect(page.getByRole("dialog", { name: "brief-one is renewed" })).toBeVisible();
});

test("a file is named, described, extended, loses one environment alone, and is revoked with others at once", async ({
  house,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("ada");
  await page.goto(house.url);
  await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("both");
  const kubeconfig = await saveDownload(page, testInfo);
  // kubectl shows the reason of a 401 only once it knows what the cluster has.
  const atProduction = ["get", "namespaces", "--context=drawbridge-ctx-production"];
  expect(await kubectl(atProduction, { kubeconfig })).toMatchObject({ code: 0 });
  await page.goto(`${house.url}/kubeconfigs`);
  await ask(page, "both", "Details…");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("desk");
  await page.getByRole("textbox", { name: "Description" }).fill("under the window");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /desk/ })).toContainText("under the window");

  await ask(page, "desk", "Extend…");
  await page.getByRole("button", { name: "Extend desk" }).click();
  await expect(page.getByRole("row", { name: /desk/ })).toContainText(/in 36\d days|in 1 year/);

  await ask(page, "desk", "Details…");
  await page.getByRole("button", { name: "Take out production" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Take out production" }).click();
  await expect(page.getByText("production is taken out of desk.")).toBeVisible();
  const refused = await kubectl(atProduction, { kubeconfig });
  expect(refused.stderr).toMatch(/“production” was taken out of the kubeconfig “desk” at/);
  expect(await kubectl(["get", "namespaces", "--context=drawbridge-ctx-staging"], { kubeconfig })).toMatchObject({ code: 0 });

  await issue(page, { name: "other", expirySeconds: 3600 });
  await page.reload();
  await page.getByRole("checkbox", { name: "Tick desk" }).click();
  await page.getByRole("checkbox", { name: "Tick other" }).click();
  await page.getByRole("button", { name: "Revoke 2 kubeconfigs" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke 2 kubeconfigs" }).click();
  await expect(page.getByRole("row", { name: /desk/ })).toContainText("Revoked");
  await expect(page.getByRole("row", { name: /other/ })).toContainText("Revoked");
});

test("administrators see everyone's files, by user and environment, and take the list away as CSV; others have no such page", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await issue(page, { name: "=cmd", expirySeconds: 3600 });
  await page.goto(`${house.url}/admin/kubeconfigs?user=ada`);
  const row = page.getByRole("row", { name: /=cmd/ });
  await expect(row).toContainText("ada");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const download = await coming;
  const csv = await text(await download.createReadStream());
  expect(csv).toMatch(/^id,name,description,owner,state/);
  expect(csv).toContain(`"'=cmd"`);
  expect(csv).not.toContain("dbk_");
  await page.goto(`${house.url}/admin/kubeconfigs?environment=2&user=nobody`);
  await expect(page.getByText("No kubeconfig matches")).toBeVisible();
  await page.context().clearCookies();
  const victor = await signedInAs("victor");
  await victor.goto(`${house.url}/admin/kubeconfigs`);
  await expect(victor.getByRole("link", { name: "Export CSV" })).toBeHidden();
});

test("an environment's maximum is shown before a file is made, and asks about files that exceed it", async ({ house, signedInAs }, testInfo) => {
  const page = await signedInAs("ada");
  await downloadKubeconfig(page, house.url, "production", testInfo);
  await page.goto(`${house.url}/admin/environments/2/settings`);
  await page.getByRole("combobox", { name: "Longest expiry here" }).click();
  await page.getByRole("option", { name: "8 hours" }).click();
  await page.getByRole("button", { name: "Save longest expiry" }).click();
  await expect(page.getByText(/existing kubeconfigs? exceeds? the new maximum/)).toBeVisible();
  await page.getByRole("radio", { name: /^Shorten/ }).click();
  await page.getByRole("button", { name: "Save longest expiry" }).click();
  await expect(page.getByText("Saved. It holds for kubeconfigs made from now on.")).toBeVisible();
  await page.goto(house.url);
  await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
  await expect(page.getByRole("list", { name: "Environments that end sooner" })).toContainText(/production ends sooner: .*in 8 hours/);
  const file = readFileSync(await saveDownload(page, testInfo), "utf8");
  expect(file).toMatch(/^# {3}production: \d{4}-\d\d-\d\d \d\d:\d\d UTC already$/m);
});

async function ask(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** A file for staging, made as the dialog makes it. */
async function issue(page: Page, { name, expirySeconds }: { name: string; expirySeconds: number }): Promise<string> {
  return page.evaluate(
    async (input) => {
      const answer = await fetch("/api/kubernetes/config", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(input) });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer.text();
    },
    { name, expiry: { seconds: expirySeconds }, environmentIds: [1], currentEnvironmentId: null },
  );
}

function nameIn(path: string): string {
  return /^# (.*), a kubeconfig of /.exec(readFileSync(path, "utf8"))?.[1] ?? "";
}

function namesIn(path: string): string[] {
  return readFileSync(path, "utf8").match(/^ *(?:- )?(?:name|user|cluster|current-context): \S+$/gm) ?? [];
}

function tokensIn(path: string): string[] {
  return readFileSync(path, "utf8").match(/dbk_\S+/g) ?? [];
}
