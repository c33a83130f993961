import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { connect } from "node:tls";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { makeTestAuthority } from "#lib/testing/certificates.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

test("a change of the settings holds for new files only: an old file keeps its expiry and works on", async ({ house, signedInAs, kubectl }, testInfo) => {
  const page = await signedInAs("ada");
  const old = await downloadKubeconfig(page, house.url, "staging", testInfo);
  expect(daysLeftIn(old)).toBe(30);

  await saveSettings(page, house.url, "1 day", "7 days");
  await page.goto(house.url);
  await page.getByRole("button", { name: "Connect to staging" }).click();
  const expires = page.getByRole("dialog").getByRole("radiogroup", { name: "Expires" });
  await expect(expires.getByRole("radio", { name: "1 day" })).toBeChecked();
  await expect(expires.getByRole("radio")).toHaveCount(3);
  await page.getByRole("button", { name: "Close" }).click();
  expect(daysLeftIn(await downloadKubeconfig(page, house.url, "staging", testInfo))).toBe(1);

  expect(daysLeftIn(old)).toBe(30);
  expect(await kubectl(["get", "namespaces"], { kubeconfig: old })).toMatchObject({ code: 0 });
  await page.goto(`${house.url}/kubeconfigs`);
  await expect(page.getByText(/in 29 days|in 30 days/).first()).toBeVisible();
  await saveSettings(page, house.url, "30 days", "1 year");
});

test("a default longer than the maximum is refused beside its field, and nothing is saved", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/settings`);
  await choose(page, "Longest expiry", "7 days");
  await page.getByRole("button", { name: "Save expiry" }).click();
  await expect(page.getByRole("combobox", { name: "Default expiry" })).toHaveAccessibleDescription(/The default is longer than the maximum/);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Longest expiry" })).toHaveText(/1 year/);
});

test("settings are for administrators: for anyone else there is no such page", async ({ house, signedInAs }) => {
  const page = await signedInAs("victor");
  await expect(page.getByRole("link", { name: "Settings" })).toBeHidden();
  await page.goto(`${house.url}/admin/settings`);
  await expect(page.getByRole("button", { name: "Save" })).toBeHidden();
});

async function saveSettings(page: Page, url: string, standard: string, longest: string): Promise<void> {
  await page.goto(`${url}/admin/settings`);
  await choose(page, "Default expiry", standard);
  await choose(page, "Longest expiry", longest);
  await page.getByRole("button", { name: "Save expiry" }).click();
  // A lowered maximum asks about files that exist.
  const saved = page.getByText("Saved. It holds for kubeconfigs made from now on.");
  const keep = page.getByRole("radio", { name: /^Keep/ });
  await expect(saved.or(keep)).toBeVisible();
  if (await keep.isVisible()) {
    await expect(keep).toBeChecked();
    await page.getByRole("button", { name: "Save expiry" }).click();
  }
  await expect(saved).toBeVisible();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** As the comment at the head of the file says it. */
function daysLeftIn(path: string): number {
  const end = /^# Expires: +(.* UTC)$/m.exec(readFileSync(path, "utf8"))?.[1];
  if (end === undefined) throw new Error(`no expiry in ${path}`);
  return Math.round((Date.parse(end) - Date.now()) / 86_400_000);
}

test("S2 the external URL is checked item by item, each with its result, and the check can be cancelled", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/settings`);
  await page.getByRole("button", { name: "Check the address in use" }).click();
  const items = page.getByRole("list", { name: "Items of the check" });
  for (const seen of [
    /Name.*Resolves to/,
    /TCP.*accepts connections/,
    /Certificate.*Verified by the CA that issued files carry/,
    /This very Drawbridge/,
    /A WebSocket passes/,
  ])
    await expect(items.getByRole("listitem").filter({ hasText: seen })).toBeVisible();
  await expect(items.getByText(/Silent for \d+ of 30 seconds/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel the check" }).click();
  await expect(page.getByText("Cancelled.")).toBeVisible();
});

test("S2 a certificate is replaced without a restart: the new one is shown at once with its fingerprint, a bad one is refused, and the own CA comes back", async ({
  house,
  signedInAs,
}) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/settings`);
  const section = page.getByRole("region", { name: "Certificate", exact: true });
  const before = await fingerprintAt(house.url);
  await expect(section).toContainText(before);

  const authority = await makeTestAuthority();
  const other = await authority.issue(["other.example"]);
  const pair = await authority.issue(["localhost"]);
  await section.getByRole("button", { name: "Upload certificate" }).click();
  const dialog = page.getByRole("dialog", { name: "Use your own certificate" });
  await dialog.getByLabel("Certificate and chain", { exact: true }).fill(other.cert);
  await dialog.getByLabel("Private key", { exact: true }).fill(other.key);
  await dialog.getByRole("button", { name: "Use certificate" }).click();
  await expect(dialog.getByText(/does not name localhost/)).toBeVisible();
  expect(await fingerprintAt(house.url)).toBe(before);

  await dialog.getByLabel("Certificate and chain", { exact: true }).fill(`${pair.cert}\n${authority.pem}`);
  await dialog.getByLabel("Private key", { exact: true }).fill(pair.key);
  await dialog.getByRole("button", { name: "Use certificate" }).click();
  await expect(dialog).toBeHidden();
  const after = new X509Certificate(pair.cert).fingerprint256;
  await expect(section).toContainText(after);
  await expect.poll(() => fingerprintAt(house.url)).toBe(after);
  expect(await page.content()).not.toContain(pair.key.split("\n")[1]);

  await section.getByRole("button", { name: "Use Drawbridge’s own CA" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Use Drawbridge’s own CA" }).click();
  await expect(section).toContainText(before);
  await expect.poll(() => fingerprintAt(house.url)).toBe(before);
});

test("S3 each setting says where its value comes from and who changed it, and a variable what it locks; each page leads to its guide", async ({
  house,
  signedInAs,
}) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/admin/settings`);
  await expect(page.getByLabel("Kubeconfigs per person")).toHaveAccessibleDescription(/The default\./);
  await page.getByLabel("Kubeconfigs per person").fill("49");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByLabel("Kubeconfigs per person")).toHaveAccessibleDescription(/Set here by ada/);
  await page.getByLabel("Kubeconfigs per person").fill("50");
  await page.getByRole("button", { name: "Save limits" }).click();
  const variable = page
    .getByRole("region", { name: "This instance" })
    .locator("div")
    .filter({ hasText: /^DRAWBRIDGE_LISTEN/ });
  await expect(variable).toContainText("environment");

  const bundle = await page.request.get(`${house.url}/api/support-bundle`);
  expect(await bundle.json()).toMatchObject({
    kind: "DrawbridgeSupportBundle",
    environments: expect.arrayContaining([expect.objectContaining({ name: "staging" })]),
  });
  for (const secret of secretsOf(house.dataDir)) expect((await bundle.text()).includes(secret)).toBe(false);

  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Guide: Settings" }).click();
  const guide = await opened;
  await expect(guide.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await expect(guide.getByRole("heading", { name: "External URL" })).toBeVisible();
  await page.goto(`${house.url}/guide/..%2foperations`);
  await expect(page.getByRole("article")).toBeHidden();
});

function fingerprintAt(url: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { hostname, port } = new URL(url);
  // What is shown is the question: nothing is trusted, and nothing sent.
  const socket = connect({ host: hostname, port: Number(port), servername: hostname, rejectUnauthorized: false }, () => {
    resolve(socket.getPeerCertificate().fingerprint256);
    socket.destroy();
  });
  socket.once("error", reject);
  return promise;
}

/** Keys of the house, and what the database has sealed or hashed. */
function secretsOf(dataDir: string): string[] {
  const files = ["tls/ca.key", "tls/server.key"].map((file) => readFileSync(join(dataDir, file), "utf8").split("\n")[1] ?? "");
  const key = readFileSync(join(dataDir, "instance.key"));
  const database = new DatabaseSync(join(dataDir, "drawbridge.db"), { readOnly: true });
  const column = (query: string) => z.array(z.object({ secret: z.string() })).parse(database.prepare(query).all());
  const rows = [
    ...column('SELECT "sealedToken" AS secret FROM "EnvironmentCredential"'),
    ...column('SELECT "passwordHash" AS secret FROM "User" WHERE "passwordHash" IS NOT NULL'),
    ...column('SELECT "tokenHash" AS secret FROM "KubeconfigToken"'),
    ...column('SELECT "id" AS secret FROM "Session"'),
  ];
  database.close();
  return [...files, key.toString("hex"), key.toString("base64"), ...rows.map(({ secret }) => secret)];
}
