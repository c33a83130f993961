import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";

const pages = ["/", "/kubeconfigs", "/change-password", "/admin/environments", "/admin/environments/new", "/admin/users", "/admin/teams", "/admin/access"];
pages.push("/admin/audit", "/admin/settings", "/no-such-page");

/** Where it is opened, and how. */
const dialogs: [string, string, (page: Page) => Promise<void>][] = [
  ["the kubeconfig dialog", "/", (page) => press(page, "Kubeconfig")],
  ["the dialog of one environment", "/", (page) => press(page, "Connect to staging")],
  [
    "the dialog with a file that is made",
    "/",
    async (page) => {
      await press(page, "Connect to staging");
      await press(page, "Download file");
      await expect(page.getByRole("heading", { name: "Merge it" })).toBeVisible();
    },
  ],
  [
    "the question before a revocation",
    "/kubeconfigs",
    (page) =>
      page
        .getByRole("button", { name: /^Revoke / })
        .first()
        .click(),
  ],
  ["the dialog that adds a user", "/admin/users", (page) => press(page, "Add user")],
  ["a user's menu", "/admin/users", (page) => press(page, "Actions for dina")],
  ["the dialog that adds a team", "/admin/teams", (page) => press(page, "Add team")],
  ["the dialog that grants access", "/admin/access", (page) => press(page, "Grant access")],
  ["the question before a grant is removed", "/admin/access", (page) => press(page, "Remove view of victor in staging")],
  ["an environment's menu", "/admin/environments", (page) => press(page, "Actions for staging")],
  [
    "the question before an environment is removed",
    "/admin/environments",
    async (page) => {
      await press(page, "Actions for staging");
      await page.getByRole("menuitem", { name: "Remove…" }).click();
    },
  ],
  ["the manifest way", "/admin/environments/new", (page) => page.getByRole("tab", { name: "Apply a manifest" }).click()],
  ["the person's menu", "/", (page) => press(page, /your account/)],
];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    // What fades in has, for a moment, too little contrast.
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing on any page, and a walk through all of them asks nobody else and breaks no rule of the CSP", async ({
      house,
      page,
      signedInAs,
    }) => {
      test.setTimeout(180_000);
      const complaints = listen(page, house.url);
      for (const path of ["/sign-in", "/setup", "/invitation/no-such-code"]) {
        await page.goto(`${house.url}${path}`);
        await expectNoFinding(page, path);
      }
      await signedInAs("ada");
      for (const path of pages) {
        await page.goto(`${house.url}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoFinding(page, path);
      }
      expect(complaints).toEqual([]);
    });

    test("axe finds nothing in any open dialog or menu, and none of them breaks a rule of the CSP", async ({ house, page, signedInAs }) => {
      test.setTimeout(240_000);
      const complaints = listen(page, house.url);
      await signedInAs("ada");
      for (const [name, path, open] of dialogs) {
        await page.goto(`${house.url}${path}`);
        await open(page);
        // A menu stands at the end of the document, outside all landmarks; focus is moved into it. The rule is advice beyond WCAG.
        await expectNoFinding(page, name, ["region"]);
      }
      expect(complaints).toEqual([]);
    });
  });
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function expectNoFinding(page: Page, where: string, rulesLeftOut: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(rulesLeftOut).analyze();
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect(found, where).toEqual([]);
}

/** Collects what the browser complains of, and each request that goes anywhere but to us. Violations of the CSP are errors of the console. */
function listen(page: Page, url: string): string[] {
  const complaints: string[] = [];
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
  return complaints;
}
