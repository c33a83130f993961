import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";
import { signIn } from "../steps.ts";

const ada = { login: "ada", password: "violet-harbour-lantern" };

async function type(page: Page, url: string, number: string): Promise<void> {
  await page.goto(`${url}/admin/settings`);
  await expect(page.getByText("Not saved yet")).toBeHidden();
  await page.getByLabel("Kubeconfigs per person").fill(number);
  await expect(page.getByText("Not saved yet")).toHaveCount(1);
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save limits" }).click();
}

test("a session that ends in the middle of a form loses nothing: it leads to the sign-in in another tab, and is repeated", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await type(page, house.url, "47");
  await page.context().clearCookies();
  await save(page);
  const alert = page.getByRole("alert").filter({ hasText: "Your session has ended" });
  await expect(alert).toBeFocused();
  await expect(page.getByLabel("Kubeconfigs per person")).toHaveValue("47");

  const opened = page.waitForEvent("popup");
  await alert.getByRole("link", { name: "Sign in" }).click();
  const other = await opened;
  await signIn(other, house.url, ada);
  await other.close();
  await save(page);
  await expect(page.getByLabel("Kubeconfigs per person")).toHaveAccessibleDescription(/Set here by ada/);
  await expect(page.getByText("Not saved yet")).toBeHidden();
  await page.getByLabel("Kubeconfigs per person").fill("50");
  await save(page);
  await expect(page.getByText("Not saved yet")).toBeHidden();
});

test("a form that gets no answer says so, keeps what was typed, and is sent again", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await type(page, house.url, "46");
  await page.context().setOffline(true);
  await save(page);
  await expect(page.getByRole("alert").filter({ hasText: "There was no answer." })).toBeVisible();
  await expect(page.getByLabel("Kubeconfigs per person")).toHaveValue("46");
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await page.context().setOffline(false);
  await save(page);
  await expect(page.getByText("Not saved yet")).toBeHidden();
  await page.getByLabel("Kubeconfigs per person").fill("50");
  await save(page);
  await expect(page.getByText("Not saved yet")).toBeHidden();
});
