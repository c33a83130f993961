import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
}

test("an environment's page says who can reach it and why, and leads to each person, whose page says the same of them", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/environments`);
  await page.getByRole("link", { name: "staging", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "staging" })).toBeVisible();
  const row = page.getByRole("table", { name: "Who can reach it" }).getByRole("row", { name: /dina/ });
  await expect(row).toContainText("edit in shop");
  await expect(row.getByRole("link", { name: "own grant" })).toBeVisible();
  await expect(row.getByText("Applied")).toBeVisible();
  // What earlier tests have left in the cluster may be named, too; never a grant of ours.
  const beyond = page.getByRole("region", { name: "Beyond Drawbridge" });
  await expect(beyond.getByText("There is none.").or(beyond.getByRole("table"))).toBeVisible();
  await expect(beyond.getByText("drawbridge:role:edit:shop")).toBeHidden();
  await expectAccessible(page);
  await row.getByRole("link", { name: "dina", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "dina" })).toBeVisible();
  await expect(page.getByRole("table", { name: "What can be reached" }).getByRole("row", { name: /production.*view everywhere/ })).toBeVisible();
  await expectAccessible(page);
});

test("the preview says what a person may do in a namespace, as the cluster answers, and one question of one's own stays in the address", async ({
  house,
  signedInAs,
}) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/users`);
  await page.getByRole("link", { name: "dina", exact: true }).click();
  await page
    .getByRole("row", { name: /staging/ })
    .getByRole("link", { name: /Preview/ })
    .click();
  await expect(page.getByText("drawbridge:dina", { exact: true })).toBeVisible();
  const answers = page.getByRole("table", { name: "Answers of the cluster" });
  await expect(answers.getByRole("row", { name: /create pods\/exec in shop Yes/ })).toBeVisible();
  await expect(answers.getByRole("row", { name: /create rolebindings.*No/ })).toBeVisible();
  await page.getByRole("textbox", { name: "May they" }).fill("delete");
  await page.getByRole("textbox", { name: "Resource" }).fill("nodes");
  await page.getByRole("button", { name: "Ask the cluster" }).click();
  await expect(answers.getByRole("row", { name: /delete nodes in shop No/ })).toBeVisible();
  await page.reload();
  await expect(answers.getByRole("row", { name: /delete nodes in shop No/ })).toBeVisible();
  await page.getByRole("searchbox").fill("deployments.apps");
  await expect(page.getByRole("table", { name: "Rights" }).getByRole("row", { name: /^deployments\.apps .*delete/ })).toBeVisible();
  await expectAccessible(page);
});

test("the list of grants is filtered by person, team, environment and role, and the filter is in the address", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/access`);
  await page.getByRole("combobox", { name: "Person" }).fill("dina");
  await page.getByRole("option", { name: /dina/ }).click();
  await page.getByRole("button", { name: "Filter" }).click();
  const grants = page.getByRole("table", { name: "Grants" });
  await expect(page).toHaveURL(/person=/);
  await expect(grants.getByRole("row", { name: /victor/ })).toBeHidden();
  await page.reload();
  await expect(grants.getByRole("row", { name: /dina/ })).toHaveCount(2);
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(grants.getByRole("row", { name: /victor/ })).toBeVisible();
  await page.goto(`${house.url}/admin/access?role=cluster-admin&environment=nonsense`);
  await expect(grants.getByRole("row", { name: /cluster-admin/ })).toHaveCount(2);
  await expect(grants.getByRole("row", { name: /dina/ })).toBeHidden();
});
