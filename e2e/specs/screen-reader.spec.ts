import { expect, test } from "../house.ts";
import { recordLiveRegions } from "../live-regions.ts";
import { saveDownload } from "../steps.ts";

// docs/accessibility.md tells what is announced at each step; this is the same walk.

test("a screen reader is told each step of the main flow: sign-in, Home, dialog, file, commands, revoke", async ({ house, page }, testInfo) => {
  const said = await recordLiveRegions(page);
  const heard = (text: string) => expect.poll(() => said.join("\n"), { message: `said: ${text}` }).toContain(text);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${house.url}/sign-in`);
  await test.step("1 sign-in: labels, and the refusal is an alert", async () => {
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - heading "Sign in" [level=1]
      - textbox "Login"
      - textbox "Password"
      - button "Sign in"
    `);
    await page.getByLabel("Login").fill("dina");
    await page.getByRole("textbox", { name: "Password" }).fill("not her password");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "The login or the password is wrong." })).toBeVisible();
    await heard("The login or the password is wrong.");
    await page.getByRole("textbox", { name: "Password" }).fill("copper-meadow-sparrow");
    await page.keyboard.press("Enter");
  });

  await test.step("2 Home: landmarks, the table with what each row says", async () => {
    await expect(page.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
    await expect(page).toHaveTitle("Environments · Drawbridge");
    await expect(page.getByRole("banner")).toMatchAriaSnapshot(`
      - banner:
        - link "Drawbridge"
        - button "Search and commands"
        - button "Theme"
        - button "Dina Developer, your account"
    `);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    const table = page.getByRole("table", { name: "Environments" });
    await expect(table.getByRole("row").filter({ hasText: "staging" })).toHaveAccessibleName(/staging.*Ready.*edit in shop/);
    await expect(table.getByRole("checkbox", { name: "Tick staging" })).toBeVisible();
    await expect(table.getByRole("button", { name: "Connect to staging" })).toBeVisible();
  });

  await test.step("3 the palette: a combobox, how many fit, which is chosen", async () => {
    await page.keyboard.press("ControlOrMeta+k");
    const box = page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox", { name: "Search and commands" });
    await expect(box).toBeFocused();
    await box.pressSequentially("staging");
    await expect(page.getByRole("option", { name: /staging/ })).toHaveAttribute("aria-selected", /true|false/);
    const id = await page.getByRole("option", { name: /staging/ }).getAttribute("id");
    await expect(box).toHaveAttribute("aria-activedescendant", id ?? "");
    await heard("1 result");
    await page.keyboard.press("Enter");
  });

  await test.step("4 the dialog: its name, its purpose, and where the focus is", async () => {
    const dialog = page.getByRole("dialog", { name: "Kubeconfig" });
    await expect(dialog).toHaveAccessibleDescription(/One file for kubectl/);
    await expect(dialog.getByRole("button", { name: "Download file" })).toBeFocused();
    await heard("1 of 2 environments");
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("read-out");
  });

  await test.step("5 the file and its commands: the dialog has a new name, the focus stands at the file's, copying is said", async () => {
    await saveDownload(page, testInfo);
    const dialog = page.getByRole("dialog", { name: "read-out is ready" });
    await expect(dialog).toHaveAccessibleDescription(/only time that its tokens are shown/);
    await expect(dialog.getByRole("heading", { level: 3 }).first()).toBeFocused();
    await expect(dialog.getByRole("tablist")).toBeVisible();
    await dialog.getByRole("button", { name: /^Copy/ }).last().click();
    await heard("Copied");
  });

  await test.step("6 revoke: an alert dialog says what ends, and the focus comes back to the page", async () => {
    await page.goto(`${house.url}/kubeconfigs`);
    await page.getByRole("button", { name: "Revoke read-out" }).click();
    const question = page.getByRole("alertdialog", { name: "Revoke read-out?" });
    await expect(question).toHaveAccessibleDescription(/This cannot be undone/);
    await question.getByRole("button", { name: "Revoke read-out" }).click();
    await expect(question).toHaveCount(0);
    await heard("Revoked read-out.");
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
  });

  await test.step("7 another page: its title is said", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Environments" }).press("Enter");
    await heard("Environments · Drawbridge");
  });
});
