import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { demoAdmin } from "../../scripts/demo-data.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig, signIn } from "../steps.ts";

/** A page of a timeline has 50. */
const refusals = Array.from({ length: 60 }, (_none, index) => `hidden-${index + 10}`);

test("a file's timeline has what really became of it, and leads an administrator to each event in the audit", async ({
  house,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  const { id, name } = ofFile(kubeconfig);
  expect(await kubectl(["get", "namespaces"], { kubeconfig })).toMatchObject({ code: 0 });
  await page.goto(`${house.url}/admin/kubeconfigs?user=ada`);
  await page
    .getByRole("row", { name: id })
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: "Details…" }).click();
  const activity = page.getByRole("dialog", { name }).getByRole("region", { name: "Activity of the file" });
  const issued = activity.getByRole("listitem").filter({ hasText: `You issued kubeconfig ${name}` });
  await expect(issued).toContainText("First used");
  await issued.getByRole("link").click();
  await expect(page).toHaveURL(/\/admin\/audit\/[0-9a-f-]+$/);
  await expect(page.getByRole("heading", { name: `ada issued kubeconfig ${name}`, level: 1 })).toBeVisible();
});

test("a timeline shows older events page by page, each once; to who is no administrator without a way into the audit", async ({
  house,
  signedInAs,
  browser,
}, testInfo) => {
  const page = await signedInAs("victor");
  const file = await downloadKubeconfig(page, house.url, "staging", testInfo);
  const { server, token } = ofFile(file);
  for (const name of refusals) {
    const answer = await page.request.get(`${server}/api/v1/namespaces/default/secrets/${name}`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status()).toBe(403);
  }
  const activity = await openFile(page, house.url, file);
  const last = activity.getByRole("listitem").filter({ hasText: refusals.at(-1) ?? "" });
  // Events are written beside the requests, some tenths of a second later.
  await expect(last).toBeVisible();
  await expect(activity.getByRole("listitem")).toHaveCount(50);
  await expect(activity.getByRole("link")).toHaveCount(0);
  await activity.getByRole("button", { name: "Show older" }).click();
  await expect(activity.getByRole("listitem").filter({ hasText: "You issued kubeconfig" })).toBeVisible();
  for (const name of refusals) await expect(activity.getByRole("listitem").filter({ hasText: name })).toHaveCount(1);
  await expect(activity.getByRole("listitem")).toHaveCount(refusals.length + 1);
  await expect(activity.getByRole("button", { name: "Show older" })).toHaveCount(0);

  // The person's own has them, too.
  await page.goto(`${house.url}/account`);
  const own = page.getByRole("region", { name: "Activity" });
  await expect(own.getByRole("listitem").filter({ hasText: refusals.at(-1) ?? "" })).toContainText("refused");
  await own.getByRole("button", { name: "Show older" }).click();
  await expect(own.getByRole("listitem").filter({ hasText: "You signed in" }).first()).toBeVisible();

  // And so does their page for administrators, who can look each event up.
  const admin = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  await signIn(admin, house.url, demoAdmin);
  await admin.goto(`${house.url}/admin/users`);
  await admin.getByRole("link", { name: "victor", exact: true }).click();
  const theirs = admin
    .getByRole("region", { name: "Activity" })
    .getByRole("listitem")
    .filter({ hasText: refusals.at(-1) ?? "" });
  await expect(theirs).toContainText("victor");
  await theirs.getByRole("link").click();
  await expect(admin.getByRole("heading", { name: /^victor .*hidden-69/, level: 1 })).toBeVisible();
  await admin.context().close();
});

/** The file's details, as its owner sees them; returns its activity. */
async function openFile(page: Page, url: string, path: string): Promise<Locator> {
  const { id, name } = ofFile(path);
  await page.goto(`${url}/kubeconfigs?show=${id}`);
  return page.getByRole("dialog", { name }).getByRole("region", { name: "Activity of the file" });
}

function ofFile(path: string): { id: string; name: string; server: string; token: string } {
  const content = readFileSync(path, "utf8");
  const find = (pattern: RegExp) => pattern.exec(content)?.[1] ?? "";
  return {
    id: find(/kubeconfigs\?renew=(\w+)/),
    name: find(/^# (.*), a kubeconfig of /),
    server: find(/server: "?([^"\s]+)/),
    token: find(/token: "?([^"\s]+)/),
  };
}
