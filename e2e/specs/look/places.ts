import type { Page } from "@playwright/test";
import { totpCode } from "#lib/totp/index.ts";
import { expect, resident } from "./resident.ts";

/** Something to look at: a page, or what `open` shows on it. They are visited in this order; none may need the one before. */
export interface Place {
  /** In words; its screenshots are called so. */
  name: string;
  path: string;
  open?: (page: Page) => Promise<void>;
  /** Where it is there on small screens only. */
  narrowOnly?: true;
}

/** Each page of a signed-in administrator. */
export const pages: Place[] = [
  { name: "home", path: "/" },
  { name: "kubeconfigs", path: "/kubeconfigs" },
  { name: "account", path: "/account" },
  { name: "change password", path: "/change-password" },
  { name: "admin overview", path: "/admin/overview" },
  { name: "admin overview of a day", path: "/admin/overview?range=24h" },
  { name: "admin environments", path: "/admin/environments" },
  { name: "admin environments new", path: "/admin/environments/new" },
  { name: "admin environment", path: "/admin/environments/1" },
  { name: "admin environment settings", path: "/admin/environments/1/settings" },
  { name: "admin environment credentials", path: "/admin/environments/1/credentials" },
  { name: "admin users", path: "/admin/users" },
  { name: "admin user", path: "/admin/users", open: openResident },
  { name: "admin teams", path: "/admin/teams" },
  { name: "admin access", path: "/admin/access" },
  { name: "admin access preview", path: "/admin/access/preview" },
  { name: "admin access preview with an answer", path: "/admin/access/preview", open: askPreview },
  { name: "admin kubeconfigs", path: "/admin/kubeconfigs" },
  { name: "admin audit", path: "/admin/audit" },
  { name: "admin audit that the filter empties", path: "/admin/audit?person=nobody" },
  { name: "admin audit event", path: "/admin/audit?person=lena", open: openFirstEvent },
  { name: "admin settings", path: "/admin/settings" },
  { name: "first steps: address", path: "/welcome?step=address" },
  { name: "first steps: environment", path: "/welcome?step=environment" },
  { name: "first steps: access", path: "/welcome?step=access" },
  { name: "guide", path: "/guide/settings" },
  { name: "not found", path: "/no-such-page" },
];

/** Each dialog, menu and bar of those pages. */
export const dialogs: Place[] = [
  { name: "the kubeconfig dialog", path: "/", open: openDialog("Kubeconfig") },
  { name: "the dialog of one environment", path: "/", open: openDialog("Connect to staging") },
  { name: "the dialog with a file that is made", path: "/", open: makeFile },
  { name: "the palette", path: "/", open: search("") },
  { name: "the palette with what it found", path: "/", open: search("stag") },
  { name: "the palette that found nothing", path: "/", open: search("no such thing") },
  { name: "the list of keys", path: "/kubeconfigs", open: askForKeys },
  { name: "the menu of the person", path: "/", open: press(/your account/) },
  { name: "the filters of Home", path: "/", open: press("Filters"), narrowOnly: true },
  { name: "the sheet of admin pages", path: "/", open: press("Administer"), narrowOnly: true },
  { name: "the menu of a kubeconfig", path: "/kubeconfigs", open: press("Actions for laptop") },
  { name: "the details of a kubeconfig", path: "/kubeconfigs", open: item("laptop", "Details…") },
  { name: "the question before an environment is taken out", path: "/kubeconfigs", open: takeOut },
  { name: "the question whether to renew a kubeconfig", path: "/kubeconfigs", open: item("laptop", "Renew…") },
  { name: "the dialog that extends a kubeconfig", path: "/kubeconfigs", open: item("lent to the auditors", "Extend…") },
  { name: "the question before a revocation", path: "/kubeconfigs", open: item("laptop", "Revoke…") },
  { name: "the bar of ticked kubeconfigs", path: "/kubeconfigs", open: tick("Tick laptop") },
  { name: "the dialog that adds a passkey", path: "/account", open: press("Add a passkey") },
  { name: "the dialog that renames a passkey", path: "/account", open: press("Rename phone") },
  { name: "the question before a passkey is removed", path: "/account", open: press("Remove phone") },
  { name: "the dialog that sets up an authenticator app", path: "/account", open: press("Set up an authenticator app") },
  { name: "the recovery codes", path: "/account", open: makeRecoveryCodes },
  { name: "the question before the app is removed", path: "/account", open: askToRemoveApp },
  { name: "the menu of an environment", path: "/admin/environments", open: press("Actions for staging") },
  { name: "the dialog that renames an environment", path: "/admin/environments", open: item("staging", "Rename…") },
  { name: "the question before an environment is disabled", path: "/admin/environments", open: item("staging", "Disable…") },
  { name: "the question before an environment is removed", path: "/admin/environments", open: item("staging", "Remove…") },
  { name: "the connection test", path: "/admin/environments", open: testConnection },
  { name: "the manifest way", path: "/admin/environments/new", open: (page) => page.getByRole("tab", { name: "Apply a manifest" }).click() },
  { name: "a kubeconfig that is none", path: "/admin/environments/new", open: pasteNonsense },
  { name: "the dialog that adds a user", path: "/admin/users", open: press("Add user") },
  { name: "the menu of a user", path: "/admin/users", open: press("Actions for dina") },
  { name: "the dialog that edits a user", path: "/admin/users", open: item("dina", "Edit…") },
  { name: "the question before a password is reset", path: "/admin/users", open: item("dina", "Reset password…") },
  { name: "the question before a user is disabled", path: "/admin/users", open: item("dina", "Disable…") },
  { name: "the question before a user is deleted", path: "/admin/users", open: item("dina", "Delete…") },
  { name: "the question before sessions end", path: "/admin/users", open: onResident("End all sessions") },
  { name: "the question before second factors are taken away", path: "/admin/users", open: onResident("Take second factors away") },
  { name: "the dialog that adds a team", path: "/admin/teams", open: press("Add team") },
  { name: "the dialog that grants access", path: "/admin/access", open: press("Grant access") },
  { name: "the question before a grant is removed", path: "/admin/access", open: press("Remove view of victor in staging") },
  { name: "the dialog that takes a certificate", path: "/admin/settings", open: press("Upload certificate") },
  { name: "the question what becomes of files beyond a new maximum", path: "/admin/settings", open: lowerMaximum },
];

/** What somebody sees who is not signed in. */
export const doors: Place[] = [
  { name: "sign in", path: "/sign-in" },
  { name: "sign in refused", path: "/sign-in", open: (page) => giveIn(page, "not-her-password") },
  { name: "sign in second step", path: "/sign-in", open: (page) => giveIn(page, resident.password) },
  { name: "set up", path: "/setup" },
  { name: "invitation", path: "/invitation/no-such-code" },
];

function press(name: string | RegExp): (page: Page) => Promise<void> {
  return (page) => page.getByRole("button", { name, exact: true }).first().click();
}

/** An item of the menu of a row. */
function item(row: string, name: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole("button", { name: `Actions for ${row}` }).click();
    await page.getByRole("menuitem", { name }).click();
    await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toBeVisible();
  };
}

function search(text: string): (page: Page) => Promise<void> {
  return async (page) => {
    await press("Search and commands")(page);
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    await palette.getByRole("combobox").fill(text);
    await expect(
      palette
        .getByRole("option")
        .first()
        .or(palette.getByText(/Nothing/)),
    ).toBeVisible();
  };
}

async function askForKeys(page: Page): Promise<void> {
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
}

function tick(name: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole("checkbox", { name }).click();
}

function onResident(button: string): (page: Page) => Promise<void> {
  return async (page) => {
    await openResident(page);
    await page.getByRole("button", { name: button }).click();
  };
}

async function openResident(page: Page): Promise<void> {
  await page.getByRole("link", { name: resident.login, exact: true }).click();
  await expect(page.getByRole("heading", { name: resident.login, level: 1 })).toBeVisible();
}

/** With the preview that it draws. */
function openDialog(button: string): (page: Page) => Promise<void> {
  return async (page) => {
    await press(button)(page);
    await expect(page.getByRole("region", { name: "preview" })).toBeVisible();
  };
}

async function testConnection(page: Page): Promise<void> {
  await item("staging", "Test connection…")(page);
  await expect(page.getByRole("dialog").getByRole("img", { name: "Passed" })).toHaveCount(6, { timeout: 30_000 });
}

async function makeFile(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Connect to staging" }).click();
  await page.getByRole("button", { name: "Download file" }).click();
  await expect(page.getByRole("heading", { name: "Merge it" })).toBeVisible();
}

async function takeOut(page: Page): Promise<void> {
  await item("laptop", "Details…")(page);
  await page.getByRole("button", { name: "Take out staging" }).click();
}

async function makeRecoveryCodes(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Make (new )?recovery codes$/ }).click();
  await page.getByRole("button", { name: "Make new codes" }).click();
  await expect(page.getByRole("dialog", { name: "Your recovery codes" })).toBeVisible();
}

async function askToRemoveApp(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  const secret = ((await dialog.getByRole("region", { name: "key", exact: true }).textContent()) ?? "").replaceAll(/\s/g, "");
  await dialog.getByLabel("Code").fill(totpCode(secret, new Date()));
  await dialog.getByRole("button", { name: "Use this app" }).click();
  await expect(dialog).toBeHidden();
  // They are shown to whoever had none before.
  const kept = page.getByRole("button", { name: "I have kept them" });
  if (await kept.isVisible()) await kept.click();
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
}

async function askPreview(page: Page): Promise<void> {
  for (const [field, option] of [
    ["Person", "dina"],
    ["Environment", "staging"],
  ] as const) {
    await page.getByRole("combobox", { name: field }).fill(option);
    await page.getByRole("option", { name: new RegExp(`^${option}`) }).click();
  }
  await page.getByRole("button", { name: "Show rights" }).click();
  await expect(page.getByRole("heading", { name: /^May dina/ })).toBeVisible({ timeout: 30_000 });
}

async function openFirstEvent(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Details: lena/ })
    .first()
    .click();
  await page.getByRole("link", { name: "Page of this event" }).click();
  await expect(page.getByRole("heading", { name: "As audit.k8s.io/v1 Event" })).toBeVisible();
}

async function pasteNonsense(page: Page): Promise<void> {
  await page.getByLabel("Kubeconfig of an administrator of the cluster").fill("nonsense");
  await expect(page.getByRole("alert")).toBeVisible();
}

async function lowerMaximum(page: Page): Promise<void> {
  for (const field of ["Default expiry", "Longest expiry"]) {
    await page.getByRole("combobox", { name: field }).click();
    await page.getByRole("option", { name: "7 days", exact: true }).click();
  }
  await page.getByRole("button", { name: "Save expiry" }).click();
  await expect(page.getByText(/existing kubeconfigs? exceed/)).toBeVisible();
}

async function giveIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("Login").fill(resident.login);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").or(page.getByLabel("Recovery code"))).toBeVisible();
}
