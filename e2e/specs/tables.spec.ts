import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { type Db, databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { createFirstAdminUnattended } from "#lib/users/index.ts";
import { demoAdmin } from "../../scripts/demo-data.ts";
import { expect, test } from "../fixtures.ts";
import { type Gateway, newStateDir, startGateway } from "../gateway.ts";
import { signIn } from "../steps.ts";

const peopleCount = 1000;
const day = 24 * 3600 * 1000;

let gateway: Gateway;
const complaints: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const stateDir = newStateDir();
  await fill(join(stateDir, "data"));
  gateway = await startGateway({ stateDir });
});
test.afterAll(() => gateway.stop());
test.beforeEach(async ({ page }) => {
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  await signIn(page, gateway.url, demoAdmin);
});
test.afterEach(() => expect(complaints.splice(0)).toEqual([]));

test("a table of a thousand people holds those near the screen, tells its true length, goes to its end by keys, and finds each by typing", async ({ page }) => {
  const table = await openTable(page, "/admin/users", "Users");
  // The head, ada and the others.
  await expect(table).toHaveAttribute("aria-rowcount", String(peopleCount + 2));
  expect(await table.locator("tbody tr").count()).toBeLessThan(100);
  const heights = await page.evaluate(() => document.documentElement.scrollHeight / window.innerHeight);
  expect(heights).toBeGreaterThan(20);

  await table.locator("tr[aria-rowindex='2']").focus();
  await page.keyboard.press("End");
  await expect(rowOf(table, "person-0999")).toBeFocused();
  await expect(rowOf(table, "person-0999")).toHaveAttribute("aria-rowindex", String(peopleCount + 2));
  await page.keyboard.press("Home");
  await expect(table.locator("tr[aria-rowindex='2']")).toBeFocused();

  await page.getByRole("searchbox", { name: "Search by name or team" }).fill("0512");
  await expect(table.locator("tbody").getByRole("row")).toHaveCount(1);
  await expect(rowOf(table, "person-0512")).toBeVisible();
  await expect(page).toHaveURL(/q=0512/);
  await page.reload();
  await expect(rowOf(table, "person-0512")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search by name or team" }).fill("nobody of this name");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(table).toHaveAttribute("aria-rowcount", String(peopleCount + 2));
});

test("every page of an administrator comes whole with a thousand people", async ({ page }) => {
  await page.goto(`${gateway.url}/`);
  const paths = await page
    .getByRole("navigation")
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  expect(paths.length).toBeGreaterThan(8);
  for (const path of new Set([...paths, "/admin/environments/new", "/admin/access/preview"])) {
    const response = await page.goto(gateway.url + path);
    expect(response?.status(), path).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("a table is sorted by a press on a column's head, the other way by a second; the address keeps it with the search, and Back undoes it", async ({
  page,
}) => {
  const table = await openTable(page, "/admin/users", "Users");
  const head = (name: string) => table.getByRole("columnheader", { name });
  const press = (name: string) => head(name).getByRole("button").click();
  const first = table.locator("tbody").getByRole("row").first();
  await expect(head("User")).toHaveAttribute("aria-sort", "ascending");
  await press("User");
  await expect(first).toContainText("person-0999");
  await press("Last sign-in");
  await expect(head("Last sign-in")).toHaveAttribute("aria-sort", "descending");
  await expect(head("User")).not.toHaveAttribute("aria-sort");
  // Whoever never signed in comes last, whichever way.
  await expect(first).toContainText("ada");
  await press("Last sign-in");
  await expect(first).toContainText("ada");
  await press("Kubeconfigs in force");
  await expect(first).toContainText("person-0003");

  await page.getByRole("searchbox", { name: "Search by name or team" }).fill("person-00");
  await expect(page).toHaveURL(/q=person-00/);
  await page.reload();
  await expect(page).toHaveURL(/sort=-files/);
  await expect(first).toContainText("person-0003");
  await expect(table.locator("tbody").getByRole("row")).toHaveCount(100);
  await page.goBack();
  await expect(head("Last sign-in")).toHaveAttribute("aria-sort", "ascending");
});

test("files, which come in pages, are sorted by the server: without regard to case, numbers as numbers, over all pages", async ({ page }) => {
  const table = await openTable(page, "/admin/kubeconfigs", "Kubeconfigs");
  const first = table.locator("tbody").getByRole("row").first();
  await table.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(first).toContainText("Desk");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/sort=name&before=/);
  await expect(first).toContainText("node-50");
  await page.getByRole("link", { name: "First page" }).click();
  await expect(first).toContainText("Desk");
  await page.goto(`${gateway.url}/admin/kubeconfigs?sort=expires`);
  await expect(first).toContainText("node-1");
  await expect(table.getByRole("columnheader", { name: "Expires" })).toHaveAttribute("aria-sort", "ascending");
});

test("several people are disabled, enabled and signed out at once, after it was said what ends for whom; nobody ticks themselves", async ({ page }) => {
  const table = await openTable(page, "/admin/users?q=person-000", "Users");
  await expect(page.getByRole("checkbox", { name: "Tick person-0003" })).toBeVisible();
  for (const login of ["person-0002", "person-0003"]) await page.getByRole("checkbox", { name: `Tick ${login}` }).click();
  const bar = page.getByRole("region", { name: "Ticked users" });
  await expect(bar).toContainText("2 ticked");

  await bar.getByRole("button", { name: "Disable 2 users" }).click();
  const question = page.getByRole("alertdialog", { name: "Disable 2 users?" });
  await expect(question.getByRole("list", { name: "Who" })).toContainText("person-0002");
  await expect(question).toContainText("Ends 60 files of person-0002 and person-0003 and 1 browser session.");
  await question.getByRole("button", { name: "Disable 2 users" }).click();
  await expect(question).toBeHidden();
  for (const login of ["person-0002", "person-0003"]) await expect(rowOf(table, login)).toContainText("Disabled");
  await expect(bar).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  for (const login of ["person-0002", "person-0003"]) await expect(rowOf(table, login)).not.toContainText("Disabled");

  await page.getByRole("checkbox", { name: "Tick person-0004" }).click();
  await bar.getByRole("button", { name: "Sign out person-0004" }).click();
  const out = page.getByRole("alertdialog", { name: "Sign out person-0004?" });
  await expect(out).toContainText("Ends 1 browser session.");
  await out.getByRole("button", { name: "Sign out person-0004" }).click();
  await expect(out).toBeHidden();
  await expect(bar).toBeHidden();

  await page.getByRole("searchbox", { name: "Search by name or team" }).fill("administrator");
  await expect(page.getByRole("checkbox", { name: "Tick ada. That is you" })).toBeDisabled();
  await expect(page.getByRole("checkbox", { name: "Tick all but yourself" })).toBeDisabled();
});

test("several grants are removed at once, after it was said who loses what, and come back by one press", async ({ page }) => {
  const table = await openTable(page, "/admin/access?q=person-0001", "Grants");
  // One a grant: what its cluster says of it may stand in a row below.
  const grants = table.getByRole("button", { name: /^Edit/ });
  await expect(grants).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Tick all" }).click();
  await page.getByRole("region", { name: "Ticked grants" }).getByRole("button", { name: "Remove 2 grants" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove 2 grants?" });
  await expect(question).toContainText("In alpha, person-0001 loses edit everywhere, the last right there");
  await expect(question).toContainText("In beta, person-0001 loses view in shop, the last right there");
  await question.getByRole("button", { name: "Remove 2 grants" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByText("No grant matches")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  await expect(grants).toHaveCount(2);
});

test("columns are hidden for a person and a table, at every width, and stay hidden from the first paint on; the name and the actions stay", async ({
  page,
  browser,
}) => {
  const table = await openTable(page, "/admin/users?q=person-0003", "Users");
  const columns = page.getByRole("button", { name: /^Columns/ });
  const head = (name: string) => table.getByRole("columnheader", { name });
  await columns.click();
  await expect(page.getByRole("menuitemcheckbox", { name: "User" })).toBeHidden();
  for (const name of ["Teams", "Kubeconfigs in force"]) await page.getByRole("menuitemcheckbox", { name }).click();
  await page.keyboard.press("Escape");
  await expect(columns).toHaveAccessibleName("Columns, 2 hidden");
  await expect(columns).toBeFocused();
  await expect(head("Teams")).toHaveCount(0);
  await expect(rowOf(table, "person-0003").getByRole("cell")).toHaveCount(await table.getByRole("columnheader").count());

  // As the server's page has it, before any script has run.
  const bare = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false, storageState: await page.context().storageState() });
  const served = await bare.newPage();
  await served.goto(`${gateway.url}/admin/users?q=person-0003`);
  await expect(served.getByRole("columnheader", { name: "State" })).toBeVisible();
  await expect(served.getByRole("columnheader", { name: "Teams" })).toHaveCount(0);
  await bare.close();

  await page.setViewportSize({ width: 320, height: 640 });
  await expect(rowOf(table, "person-0003")).toContainText("Last sign-in");
  await expect(rowOf(table, "person-0003")).not.toContainText("Teams");
  await page.setViewportSize({ width: 1440, height: 900 });
  // Another table has its own choice.
  await page.goto(`${gateway.url}/admin/access`);
  await expect(page.getByRole("table", { name: "Grants" }).getByRole("columnheader", { name: "State" })).toBeVisible();
  await expect(columns).toHaveAccessibleName("Columns");
  await page.goto(`${gateway.url}/admin/users`);
  await columns.press("Enter");
  await page.getByRole("menuitem", { name: "Show every column" }).click();
  await expect(head("Teams")).toBeVisible();
});

test("what a table is asked for is kept under a name, chosen again, and deleted, all by keys; a deleted one comes back by one press", async ({ page }) => {
  const table = await openTable(page, "/admin/kubeconfigs?user=person-0003", "Kubeconfigs");
  await table.getByRole("columnheader", { name: "Expires" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=expires/);
  const views = page.getByRole("button", { name: "Views" });
  await views.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Save this view…" })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Views" });
  await dialog.getByRole("textbox", { name: "Name of this view" }).press("Enter");
  await expect(dialog).toContainText("Give the view a name.");
  await page.keyboard.type("Ending next");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();

  await openTable(page, "/admin/kubeconfigs", "Kubeconfigs");
  await views.press("Enter");
  const choice = page.getByRole("menuitemradio", { name: "Ending next" });
  await expect(choice).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?sort=expires&user=person-0003$/);
  await expect(table.locator("tbody").getByRole("row").first()).toContainText("node-1");
  await page.keyboard.press("Escape");
  await views.press("Enter");
  await expect(choice).toBeChecked();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete the view Ending next" }).press("Enter");
  await expect(dialog.getByRole("list", { name: "Saved views" })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(dialog.getByRole("list", { name: "Saved views" })).toContainText("Ending next");
  // Another table has its own.
  await openTable(page, "/admin/users", "Users");
  await views.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Save this view…" })).toBeFocused();
});

async function openTable(page: Page, path: string, name: string): Promise<Locator> {
  await page.goto(`${gateway.url}${path}`);
  const table = page.getByRole("table", { name });
  await expect(table).toBeVisible();
  return table;
}

function rowOf(table: Locator, name: string): Locator {
  return table.getByRole("row").filter({ hasText: name });
}

async function fill(dataDir: string): Promise<void> {
  const db = openDatabase(databaseFile(dataDir));
  await migrate(db);
  const now = new Date();
  await createFirstAdminUnattended(db, demoAdmin, now);
  const people = Array.from({ length: peopleCount }, (_, index) => `person-${String(index).padStart(4, "0")}`);
  await db.user.createMany({ data: people.map((login) => ({ login, displayName: login, createdAt: now })) });
  const idOf = async (login: string) => (await db.user.findUniqueOrThrow({ where: { login } })).id;
  const roles = ["view", "edit"].map((name) => ({ name }));
  for (const [index, name] of ["alpha", "beta"].entries())
    await db.environment.create({ data: { id: index + 1, name, server: "https://127.0.0.1:1", createdAt: now, clusterRoles: { create: roles } } });
  const everywhere = { environmentId: 1, clusterRole: "edit", allNamespaces: true, namespaces: "[]", createdAt: now, createdBy: "ada" };
  const inShop = { environmentId: 2, clusterRole: "view", allNamespaces: false, namespaces: '["shop"]', createdAt: now, createdBy: "ada" };
  const granted = await idOf("person-0001");
  await db.grant.createMany({
    data: [
      { ...everywhere, userId: granted },
      { ...inShop, userId: granted },
      { ...everywhere, userId: await idOf("person-0005") },
    ],
  });
  for (const login of ["person-0002", "person-0004"])
    await db.session.create({ data: { id: login, userId: await idOf(login), createdAt: now, expiresAt: new Date(now.getTime() + day) } });
  await makeFile(db, now, { login: "person-0002", name: "Desk", days: null });
  for (let number = 1; number <= 59; number++) await makeFile(db, now, { login: "person-0003", name: `node-${number}`, days: number });
  await db.$disconnect();
}

async function makeFile(db: Db, now: Date, { login, name, days }: { login: string; name: string; days: number | null }): Promise<void> {
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { login } });
  const times = { createdAt: now, expiresAt: days === null ? null : new Date(now.getTime() + days * day) };
  const token = { tokenHash: name, environmentId: 1, environmentName: "alpha", ...times };
  await db.kubeconfig.create({ data: { id: name, ownerId, ownerLogin: login, name, ...times, tokens: { create: token } } });
}
