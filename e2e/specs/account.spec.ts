import type { CDPSession, Page } from "@playwright/test";
import { totpCode } from "#lib/totp/index.ts";
import { expect, test } from "../fixtures.ts";
import type { Gateway } from "../gateway.ts";
import { signIn } from "../steps.ts";

const ada = { login: "ada", password: "violet-harbour-lantern" };
test.use({ gatewayOptions: { admin: ada } });

const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 });

/** A device in the browser that makes passkeys and has its owner verified. */
async function addAuthenticator(page: Page): Promise<{ session: CDPSession; id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const;
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return { session, id: authenticatorId };
}

async function submitPassword(page: Page, gateway: Gateway): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${gateway.url}/sign-in`);
  await page.getByLabel("Login").fill(ada.login);
  await page.getByRole("textbox", { name: "Password" }).fill(ada.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function setUpApp(page: Page, gateway: Gateway): Promise<{ secret: string; recoveryCodes: string[] }> {
  await page.goto(`${gateway.url}/account`);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  await expect(dialog.getByRole("img", { name: "The key as a picture to scan" })).toBeVisible();
  const secret = ((await dialog.getByRole("region", { name: "key", exact: true }).textContent()) ?? "").replaceAll(/\s/g, "");
  await dialog.getByLabel("Code").fill("000000");
  await dialog.getByRole("button", { name: "Use this app" }).click();
  await expect(dialog.getByText("That is not the code")).toBeVisible();
  await dialog.getByLabel("Code").fill(totpCode(secret, new Date()));
  await dialog.getByRole("button", { name: "Use this app" }).click();
  const codes = page.getByRole("dialog", { name: "Your recovery codes" });
  const recoveryCodes = ((await codes.getByRole("code").textContent()) ?? "").split("\n");
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await expect(section(page, "Recovery codes")).toContainText("10 are left.");
  return { secret, recoveryCodes };
}

test("an authenticator app is asked for after the password, and a recovery code stands in for it, once", async ({ page, gateway }) => {
  await signIn(page, gateway.url, ada);
  const { secret, recoveryCodes } = await setUpApp(page, gateway);

  await submitPassword(page, gateway);
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("That is not the code")).toBeVisible();
  await page.getByLabel("Code").fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(heading(page, "Environments")).toBeVisible();

  await submitPassword(page, gateway);
  await page.getByLabel("Code").fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("That is not the code")).toBeVisible();
  // Of the next step, which the clock already allows: the one of the set-up is used up.
  await page.getByLabel("Code").fill(totpCode(secret, new Date(Date.now() + 30_000)));
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(heading(page, "Environments")).toBeVisible();
  await page.goto(`${gateway.url}/account`);
  await expect(section(page, "Recovery codes")).toContainText("9 are left.");
});

test("a passkey signs in without a password, and no more once it is removed", async ({ page, gateway }) => {
  const { session, id } = await addAuthenticator(page);
  await signIn(page, gateway.url, ada);
  await page.goto(`${gateway.url}/account`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill("my laptop");
  await dialog.getByRole("button", { name: "Go on to the device" }).click();
  await expect(page.getByRole("row", { name: /my laptop/ })).toContainText("never");

  await page.context().clearCookies();
  await page.goto(`${gateway.url}/sign-in?next=/account`);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(heading(page, "Your account")).toBeVisible();
  await expect(page.getByRole("row", { name: /my laptop/ })).not.toContainText("never");
  await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row", { name: /this one/ })).toContainText("passkey");

  // The password alone is not enough any more.
  await submitPassword(page, gateway);
  await expect(page.getByLabel("Recovery code")).toBeVisible();
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(heading(page, "Environments")).toBeVisible();

  await page.goto(`${gateway.url}/account`);
  await page.getByRole("button", { name: "Remove my laptop" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove my laptop" }).click();
  await expect(page.getByRole("row", { name: /my laptop/ })).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(`${gateway.url}/sign-in`);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("This passkey opens nothing here")).toBeVisible();
  await session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: id });
});

test("a session is seen with its browser and ended from another one, with the next click there", async ({ page, gateway, browser }) => {
  await signIn(page, gateway.url, ada);
  const context = await browser.newContext({ userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ignoreHTTPSErrors: true });
  const other = await context.newPage();
  await signIn(other, gateway.url, ada);
  await page.goto(`${gateway.url}/account`);
  const rows = page.getByRole("table", { name: "Sessions" }).getByRole("row");
  await expect(rows.filter({ hasText: "this one" })).toContainText("Chrome on Linux");
  await page.getByRole("button", { name: /^End the session in Firefox on Linux/ }).click();
  await expect(rows.filter({ hasText: "Firefox" })).toHaveCount(0);
  await other.goto(`${gateway.url}/kubeconfigs`);
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await signIn(other, gateway.url, ada);
  await page.reload();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  // While it asks, nothing behind it is read.
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(rows.filter({ hasText: "Firefox" })).toHaveCount(0);
  await other.goto(`${gateway.url}/kubeconfigs`);
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await context.close();
});

test("where administrators need a second factor, one without can do nothing but set one up", async ({ page, gateway, browser }) => {
  await signIn(page, gateway.url, ada);
  const enforce = async () => {
    await page.goto(`${gateway.url}/admin/settings`);
    await page.getByRole("checkbox", { name: "Administrators need a second factor" }).check();
    await page.getByRole("button", { name: "Save sign-in" }).click();
  };
  await enforce();
  await expect(page.getByText("Set up a second factor in your own account first.")).toBeVisible();
  await setUpApp(page, gateway);
  await enforce();
  await expect(page.getByText("Saved.")).toBeVisible();

  await page.goto(`${gateway.url}/admin/users`);
  await page.getByRole("button", { name: "Add user" }).first().click();
  const add = page.getByRole("dialog");
  await add.getByLabel("Login").fill("bob");
  await add.getByLabel("Name", { exact: true }).fill("Bob");
  await add.getByRole("checkbox", { name: /administrator/i }).check();
  await add.getByRole("button", { name: "Add user" }).click();
  const link = (await page.getByRole("region", { name: "invitation link" }).textContent()) ?? "";
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const bob = await context.newPage();
  await bob.goto(link);
  await bob.getByRole("textbox", { name: "Password" }).fill("copper-meadow-sparrow");
  await bob.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(bob.getByText("Administrators need a second factor here")).toBeVisible();
  for (const path of ["/", "/kubeconfigs", "/admin/users", "/admin/audit"]) {
    await bob.goto(`${gateway.url}${path}`);
    await expect(heading(bob, "Your account"), path).toBeVisible();
  }
  const { status } = await bob.evaluate(async () => ({ status: (await fetch("/api/kubernetes/config?ids=1")).status }));
  expect(status).toBe(403);
  await setUpApp(bob, gateway);
  await bob.goto(`${gateway.url}/admin/users`);
  await expect(heading(bob, "Users")).toBeVisible();
  await context.close();
});
