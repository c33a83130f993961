import { expect, test } from "../fixtures.ts";
import { signIn } from "../steps.ts";

const ada = { login: "ada", password: "violet-harbour-lantern" };
const elsewhere = "https://drawbridge.example";
const belongs = `Passkeys belong to ${elsewhere}: open Drawbridge there.`;

test.describe("an external URL that is saved on the page", () => {
  test.use({ gatewayOptions: { admin: ada } });

  test("takes passkeys with it: before it is saved the page says how many sign nobody in any more, afterwards the sign-in says where they belong", async ({
    page,
    gateway,
  }) => {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const;
    await session.send("WebAuthn.addVirtualAuthenticator", { options });
    await signIn(page, gateway.url, ada);
    await page.goto(`${gateway.url}/account`);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("my laptop");
    await page.getByRole("button", { name: "Go on to the device" }).click();
    await expect(page.getByRole("row", { name: /my laptop/ })).toBeVisible();

    await page.goto(`${gateway.url}/admin/settings#external-url`);
    const section = page.getByRole("region", { name: "External URL" });
    await expect(section.getByText("Not saved yet")).toBeHidden();
    await section.getByLabel("External URL").fill(elsewhere);
    await expect(section.getByText(/^1 passkey was added under the present name, and signs nobody in under another/)).toBeVisible();
    await expect(section.getByText("Not saved yet")).toBeVisible();
    await section.getByRole("button", { name: "Save external URL" }).click();
    await expect(section.getByText("Not saved yet")).toBeHidden();
    await expect(section.getByLabel("External URL")).toHaveAccessibleDescription(/Set here by ada/);

    await page.goto(`${gateway.url}/account`);
    await expect(page.getByRole("button", { name: "Add a passkey" })).toBeDisabled();
    await expect(page.getByRole("button", { name: "Add a passkey" })).toHaveAccessibleDescription(belongs);
    await page.context().clearCookies();
    await page.goto(`${gateway.url}/sign-in`);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByRole("alert").getByText(`${belongs} Or sign in with your password.`)).toBeVisible();
  });
});

test.describe("a setting that a variable decides", () => {
  test.use({ gatewayOptions: { admin: ada, env: { DRAWBRIDGE_EXTERNAL_URL: elsewhere } } });

  test("S3 says which variable locks it, cannot be changed on the page, and is in the list of this instance as set by the environment", async ({
    page,
    gateway,
  }) => {
    await signIn(page, gateway.url, ada);
    for (const path of ["/admin/settings", "/welcome?step=address"]) {
      await page.goto(`${gateway.url}${path}`);
      const field = page.getByRole("textbox", { name: "External URL" });
      await expect(field).toHaveValue(elsewhere);
      await expect(field).not.toBeEditable();
      await expect(field).toHaveAccessibleDescription(/Set by DRAWBRIDGE_EXTERNAL_URL; unset it to change it here\./);
      await expect(page.getByRole("button", { name: "Save external URL" })).toBeHidden();
    }
    await page.goto(`${gateway.url}/admin/settings`);
    const variable = page
      .getByRole("region", { name: "This instance" })
      .locator("div")
      .filter({ hasText: /^DRAWBRIDGE_EXTERNAL_URL/ });
    await expect(variable).toContainText(`${elsewhere}environment`);
  });
});
