import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";
import { saveDownload } from "../steps.ts";

const palette = "Search and commands";

test("H8 the whole flow from sign-in to the file takes at most 8 keystrokes after the password, without a mouse", async ({ house, page }, testInfo) => {
  await page.goto(`${house.url}/sign-in`);
  await expect(page.getByLabel("Login")).toBeFocused();
  await page.keyboard.type("dina");
  await page.keyboard.press("Tab");
  await page.keyboard.type("copper-meadow-sparrow");
  let keystrokes = 0;
  const press = async (key: string) => {
    keystrokes++;
    await page.keyboard.press(key);
  };
  await press("Enter");
  await expect(page.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
  await expectKeysWork(page);
  // As fast as fingers are: before the palette's code has come, and before the server has answered.
  for (const key of ["ControlOrMeta+k", "s", "t", "a", "Enter"]) await press(key);
  const download = page.getByRole("dialog", { name: "Kubeconfig" }).getByRole("button", { name: "Download file" });
  await expect(download).toBeFocused();
  const saved = page.waitForEvent("download");
  await press("Enter");
  await (await saved).saveAs(testInfo.outputPath("file"));
  expect(keystrokes).toBeLessThanOrEqual(8);
  await expect(page.getByRole("dialog")).toContainText("staging");
});

test("the palette goes to pages, environments, people, teams and my kubeconfigs, starts actions, and offers only what the person may see", async ({
  house,
  signedInAs,
}, testInfo) => {
  const page = await signedInAs("ada");
  await page.getByRole("button", { name: "Connect to staging" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("laptop-of-ada");
  await saveDownload(page, testInfo);
  await page.goto(house.url);
  await expectKeysWork(page);
  await search(page, "victor");
  await expect(option(page, "victor")).toContainText("Victor Viewer");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("victor", { ignoreCase: true });
  await search(page, "add env");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${house.url}/admin/environments/new`);
  await search(page, "grant acc");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Grant access" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${house.url}/admin/access`);
  await search(page, "revoke laptop-of-ada");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog", { name: "Revoke laptop-of-ada?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await search(page, "theme: dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.context().clearCookies();

  await signedInAs("victor");
  await expectKeysWork(page);
  for (const [text, offered] of [
    ["staging", true],
    ["production", false],
    ["users", false],
    ["ada", false],
    ["laptop-of", false],
  ] as const) {
    await search(page, text);
    const said = page.getByRole("dialog", { name: palette }).getByRole("status");
    await expect(said.filter({ hasText: offered ? /^\d+ result/ : /^Nothing matches/ })).toHaveCount(1);
    await page.keyboard.press("Escape");
  }
});

test("the palette says when nothing matches or nobody answers, and is a sheet at 320 px", async ({ page, signedInAs }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signedInAs("dina");
  await page.getByRole("button", { name: palette }).click();
  const dialog = page.getByRole("dialog", { name: palette });
  const box = await dialog.boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 320 });
  await page.keyboard.type("no-such-thing");
  await expect(dialog).toContainText("Nothing matches “no-such-thing”.");
  await page.route("**/api/palette?*", (route) => route.abort());
  await page.keyboard.press("Backspace");
  await expect(dialog.getByRole("alert")).toContainText("Drawbridge did not answer");
  await page.unroute("**/api/palette?*");
  await dialog.getByRole("button", { name: "Ask again" }).click();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: palette })).toBeFocused();
});

test("/ searches, ? lists the keys, g and a letter go to a page; never in fields, dialogs or with modifiers, and they can be turned off for good", async ({
  house,
  signedInAs,
}) => {
  const page = await signedInAs("ada");
  await expectKeysWork(page);
  await page.keyboard.press("/");
  const field = page.getByRole("searchbox", { name: "Search environments" });
  await expect(field).toBeFocused();
  await page.keyboard.type("g?k/");
  await expect(field).toHaveValue("g?k/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await field.fill("");
  await field.blur();
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { name: "Kubeconfigs", level: 1 })).toBeVisible();
  await page.keyboard.press("Alt+g");
  await page.keyboard.press("e");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByRole("region", { name: "Go to" })).toContainText("Your kubeconfigs");
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expect(list).toBeVisible();
  await list.getByRole("checkbox", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await page.reload();
  await expectKeysWork(page);
  for (const key of ["g", "u", "?"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(page.url()).toBe(`${house.url}/kubeconfigs`);
  await page.getByRole("button", { name: /your account/ }).click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await list.getByRole("checkbox", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  for (const key of ["g", "u"]) await page.keyboard.press(key);
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
});

test("every table goes by arrow keys: rows, ticks, what a row is for, and its buttons", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  // After what can be pressed in the head.
  await page.getByRole("columnheader").getByRole("button").last().focus();
  await page.keyboard.press("Tab");
  await expect(row("production")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row("staging")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await expect(row("production")).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "Tick staging" })).toBeChecked();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("checkbox", { name: "Tick staging" })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Kubeconfig" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row("staging")).toBeFocused();
  for (const path of ["/admin/environments", "/admin/users", "/admin/access", "/admin/audit"]) {
    await page.goto(`${house.url}${path}`);
    const stop = page.locator("main tbody tr[tabindex='0']").first();
    await stop.focus();
    await page.keyboard.press("End");
    await expect(page.locator("main tbody tr:focus"), `${path}: a row has the focus`).toHaveCount(1);
  }
});

test("the focus is never lost: after a dialog, after a page change, after a row is gone", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/?connect=1`);
  await expect(page.getByRole("dialog", { name: "Kubeconfig" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${house.url}/`);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.getByRole("link", { name: "Users" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeFocused();
  await page.getByRole("link", { name: "victor" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goto(`${house.url}/admin/teams`);
  for (const name of ["first-team", "second-team"]) {
    await page.getByRole("button", { name: "Add team" }).press("Enter");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("button", { name: `Delete ${name}` })).toBeVisible();
    await expect(page.getByRole("button", { name: "Add team" })).toBeFocused();
  }
  await page.getByRole("button", { name: "Delete first-team" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete first-team" }).press("Enter");
  await expect(page.getByRole("button", { name: "Delete first-team" })).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "second-team" })).toBeFocused();
  await page.getByRole("button", { name: "Delete second-team" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete second-team" }).press("Enter");
  await expect(page.getByRole("row")).toHaveCount(0);
  // The table is gone with its last row: where one begins anew, or at the page's head.
  const left = page.getByRole("button", { name: "Add team" }).or(page.getByRole("heading", { name: "Teams", level: 1 }));
  await expect(left.and(page.locator(":focus"))).toHaveCount(1);
});

/** The page has come to life: before, no key can do anything. */
async function expectKeysWork(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: palette })).toHaveAttribute("aria-keyshortcuts");
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: palette })).toBeFocused();
  await page.keyboard.type(text);
}

function option(page: Page, name: string) {
  return page.getByRole("dialog", { name: palette }).getByRole("option").filter({ hasText: name });
}
