import type { Page } from "@playwright/test";
import { createGrant } from "#lib/access/index.ts";
import type { Context, Person } from "#lib/context.ts";
import { databaseFile, openDatabase } from "#lib/db.ts";
import { listEnvironments } from "#lib/environments/index.ts";
import { issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import { acceptInvitation, createUser, deleteUser } from "#lib/users/index.ts";
import type { Gateway } from "../../gateway.ts";
import { test as base, expect } from "../../house.ts";
import { signIn } from "../../steps.ts";

export { expect } from "../../house.ts";

export const resident = { login: "lena", displayName: "Lena Look", password: "cobalt-thicket-marmalade" };
const day = 24 * 60 * 60;
/** Made so many days ago, for so many days; one of them ends soon, so that Home has its banner. */
const files = [
  { name: "lent to the auditors", madeDaysAgo: 20, days: 22 },
  { name: "build server of the payments team, second floor", madeDaysAgo: 9, days: 90 },
  { name: "laptop", madeDaysAgo: 0, days: 30 },
];

type WorkerFixtures = {
  /** A page on which an administrator is signed in who has one of everything: rights, files, a passkey. She leaves with all of it. */
  walker: Page;
  /** What the browser complains of on that page, and each request that went anywhere but to us. */
  complaints: string[];
};

export const test = base.extend<object, WorkerFixtures>({
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures are needed, and accepts nothing else.
    async ({}, use) => use([]),
    { scope: "worker" },
  ],
  walker: [
    async ({ house, browser, complaints }, use) => {
      const id = await moveIn(house);
      const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      listen(page, house.url, complaints);
      await signIn(page, house.url, resident);
      await addPasskey(page, house.url);
      await use(page);
      await context.close();
      await moveOut(house, id);
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

async function moveIn(house: Gateway): Promise<string> {
  return withDatabase(house, async (context) => {
    const { user, invitation } = await createUser(context, { login: resident.login, displayName: resident.displayName, isAdmin: true, initialPassword: null });
    await acceptInvitation(context, invitation?.path.slice("/invitation/".length) ?? "", resident.password);
    const environments = await listEnvironments(context);
    const subject = { kind: "user" as const, id: user.id };
    const key = instanceKey(house.dataDir);
    for (const { id } of environments) await createGrant(context, { subject, environmentId: id, clusterRole: "cluster-admin", namespaces: null }, key);
    const person: Person = { id: user.id, login: user.login, displayName: user.displayName, isAdmin: true };
    const environmentIds = environments.map(({ id }) => id);
    for (const { name, madeDaysAgo, days } of files) {
      const own: Context = { db: context.db, actor: { kind: "person", person, sourceIP: null }, now: new Date(Date.now() - madeDaysAgo * day * 1000) };
      const input = { environmentIds, name, expiry: { seconds: days * day }, currentEnvironmentId: null };
      await issueKubeconfig(own, input, { serverUrl: house.url, certificateAuthority: null });
    }
    return user.id;
  });
}

async function moveOut(house: Gateway, id: string): Promise<void> {
  await withDatabase(house, (context) => deleteUser(context, id));
}

/** The server has the same database open: it sees what changes by the revision. */
async function withDatabase<T>(house: Gateway, work: (context: Context) => Promise<T>): Promise<T> {
  const db = openDatabase(databaseFile(house.dataDir));
  try {
    return await work({ db, actor: { kind: "system" }, now: new Date() });
  } finally {
    await db.$disconnect();
  }
}

/** From a device in the browser that makes passkeys and has its owner verified. */
async function addPasskey(page: Page, url: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const;
  await session.send("WebAuthn.addVirtualAuthenticator", { options });
  await page.goto(`${url}/account`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill("phone");
  await dialog.getByRole("button", { name: "Go on to the device" }).click();
  await expect(page.getByRole("row", { name: /phone/ })).toBeVisible();
}

/** Violations of the CSP are errors of the console. */
function listen(page: Page, url: string, complaints: string[]): void {
  page.on("console", (message) => {
    // Chromium reports each answer of 4xx to a navigation; that page is asked for on purpose.
    const isMissingPage = message.location().url.endsWith("/no-such-page");
    if (["error", "warning"].includes(message.type()) && !isMissingPage) complaints.push(`${message.type()}: ${message.text()} at ${page.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message} at ${page.url()}`));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (!["blob:", "data:"].includes(asked.protocol) && asked.origin !== url) complaints.push(`request to ${asked.origin} at ${page.url()}`);
  });
}
