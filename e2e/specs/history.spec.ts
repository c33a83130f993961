import { expect, test } from "../house.ts";

test("Back and Forward lead through pages, filters and ranges as one came, and an open dialog is left with its page", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const at = (path: string) => expect(page).toHaveURL(house.url + path);
  const title = (name: string) => expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.goto(`${house.url}/admin/overview`);
  await page.getByRole("link", { name: "Last 24 hours" }).click();
  await at("/admin/overview?range=24h");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }).click();
  await title("Users");
  await page.getByRole("link", { name: "dina" }).click();
  await title("dina");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Teams" }).click();
  await title("Teams");
  await page.getByRole("button", { name: "Add team" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();

  await page.goBack();
  await title("dina");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.goBack();
  await title("Users");
  await page.goBack();
  await at("/admin/overview?range=24h");
  await expect(page.getByRole("link", { name: "Last 24 hours" })).toHaveAttribute("aria-current", "true");
  await page.goBack();
  await at("/admin/overview");
  await expect(page.getByRole("link", { name: "Last hour" })).toHaveAttribute("aria-current", "true");
  for (const name of ["Overview", "Users", "dina", "Teams"]) {
    await page.goForward();
    await title(name);
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
