import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

test("a change of the settings holds for new files only: an old file keeps its expiry and works on", async ({ house, signedInAs, kubectl }, testInfo) => {
  const page = await signedInAs("ada");
  const old = await downloadKubeconfig(page, house.url, "staging", testInfo);
  expect(daysLeftIn(old)).toBe(30);

  await saveSettings(page, house.url, "1 day", "7 days");
  await page.goto(house.url);
  await page.getByRole("button", { name: "Connect to staging" }).click();
  const expires = page.getByRole("dialog").getByRole("radiogroup", { name: "Expires" });
  await expect(expires.getByRole("radio", { name: "1 day" })).toBeChecked();
  await expect(expires.getByRole("radio")).toHaveCount(3);
  await page.getByRole("button", { name: "Close" }).click();
  expect(daysLeftIn(await downloadKubeconfig(page, house.url, "staging", testInfo))).toBe(1);

  expect(daysLeftIn(old)).toBe(30);
  expect(await kubectl(["get", "namespaces"], { kubeconfig: old })).toMatchObject({ code: 0 });
  await page.goto(`${house.url}/kubeconfigs`);
  await expect(page.getByText(/in 29 days|in 30 days/).first()).toBeVisible();
  await saveSettings(page, house.url, "30 days", "1 year");
});

test("a default longer than the maximum is refused beside its field, and nothing is saved", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/settings`);
  await choose(page, "Longest expiry", "7 days");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("combobox", { name: "Default expiry" })).toHaveAccessibleDescription(/The default is longer than the maximum/);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Longest expiry" })).toHaveText(/1 year/);
});

test("settings are for administrators: for anyone else there is no such page", async ({ house, signedInAs }) => {
  const page = await signedInAs("victor");
  await expect(page.getByRole("link", { name: "Settings" })).toBeHidden();
  await page.goto(`${house.url}/admin/settings`);
  await expect(page.getByRole("button", { name: "Save" })).toBeHidden();
});

async function saveSettings(page: Page, url: string, standard: string, longest: string): Promise<void> {
  await page.goto(`${url}/admin/settings`);
  await choose(page, "Default expiry", standard);
  await choose(page, "Longest expiry", longest);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It holds for kubeconfigs made from now on.")).toBeVisible();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** As the comment at the head of the file says it. */
function daysLeftIn(path: string): number {
  const end = /^# Expires: +(.* UTC)$/m.exec(readFileSync(path, "utf8"))?.[1];
  if (end === undefined) throw new Error(`no expiry in ${path}`);
  return Math.round((Date.parse(end) - Date.now()) / 86_400_000);
}
