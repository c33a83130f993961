import { join } from "node:path";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { createFirstAdminUnattended } from "#lib/users/index.ts";
import { demoAdmin } from "../../scripts/demo-data.ts";
import { expect, test } from "../fixtures.ts";
import { newStateDir, startGateway } from "../gateway.ts";
import { signIn } from "../steps.ts";

const count = 1000;

test("D1 a thousand environments: those near are in the document, each with its place; keys reach both ends; ticks survive the search", async ({ page }) => {
  const stateDir = newStateDir();
  await fill(join(stateDir, "data"));
  const gateway = await startGateway({ stateDir });
  const complaints: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  await signIn(page, gateway.url, demoAdmin);
  await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Kubeconfig" });
  const list = dialog.getByRole("list", { name: "Environments", exact: true });
  const item = (name: string) => list.getByRole("listitem").filter({ hasText: name });
  await expect(item("cluster-0000")).toHaveAttribute("aria-setsize", String(count));
  expect(await list.getByRole("listitem").count()).toBeLessThan(60);

  await list.getByRole("checkbox").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(item("cluster-0001").getByRole("checkbox")).toBeFocused();
  await page.keyboard.press("End");
  await expect(item("cluster-0999").getByRole("checkbox")).toBeFocused();
  await expect(item("cluster-0999")).toHaveAttribute("aria-posinset", String(count));
  await expect(dialog.getByText(`${count} ticked`)).toBeVisible();
  await page.keyboard.press("Space");
  await expect(dialog.getByText("999 ticked")).toBeVisible();
  await page.keyboard.press("Home");
  await expect(item("cluster-0000").getByRole("checkbox")).toBeFocused();
  // The list is one stop.
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();

  await dialog.getByRole("searchbox", { name: "Search environments" }).fill("-00");
  await dialog.getByRole("checkbox", { name: "All 100 that match" }).click();
  await expect(dialog.getByText("899 ticked")).toBeVisible();
  await expect(item("cluster-0007").getByRole("checkbox")).not.toBeChecked();
  await dialog.getByRole("searchbox", { name: "Search environments" }).fill("0500");
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(item("cluster-0500").getByRole("checkbox")).toBeChecked();
  await dialog.getByRole("searchbox", { name: "Search environments" }).fill("");
  await expect(item("cluster-0007").getByRole("checkbox")).not.toBeChecked();
  await expect(dialog.getByText("899 of 1000 environments")).toBeVisible();

  const namespaces = dialog.getByRole("region", { name: "Namespaces" });
  await expect(namespaces).toContainText("default in each");
  await namespaces.getByRole("button", { name: "Change" }).click();
  await namespaces.getByRole("searchbox").fill("0777");
  await namespaces.getByLabel("Namespace in cluster-0777").fill("shop");
  await namespaces.getByRole("button", { name: "Fold" }).click();
  await expect(namespaces).toContainText("shop in cluster-0777; default in the others");
  expect(complaints).toEqual([]);
  await gateway.stop();
});

async function fill(dataDir: string): Promise<void> {
  const db = openDatabase(databaseFile(dataDir));
  await migrate(db);
  const createdAt = new Date();
  await createFirstAdminUnattended(db, demoAdmin, createdAt);
  const { id: userId } = await db.user.findFirstOrThrow();
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  await db.environment.createMany({
    data: ids.map((id) => ({ id, name: `cluster-${String(id - 1).padStart(4, "0")}`, server: "https://127.0.0.1:1", createdAt })),
  });
  const grant = { userId, clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt, createdBy: "ada" };
  await db.grant.createMany({ data: ids.map((environmentId) => ({ ...grant, environmentId })) });
  await db.$disconnect();
}
