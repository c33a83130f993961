import type { Browser, Page } from "@playwright/test";
import { totpCode } from "#lib/totp/index.ts";
import { expect, test } from "../fixtures.ts";
import type { Gateway } from "../gateway.ts";
import { signIn } from "../steps.ts";

const ada = { login: "ada", password: "violet-harbour-lantern" };
const passwords = ["copper-meadow-sparrow", "amber-quarry-thistle", "cobalt-thicket-marmalade"] as const;
test.use({ gatewayOptions: { admin: ada } });

test("a reset takes a person's second factors with the password unless that is unticked, shows which before, and they are told until they have read it", async ({
  page,
  gateway,
  browser,
}) => {
  await signIn(page, gateway.url, ada);
  const invitation = await addUser(page, gateway);
  const bob = await openBrowser(browser);
  await acceptLink(bob, invitation, passwords[0]);
  const secret = await setUpApp(bob, gateway);

  // Unticked: the app stays, and is asked for after the new password.
  const kept = await resetPassword(page, gateway, { takesFactors: false });
  await acceptLink(bob, kept, passwords[1]);
  await expect(bob.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await bob.getByLabel("Login").fill("bob");
  await bob.getByRole("textbox", { name: "Password" }).fill(passwords[1]);
  await bob.getByRole("button", { name: "Sign in" }).click();
  // Of the next step, which the clock already allows: the one of the set-up is used up.
  await bob.getByLabel("Code").fill(totpCode(secret, new Date(Date.now() + 30_000)));
  await bob.getByRole("button", { name: "Go on" }).click();
  await expect(bob.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
  await expect(bob.getByText("Your second factors were taken away")).toBeHidden();

  // As it is ticked by itself: the new password alone signs in.
  const taken = await resetPassword(page, gateway, { takesFactors: true });
  await acceptLink(bob, taken, passwords[2]);
  await expect(bob.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
  await expect(bob.getByText("Your second factors were taken away")).toBeVisible();
  await expect(bob.getByText(/ada took your second factors away/)).toBeVisible();
  await bob.goto(`${gateway.url}/kubeconfigs`);
  await bob.getByRole("button", { name: "Hide this notice" }).click();
  await expect(bob.getByText("Your second factors were taken away")).toBeHidden();
  await bob.goto(`${gateway.url}/account`);
  await expect(bob.getByText("Your second factors were taken away")).toBeHidden();
  await expect(bob.getByText(/ada took your second factors away/)).toBeVisible();
  await bob.context().close();
});

async function openBrowser(browser: Browser): Promise<Page> {
  return (await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB", timezoneId: "UTC" })).newPage();
}

async function addUser(page: Page, gateway: Gateway): Promise<string> {
  await page.goto(`${gateway.url}/admin/users`);
  await page.getByRole("button", { name: "Add user" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Login").fill("bob");
  await dialog.getByLabel("Name", { exact: true }).fill("Bob");
  await dialog.getByRole("button", { name: "Add user" }).click();
  return (await page.getByRole("region", { name: "invitation link" }).textContent()) ?? "";
}

async function acceptLink(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
}

async function setUpApp(page: Page, gateway: Gateway): Promise<string> {
  await expect(page.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
  await page.goto(`${gateway.url}/account`);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  const secret = ((await dialog.getByRole("region", { name: "key", exact: true }).textContent()) ?? "").replaceAll(/\s/g, "");
  await dialog.getByLabel("Code").fill(totpCode(secret, new Date()));
  await dialog.getByRole("button", { name: "Use this app" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  return secret;
}

/** Returns the link by which another password is chosen. */
async function resetPassword(page: Page, gateway: Gateway, { takesFactors }: { takesFactors: boolean }): Promise<string> {
  await page.goto(`${gateway.url}/admin/users`);
  await page.getByRole("button", { name: "Actions for bob" }).click();
  await page.getByRole("menuitem", { name: "Reset password…" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText(/^Authenticator app, set up/)).toBeVisible();
  const choice = question.getByRole("checkbox", { name: /^Take the second factors of bob away, too/ });
  await expect(choice).toBeChecked();
  if (!takesFactors) await choice.uncheck();
  await question.getByRole("button", { name: "Reset password of bob" }).click();
  return (await page.getByRole("region", { name: "invitation link" }).textContent()) ?? "";
}
