import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page, Response } from "@playwright/test";
import { createGrant } from "#lib/access/index.ts";
import type { Context } from "#lib/context.ts";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { storeCredential } from "#lib/environments/credentials.ts";
import { issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import { createTeam } from "#lib/teams/index.ts";
import { acceptInvitation, createFirstAdminUnattended, createUser } from "#lib/users/index.ts";
import { demoAdmin } from "../../scripts/demo-data.ts";
import { addSamples } from "../../scripts/demo-samples.ts";
import { textsOfPo } from "../../scripts/texts-of-po.ts";
import { expect, test } from "../fixtures.ts";
import { type Gateway, newStateDir, startGateway } from "../gateway.ts";

/** Its letters are no Latin ones, so that also a date or a list in English is told from what the language itself writes. */
const language = "el";
const texts = translate(readFileSync("docs/texts.pot", "utf8"));

// A trace keeps the document before and after each step: twice the time.
test.use({ trace: "off" });

let gateway: Gateway;
const complaints: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const stateDir = newStateDir();
  const file = join(stateDir, `${language}.json`);
  writeFileSync(file, JSON.stringify({ language, texts }));
  await fill(join(stateDir, "data"));
  gateway = await startGateway({ stateDir, env: { DRAWBRIDGE_TEXTS: file } });
});
test.afterAll(() => gateway?.stop());
test.beforeEach(({ page }) => {
  page.on("console", (message) => {
    // Chromium reports each answer of 4xx: of the page that is asked for on purpose, and of clusters that are not there.
    const isExpected = /\/no-such-page$|\/api\/endpoints\//.test(message.location().url);
    if (["error", "warning"].includes(message.type()) && !isExpected) complaints.push(`${message.text()} at ${page.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${error.message} at ${page.url()}`));
});
test.afterEach(() => expect(complaints.splice(0)).toEqual([]));

test("with a translation no page says anything in English but names and what programs are told", async ({ page }) => {
  test.setTimeout(180_000);
  const found = new Map<string, string>();
  const look = async (where: string) => {
    for (const text of await textsOf(page)) if (isEnglish(text) && !found.has(text)) found.set(text, where);
  };
  await page.goto(`${gateway.url}/sign-in`);
  await look("/sign-in");
  await page.getByLabel(said("Login"), { exact: true }).fill(demoAdmin.login);
  await page.getByRole("textbox", { name: said("Password"), exact: true }).fill("not-her-password");
  await page.getByRole("button", { name: said("Sign in"), exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await look("a refused sign-in");
  await signIn(page);
  const paths = await page
    .getByRole("navigation")
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  expect(paths.length).toBeGreaterThan(8);
  for (const path of new Set([...paths, ...morePaths])) {
    await page.goto(gateway.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await look(path);
    for (const { presses, shows } of dialogs[path] ?? [])
      await test.step(`${path}: ${presses.join(" → ")}`, async () => {
        for (const name of presses) await press(page, name);
        const open = page.locator("[role=dialog], [role=alertdialog], [role=menu]");
        // Of a menu's entry the dialog, not the menu that goes.
        const opened = presses.length > 1 ? page.locator("[role=dialog], [role=alertdialog]") : open.last();
        await expect(shows === undefined ? opened : opened.getByText(said(shows)).first()).toBeVisible();
        await look(`${path}: ${presses.join(" → ")}`);
        await page.keyboard.press("Escape");
        // Not only closed, but gone: until then it takes the next press.
        await expect(open).toHaveCount(0);
      });
  }
  await page.goto(gateway.url);
  await press(page, "Kubeconfig");
  await press(page, "Download file");
  await expect(page.getByRole("heading", { name: said("Merge it") })).toBeVisible();
  await look("a file that was made");
  await page.goto(`${gateway.url}/admin/environments/new`);
  await page.getByLabel(said("Kubeconfig of an administrator of the cluster")).fill("nonsense");
  await expect(page.getByRole("alert")).toBeVisible();
  await look("a kubeconfig that is none");
  expect([...found].map(([text, where]) => `${where}: ${text}`)).toEqual([]);
});

test("the translation is there before anything is said: what modules say as they load is translated, too, by the server and in the browser, under the CSP", async ({
  page,
}) => {
  await signIn(page);
  const response = await page.goto(gateway.url);
  await expectTexts(response);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  // Rendered in the browser alone: the document stays.
  await page.evaluate(() => Reflect.set(window, "isSameDocument", true));
  await page
    .getByRole("navigation")
    .getByRole("link", { name: said("Users"), exact: true })
    .click();
  const table = page.getByRole("table", { name: said("Users") });
  await expect(table.getByRole("columnheader", { name: said("Last sign-in") })).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link", { name: said("Audit"), exact: true })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, "isSameDocument"))).toBe(true);
});

/** Beside those of the navigation; `fill` adds those of what it makes. */
const morePaths = [
  ...["/account", "/change-password", "/admin/overview?range=24h", "/admin/environments/new", "/admin/environments/1", "/admin/environments/1/settings"],
  ...["/admin/environments/1/credentials", "/admin/access/preview", "/admin/audit?person=nobody", "/no-such-page"],
  ...["/welcome?step=address", "/welcome?step=environment", "/welcome?step=access", "/invitation/no-such-code"],
];

/** By path, what is pressed to open each, one after the other; in English, and behind a bar the name that is in it. */
const dialogs: Record<string, { presses: string[]; shows?: string }[]> = {
  "/": [{ presses: ["Kubeconfig"] }, { presses: ["Search and commands"] }, { presses: ["?"] }],
  "/kubeconfigs": [
    { presses: ["Actions for {name}|laptop"] },
    { presses: ["Actions for {name}|laptop", "Details…"] },
    { presses: ["Actions for {name}|laptop", "Renew…"] },
    { presses: ["Actions for {name}|laptop", "Revoke…"] },
  ],
  "/admin/environments": [
    { presses: ["Actions for {name}|staging"] },
    // Nothing listens there.
    { presses: ["Actions for {name}|staging", "Test connection…"], shows: "nothing listens at that address and port (connection refused)" },
    { presses: ["Actions for {name}|staging", "Disable…"] },
    { presses: ["Actions for {name}|staging", "Remove…"] },
  ],
  "/admin/users": [
    { presses: ["Add user"] },
    { presses: ["Actions for {login}|dina", "Edit…"] },
    { presses: ["Actions for {login}|dina", "Reset password…"] },
    { presses: ["Actions for {login}|dina", "Delete…"] },
  ],
  "/admin/teams": [{ presses: ["Add team"] }],
  "/admin/access": [{ presses: ["Grant access"] }],
  "/admin/settings": [{ presses: ["Upload certificate"] }],
};

async function press(page: Page, english: string): Promise<void> {
  if (english === "?") return page.keyboard.press("?");
  const [text = "", value = ""] = english.split("|");
  const name = said(text).replace(/\{\w+\}/, value);
  const item = page.getByRole("menuitem", { name, exact: true });
  await page.getByRole("button", { name, exact: true }).or(item).first().click();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${gateway.url}/sign-in`);
  await page.getByLabel(said("Login"), { exact: true }).fill(demoAdmin.login);
  await page.getByRole("textbox", { name: said("Password"), exact: true }).fill(demoAdmin.password);
  await page.getByRole("button", { name: said("Sign in"), exact: true }).click();
  await expect(page.getByRole("heading", { name: said("Environments"), level: 1 })).toBeVisible();
}

/** The script of texts blocks, and stands before all others; it runs by the page's nonce or as one of our own. */
async function expectTexts(response: Response | null): Promise<void> {
  const policy = (await response?.headerValue("content-security-policy")) ?? "";
  expect(policy).toMatch(/script-src [^;]*'nonce-/);
  expect(policy).not.toMatch(/script-src [^;]*'unsafe-inline'/);
  const html = (await response?.text()) ?? "";
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const own = scripts.findIndex((tag) => tag.includes('src="/texts.js?'));
  expect(own).toBeGreaterThanOrEqual(0);
  expect(scripts[own]).not.toMatch(/\b(?:async|defer|type="module")/);
  // Those before it are fetched meanwhile and run when they have come: after what blocks.
  expect(scripts.slice(0, own).filter((tag) => !/\b(?:async|defer|noModule)\b/i.test(tag))).toEqual([]);
}

/** Each text of `template` between ⟦ and ⟧, its vowels with accents, both forms where something is counted. */
function translate(template: string): Record<string, string | string[]> {
  const quoted = (text: string) => JSON.stringify(accented(JSON.parse(text)));
  const po = template
    .replaceAll(/^msgid (".+")\nmsgstr ""$/gm, (_entry, one) => `msgid ${one}\nmsgstr ${quoted(one)}`)
    .replaceAll(
      /^msgid (".+")\nmsgid_plural (".+")\nmsgstr\[0\] ""\nmsgstr\[1\] ""$/gm,
      (_entry, one, several) => `msgid ${one}\nmsgid_plural ${several}\nmsgstr[0] ${quoted(one)}\nmsgstr[1] ${quoted(several)}`,
    );
  return textsOfPo(po);
}

function accented(text: string): string {
  const accent: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", y: "ý", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú", Y: "Ý" };
  return `⟦${text.replaceAll(/\{\w+\}|<\/?\w+>|[aeiouyAEIOUY]/g, (part) => accent[part] ?? part)}⟧`;
}

function said(english: string): string {
  const text = texts[english];
  if (typeof text !== "string") throw new Error(`no page says ${JSON.stringify(english)}`);
  return text;
}

/** Everything that a person reads or is read of the page. What is to be typed, or a cluster's or program's own, stands in code or in mono. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const typed = "script, style, template, noscript, code, pre, kbd, .font-mono, textarea";
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!node.parentElement?.closest(typed)) found.push(node.textContent?.trim() ?? "");
    }
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "alt"])
        found.push(element.getAttribute(name) ?? "");
      // What a field may hold is an example, not a sentence.
      const placeholder = element.getAttribute("placeholder") ?? "";
      if (!/^[a-z]/.test(placeholder)) found.push(placeholder);
    }
    return [...new Set(found)].filter((text) => text !== "");
  });
}

/** Whether there is a word without an accent in it that is not one of the names. */
function isEnglish(text: string): boolean {
  if (untranslated.has(text) || forPrograms.test(text)) return false;
  const withoutIds = ids.reduce((rest, id) => rest.replaceAll(id, ""), text);
  return (withoutIds.match(/\p{L}+/gu) ?? []).some((word) => /^[A-Za-z]{2,}$/.test(word) && /[aeiouy]/i.test(word) && !names.has(word));
}

/** Keys as they stand on the keyboard, and programs. */
const untranslated = new Set([
  ...["Esc", "Enter", "Home End", "Page Up Page Down"],
  ...["bash, zsh", "fish", "PowerShell", "CI", "helm", "Lens", "Headlamp", "VS Code"],
]);

/** The proxy's answer to a file, as kubectl shows it, too. */
const forPrograms = /^your access to the environment “\w+” is still being applied to the cluster/;

/** Letters and digits without a meaning. */
const ids: string[] = [];

/** Of this instance, of products, and of what Kubernetes and standards have. */
const names = new Set([
  ...["ada", "Ada", "Admin", "dina", "Dina", "Developer", "victor", "Victor", "Viewer", "web", "staging", "production", "laptop", "shop", "env"],
  ...["Drawbridge", "kubectl", "admin", "cluster", "edit", "view", "system", "UTC", "SHA", "Chrome", "Linux", "proxy", "manager", "clusterRole", "linux"],
]);

async function fill(dataDir: string): Promise<void> {
  const db = openDatabase(databaseFile(dataDir));
  const key = instanceKey(dataDir);
  const now = new Date();
  const system: Context = { db, actor: { kind: "system" }, now };
  try {
    await migrate(db);
    await createFirstAdminUnattended(db, demoAdmin, now);
    const ada = await db.user.findUniqueOrThrow({ where: { login: demoAdmin.login } });
    const { user: dina, invitation } = await createUser(system, { login: "dina", displayName: "Dina Developer", isAdmin: false, initialPassword: null });
    await acceptInvitation(system, invitation?.path.slice("/invitation/".length) ?? "", "copper-meadow-sparrow");
    await createUser(system, { login: "victor", displayName: "Victor Viewer", isAdmin: false, initialPassword: null });
    const team = await createTeam(system, { name: "web", memberIds: [dina.id] });
    const roles = ["cluster-admin", "edit", "view"].map((name) => ({ name }));
    const labels = JSON.stringify({ env: "staging" });
    for (const [index, name] of ["staging", "production"].entries())
      await db.environment.create({ data: { id: index + 1, name, labels, server: "https://127.0.0.1:1", createdAt: now, clusterRoles: { create: roles } } });
    const minted = { token: "no-cluster-knows-it", expiresAt: new Date(now.getTime() + 30 * 24 * 3600 * 1000) };
    for (const environmentId of [1, 2])
      for (const kind of ["proxy", "manager"] as const)
        await db.$transaction((transaction) => storeCredential(transaction, key, { environmentId, kind, minted, now }));
    await createGrant(system, { subject: { kind: "user", id: ada.id }, environmentId: 1, clusterRole: "cluster-admin", namespaces: null }, key);
    await createGrant(system, { subject: { kind: "team", id: team.id }, environmentId: 1, clusterRole: "edit", namespaces: ["shop"] }, key);
    await createGrant(system, { subject: { kind: "user", id: ada.id }, environmentId: 2, clusterRole: "view", namespaces: null }, key);
    const person = { id: ada.id, login: ada.login, displayName: ada.displayName, isAdmin: true };
    const asAda: Context = { db, actor: { kind: "person", person, sourceIP: "192.0.2.1" }, now };
    const input = { environmentIds: [1, 2], name: "laptop", expiry: { seconds: 2 * 24 * 3600 }, currentEnvironmentId: null };
    const { kubeconfig } = await issueKubeconfig(asAda, input, { serverUrl: "https://drawbridge.test", certificateAuthority: null });
    ids.push(kubeconfig.id);
    const event = await db.auditEvent.findFirstOrThrow({ where: { action: "grant.created" } });
    morePaths.push(`/admin/users/${ada.id}`, `/admin/audit/${event.id}`, `/admin/access/preview?person=${ada.id}&environment=1`);
    await addSamples(db, { environmentIds: [1, 2], logins: ["dina", demoAdmin.login] });
  } finally {
    await db.$disconnect();
  }
}
