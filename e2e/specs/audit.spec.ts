import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

const events = (page: Page) => page.getByRole("table", { name: "Events", exact: true });
const liveWords = "New events appear here as they happen.";

/** Rows are written beside the requests, some tenths of a second later. */
async function untilShown(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(events(page).getByRole("row").filter({ hasText: text }).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

test("each filter of the audit is in the address, survives a reload, and is taken away alone or with all others", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/audit`);
  await page.getByLabel("Person", { exact: true }).fill("ada");
  await page.getByRole("combobox", { name: "Environment" }).click();
  await page.getByRole("option", { name: "staging" }).click();
  await page.getByRole("combobox", { name: "Time" }).click();
  await page.getByRole("option", { name: "Last 7 days" }).click();
  await page.getByRole("button", { name: "More fields" }).click();
  await page.getByLabel("Namespace", { exact: true }).fill("shop");
  await page.getByLabel("Resource", { exact: true }).fill("pods/exec");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/audit\?person=ada&environment=\d+&period=7d&resource=pods%2Fexec&namespace=shop$/);
  await page.reload();
  const chips = page.getByRole("list", { name: "Set filters" });
  await expect(chips).toContainText(/Person ada.*Environment staging.*Time last 7 days.*Resource pods\/exec.*Namespace shop/);
  await expect(page.getByLabel("Person", { exact: true })).toHaveValue("ada");
  await expect(page.getByText("No event matches")).toBeVisible();
  await chips.getByRole("link", { name: "Take away the filter Namespace" }).click();
  await expect(page).toHaveURL(/\?person=ada&(?!.*namespace).*resource=pods%2Fexec/);
  await chips.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(events(page)).toBeVisible();
});

test.describe("far from Greenwich", () => {
  test.use({ timezoneId: "Asia/Tokyo" });

  test("a time is chosen as the person's own and stands in the address as UTC", async ({ house, signedInAs }) => {
    const page = await signedInAs("ada");
    await page.goto(`${house.url}/admin/audit`);
    await page.getByRole("combobox", { name: "Time" }).click();
    await page.getByRole("option", { name: "Between…" }).click();
    await page.getByLabel("From", { exact: true }).fill("2026-01-15T09:30");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await expect(page).toHaveURL(/\?from=2026-01-15T00%3A30%3A00\.000Z$/);
    await expect(page.getByLabel("From", { exact: true })).toHaveValue("2026-01-15T09:30");
    await expect(page.getByRole("list", { name: "Set filters" })).toContainText("From Thu 15 Jan 2026, 09:30");
  });
});

test("an exec is told as what was run, has a page of its own with its Event, and there the row of its other end", async ({
  house,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  expect(await kubectl(["exec", "web", "--", "sh", "-c", "echo it-ran"], { kubeconfig })).toMatchObject({ code: 0 });
  await page.goto(`${house.url}/admin/audit?person=ada&resource=pods%2Fexec`);
  await untilShown(page, "ended sh -c 'echo it-ran' in web -n default");
  await events(page).getByRole("row").filter({ hasText: "ended sh -c 'echo it-ran'" }).getByRole("button").click();
  await page.getByRole("link", { name: "Page of this event" }).click();
  await expect(page).toHaveURL(/\/admin\/audit\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("region", { name: "event", exact: true })).toContainText('"apiVersion": "audit.k8s.io/v1"');
  await expect(page.getByRole("table", { name: "Events of the same request" })).toContainText("ran sh -c 'echo it-ran' in web -n default");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.getByRole("link", { name: "Events around it" }).click();
  await expect(events(page)).toContainText("ran sh -c 'echo it-ran' in web");
  await page.goto(`${house.url}/admin/audit/no-such-event`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
});

test("the live tail shows what happens without a reload, holds still while somebody reads, and ends with the session", async ({
  house,
  signedInAs,
  kubectl,
  browser,
}, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  await page.goto(`${house.url}/admin/audit?resource=configmaps`);
  await page.getByRole("button", { name: "Live" }).click();
  await expect(page.getByText(liveWords)).toBeVisible();
  await page.getByRole("heading", { level: 1 }).hover();
  const rows = events(page).getByRole("row").filter({ hasText: "live-" });
  await kubectl(["get", "configmap", "live-1"], { kubeconfig });
  await expect(rows).toHaveCount(1, { timeout: 20_000 });
  await rows.first().hover();
  await kubectl(["get", "configmap", "live-2"], { kubeconfig });
  const show = page.getByRole("button", { name: "Show 1 new" });
  await expect(show).toBeVisible({ timeout: 20_000 });
  await expect(rows).toHaveCount(1);
  await show.click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("live-2");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  // The session ends somewhere else: the cookie is the same.
  const other = await browser.newContext({ ignoreHTTPSErrors: true, storageState: await page.context().storageState() });
  const elsewhere = await other.newPage();
  await elsewhere.goto(house.url);
  await elsewhere.getByRole("button", { name: /your account/ }).click();
  await elsewhere.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(elsewhere.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText("Your session has ended. Sign in again to go on.")).toBeVisible({ timeout: 20_000 });
  await other.close();
});

test("an export has what the filter shows, as JSON lines and as CSV, and is in the audit with its filter and count", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/audit?action=environment.created`);
  const [jsonl, csv] = [await exported(page, "JSON lines, one Event a line"), await exported(page, "CSV, for a spreadsheet")];
  expect(jsonl.name).toMatch(/^drawbridge-audit-.*\.jsonl$/);
  const lines = jsonl.content.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).annotations["drawbridge.dev/action"])).toEqual(["environment.created", "environment.created"]);
  expect(csv.content.split("\r\n")[0]).toMatch(/^at,action,actorLogin/);
  expect(csv.content.trimEnd().split("\r\n")).toHaveLength(3);
  await page.goto(`${house.url}/admin/audit?action=audit.exported&person=ada`);
  await untilShown(page, "exported the audit 2 rows");
});

test("the audit and its export are for administrators, and an export asked for by another site's page is refused", async ({
  house,
  signedInAs,
  page: guest,
}) => {
  const form = { format: "jsonl" };
  const answer = await guest.request.post(`${house.url}/api/audit/export`, { form, headers: { origin: house.url } });
  expect(answer.status()).toBe(401);
  const page = await signedInAs("dina");
  expect((await page.request.post(`${house.url}/api/audit/export`, { form, headers: { origin: house.url } })).status()).toBe(403);
  expect((await page.request.get(`${house.url}/api/audit/events`)).status()).toBe(403);
  await page.context().clearCookies();
  const admin = await signedInAs("ada");
  for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }])
    expect((await admin.request.post(`${house.url}/api/audit/export`, { form, headers })).status()).toBe(403);
  expect((await admin.request.get(`${house.url}/api/audit/export`)).status()).toBe(405);
});

async function exported(page: Page, form: string): Promise<{ name: string; content: string }> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: form }).click();
  const file = await download;
  return { name: file.suggestedFilename(), content: readFileSync(await file.path(), "utf8") };
}
