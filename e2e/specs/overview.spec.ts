import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { addEnvironment, downloadKubeconfig, signIn } from "../steps.ts";

const admin = { login: "ada", password: "violet-harbour-lantern" };
const metricsToken = randomBytes(16).toString("hex");
const tokenFile = join(mkdtempSync(join(tmpdir(), "drawbridge-metrics-")), "token");
writeFileSync(tokenFile, metricsToken, { mode: 0o600 });
test.use({ gatewayOptions: { admin, env: { DRAWBRIDGE_METRICS_TOKEN_FILE: tokenFile } } });

test("a request by kubectl moves charts, table and lists of the overview, by as much as /metrics counts", async ({
  page,
  gateway,
  clusters,
  kubectl,
}, testInfo) => {
  // What was counted comes at the end of each minute.
  test.setTimeout(240_000);
  const overview = `${gateway.url}/admin/overview`;
  await signIn(page, gateway.url, admin);
  await page.goto(overview);
  await expect(page.getByText("There is none yet.")).toBeVisible();
  await expect(page.getByText("Nobody has asked for anything in this time.")).toBeVisible();
  await expect(page.getByText("Nothing was asked of any environment in this time.")).toBeVisible();

  await addEnvironment(page, gateway.url, { name: "alpha", kubeconfig: clusters.alpha.adminKubeconfig, grantMe: true });
  const kubeconfig = await downloadKubeconfig(page, gateway.url, "alpha", testInfo);
  // The dialog has tried the file itself.
  await expect(page.getByText("It works: the cluster answers you.")).toBeVisible();
  expect(await kubectl(["get", "namespaces"], { kubeconfig })).toMatchObject({ code: 0 });
  expect(await kubectl(["get", "configmap", "nothing-of-this-name"], { kubeconfig })).toMatchObject({ code: 1 });

  // No longer asked: the page must not move what is counted.
  await page.goto(overview);
  const counted = await requestsIn(page, gateway.url);
  expect(counted.all).toBeGreaterThanOrEqual(2);
  expect(counted.refused).toBeGreaterThanOrEqual(1);
  await expect(async () => {
    await page.reload();
    await expect(chart(page, /^Requests each minute:/)).toHaveAccessibleName(`Requests each minute: ${counted.all} in the last hour.`, { timeout: 1_000 });
  }).toPass({ timeout: 100_000 });
  expect(await requestsIn(page, gateway.url)).toEqual(counted);
  await expect(page.getByRole("link", { name: `${counted.refused} refused` })).toHaveAttribute("href", "/admin/audit?result=refused&period=1h");
  await expect(chart(page, /^How long answers took each minute\. Half were there in [\d.]+ m?s, 99 of 100 in [\d.]+ m?s in the last hour\.$/)).toBeVisible();
  await expect(chart(page, /^Watches, logs, execs and port-forwards open at once/)).toBeVisible();
  await expect(page.getByRole("list", { name: "Most active people" })).toContainText(`ada${counted.all} requests, ${counted.refused} refused`);
  await expect(page.getByRole("list", { name: "Most active environments" })).toContainText(`alpha${counted.all} requests`);
  await expect(page.getByRole("link", { name: "1 in use" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Kubeconfigs that end, by day" }).getByRole("listitem")).toHaveCount(7);

  // The same figures for whoever does not see the charts.
  await page.getByText("The same as a table").click();
  const table = page.getByRole("table", { name: "Figures, each of 1 minute" });
  await expect(table.getByRole("columnheader")).toHaveText(["From", "Requests", "Refused", "Failed", "Anonymous", "Median", "99 of 100", "Open streams"]);
  const cells = await table.getByRole("row").locator("td:nth-child(2)").allInnerTexts();
  expect(cells).toHaveLength(60);
  expect(cells.map((text) => Number.parseInt(text, 10) || 0).reduce((sum, count) => sum + count, 0)).toBe(counted.all);
  const moment = page.getByRole("slider", { name: "Requests: a moment" });
  await moment.focus();
  await page.keyboard.press("Home");
  await expect(moment).toHaveAttribute("aria-valuetext", /^\d\d:\d\d: nothing measured$/);
  await page.keyboard.press("End");
  await expect(moment).toHaveAttribute("aria-valuetext", /^\d\d:\d\d: \d+ requests$/);
});

test("the time that is shown stands in the address, and a reload keeps it", async ({ page, gateway }) => {
  await signIn(page, gateway.url, admin);
  await page.goto(`${gateway.url}/admin/overview`);
  const range = page.getByRole("navigation", { name: "Time shown" });
  await expect(range.getByRole("link", { name: "Last hour" })).toHaveAttribute("aria-current", "true");
  await range.getByRole("link", { name: "Last 24 hours" }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin/overview?range=24h`);
  await page.reload();
  await expect(range.getByRole("link", { name: "Last 24 hours" })).toHaveAttribute("aria-current", "true");
  await expect(chart(page, /^Requests each 10 minutes: [\d,]+ in the last 24 hours\.$/)).toBeVisible();
});

function chart(page: Page, name: RegExp) {
  return page.getByRole("img", { name });
}

/** What Prometheus would read. */
async function requestsIn(page: Page, url: string): Promise<{ all: number; refused: number }> {
  const answer = await page.request.get(`${url}/metrics`, { headers: { authorization: `Bearer ${readFileSync(tokenFile, "utf8")}` } });
  expect(answer.ok()).toBe(true);
  const lines = (await answer.text()).split("\n").filter((line) => line.startsWith("drawbridge_request_total{"));
  const sum = (some: readonly string[]) => some.reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  return { all: sum(lines), refused: sum(lines.filter((line) => /code="4\d\d"/.test(line))) };
}
