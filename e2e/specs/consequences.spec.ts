import { demoUsers } from "../../scripts/demo-data.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig, signIn } from "../steps.ts";

test("A2 Disable or delete a user: their files die in seconds; said before confirming, for whom and how many, and disabling is undone by one press", async ({
  house,
  signedInAs,
  browser,
}, testInfo) => {
  const theirs = await browser.newPage({ ignoreHTTPSErrors: true });
  await signIn(theirs, house.url, demoUsers.dev);
  await downloadKubeconfig(theirs, house.url, "staging", testInfo);

  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/users`);
  const question = page.getByRole("alertdialog");
  const ask = async (what: string) => {
    await page.getByRole("button", { name: "Actions for dina" }).click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  await ask("Delete…");
  await expect(question).toContainText(/Ends \d+ files? of dina.* and \d+ browser sessions?\./);
  await expect(question).toContainText("these cannot come back");
  await question.getByRole("button", { name: "Cancel" }).click();
  await ask("Disable…");
  await expect(question).toContainText(/Ends \d+ files? of dina.* and \d+ browser sessions?\./);
  await question.getByRole("button", { name: "Disable dina" }).click();
  const row = page.getByRole("row", { name: /dina/ });
  await expect(row).toContainText("Disabled");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  await expect(row).not.toContainText("Disabled");

  // What an environment takes with it, too.
  await page.goto(`${house.url}/admin/environments`);
  await page.getByRole("button", { name: "Actions for staging" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  await expect(question).toContainText(/Ends \d+ files? of .*dina/);
  await question.getByRole("button", { name: "Cancel" }).click();
  await theirs.close();
});

test("A1 Access: a grant can be edited; who loses what is said before it is removed, and both are undone by one press", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/users`);
  await page.getByRole("link", { name: "dina" }).click();
  // From a person's page the dialog opens for that person.
  await page.getByRole("link", { name: "Grant access" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("combobox", { name: "Who" })).toHaveValue("dina");

  await page.goto(`${house.url}/admin/access`);

  await page.getByRole("button", { name: "Edit edit of dina in staging" }).click();
  await dialog.getByLabel("Names of the namespaces").fill("Not a name");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("is not a namespace name");
  await expect(dialog.getByLabel("Names of the namespaces")).toHaveValue("Not a name");
  await dialog.getByLabel("Names of the namespaces").fill("shop default");
  await dialog.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row", { name: /dina.*staging.*edit/ });
  await expect(row).toContainText("default, shop");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  await expect(row).not.toContainText("default");

  await page.getByRole("button", { name: "Remove view of dina in production" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("In production, dina loses view everywhere, the last right there");
  await question.getByRole("button", { name: "Remove grant" }).click();
  const gone = page.getByRole("button", { name: "Remove view of dina in production" });
  await expect(gone).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(gone).toBeVisible();
});
