import type { Page } from "@playwright/test";
import { demoAdmin } from "../../scripts/demo-data.ts";
import { expect, test } from "../fixtures.ts";
import { signIn } from "../steps.ts";

const { login, password } = demoAdmin;
test.use({ gatewayOptions: { admin: { login, password } } });

test("what was typed into a dialog is not lost by Escape, a press beside it or its close button without a question; an untouched one closes at once", async ({
  gateway,
  page,
}) => {
  await signIn(page, gateway.url, demoAdmin);
  await page.goto(`${gateway.url}/admin/users`);
  const add = page.getByRole("dialog", { name: "Add a user" });
  const name = add.getByRole("textbox", { name: "Name" });
  const open = async () => {
    await page.getByRole("button", { name: "Add user" }).click();
    await expect(add.getByRole("textbox", { name: "Login" })).toBeFocused();
  };
  await open();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(add).toBeHidden();

  await open();
  await name.fill("Nora New");
  for (const close of [() => page.keyboard.press("Escape"), () => add.getByRole("button", { name: "Close" }).click(), () => page.mouse.click(5, 300)]) {
    await close();
    await expect(question(page)).toBeVisible();
    await expect(question(page).getByRole("button", { name: "Go on editing" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(question(page)).toBeHidden();
    await expect(name).toHaveValue("Nora New");
  }
  // As it was again: nothing to lose.
  await name.fill("");
  await page.keyboard.press("Escape");
  await expect(add).toBeHidden();

  await open();
  await add.getByRole("radio", { name: /Initial password/ }).click();
  await page.keyboard.press("Escape");
  await question(page).getByRole("button", { name: "Discard it" }).click();
  await expect(add).toBeHidden();
  await open();
  await expect(name).toHaveValue("");
  await add.getByRole("textbox", { name: "Login" }).fill("nora");
  await name.fill("Nora New");
  await add.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("heading", { name: "nora is added" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("what was typed into a page is not lost by a link, a key that goes elsewhere, the palette or the closed tab without a question, and saved there is none", async ({
  gateway,
  page,
}) => {
  await signIn(page, gateway.url, demoAdmin);
  await page.goto(`${gateway.url}/admin/environments/new`);
  const pasted = page.getByLabel("Kubeconfig of an administrator of the cluster");
  await pasted.fill("apiVersion: v1");
  const users = page.getByRole("navigation").getByRole("link", { name: "Users" });
  await users.click();
  await question(page).getByRole("button", { name: "Go on editing" }).click();
  await expect(pasted).toHaveValue("apiVersion: v1");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("Change password");
  await page.getByRole("option", { name: "Change password" }).click();
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/environments\/new$/);
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const unload = await asked;
  expect(unload.type()).toBe("beforeunload");
  await unload.dismiss();
  await users.click();
  await question(page).getByRole("button", { name: "Discard it" }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();

  await page.goto(`${gateway.url}/admin/settings`);
  const perPerson = page.getByLabel("Kubeconfigs per person");
  await perPerson.fill("77");
  await page.getByRole("navigation").getByRole("link", { name: "Users" }).click();
  await question(page).getByRole("button", { name: "Go on editing" }).click();
  await perPerson.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();
  await users.click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
});

test("what was typed on a slow line before the page's scripts had come is asked about and sent like the rest", async ({ gateway, page }) => {
  await signIn(page, gateway.url, demoAdmin);
  const scripts = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto(`${gateway.url}/admin/settings`, { waitUntil: "commit" });
  const perPerson = page.getByLabel("Kubeconfigs per person");
  await perPerson.fill("77");
  scripts.resolve();
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await expect(perPerson).toHaveValue("77");
  await page.getByRole("navigation").getByRole("link", { name: "Users" }).click();
  await question(page).getByRole("button", { name: "Go on editing" }).click();
  await perPerson.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(perPerson).toHaveValue("77");
});

function question(page: Page) {
  return page.getByRole("alertdialog", { name: "Discard what you typed?" });
}
