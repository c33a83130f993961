import { databaseFile, openDatabase } from "#lib/db.ts";
import type { Gateway } from "../gateway.ts";
import { expect, test } from "../house.ts";

test("D1 E1 an environment that is down can be in a file, which says at which step it fails; removed, it is said what is left in its cluster and how to clean it", async ({
  house,
  signedInAs,
}) => {
  await addLostEnvironment(house);
  const page = await signedInAs("ada");
  await page.getByRole("button", { name: "Connect to lost" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/lost does not answer now\. It failed at: Connecting \(TCP\)\./)).toBeVisible();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download file" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.yaml$/);

  await page.goto(`${house.url}/admin/environments`);
  await page.getByRole("button", { name: "Actions for lost" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove lost?" });
  await expect(question).toContainText("In the cluster stand the namespace drawbridge with two ServiceAccounts");
  await expect(question.getByRole("checkbox", { name: /^Remove them from the cluster, too/ })).toBeChecked();
  await question.getByRole("button", { name: "Remove lost" }).click();
  const left = page.getByRole("dialog", { name: "lost is removed, something is left in its cluster" });
  await expect(left.getByRole("region", { name: "command", exact: true })).toContainText(/^kubectl delete/);
});

/** Nothing listens there, as of a cluster that is gone; ada may reach it. */
async function addLostEnvironment(house: Gateway): Promise<void> {
  const db = openDatabase(databaseFile(house.dataDir));
  try {
    const now = new Date();
    const fault = { probedAt: now, probeOk: false, probeStep: "tcp", probeMessage: "Nothing listens at that address and port (connection refused)." };
    const { id } = await db.environment.create({ data: { name: "lost", server: "https://127.0.0.1:1", createdAt: now, ...fault } });
    const { id: userId } = await db.user.findUniqueOrThrow({ where: { login: "ada" } });
    const grant = { userId, environmentId: id, clusterRole: "view", allNamespaces: true, namespaces: "[]" };
    await db.grant.create({ data: { ...grant, createdAt: now, createdBy: "ada" } });
  } finally {
    await db.$disconnect();
  }
}
