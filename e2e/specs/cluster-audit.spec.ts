import { readFileSync } from "node:fs";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

test("the cluster's audit log has the person's name, under the id that our audit page shows", async ({ house, signedInAs, kubectl, clusters }, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  const name = `audited-${Date.now()}`;
  expect(await kubectl(["create", "configmap", name], { kubeconfig })).toMatchObject({ code: 0 });
  // The path of a create does not have the name yet; the path of a delete has it.
  expect(await kubectl(["delete", "configmap", name], { kubeconfig })).toMatchObject({ code: 0 });
  const { auditLogPath } = clusters.alpha;
  if (auditLogPath === null) throw new Error("a cluster that is not ours shows no audit log");
  const deleted = () =>
    readFileSync(auditLogPath, "utf8")
      .split("\n")
      .filter((line) => line.includes(`"name":"${name}"`) && line.includes('"verb":"delete"') && line.includes('"stage":"ResponseComplete"'))
      .map((line) => JSON.parse(line))[0];
  await expect.poll(() => deleted()?.impersonatedUser?.username).toBe("drawbridge:ada");
  expect(deleted().user.username).toBe("system:serviceaccount:drawbridge:proxy");

  await page.goto(`${house.url}/admin/audit?person=ada&verb=delete&resource=configmaps`);
  const row = page.getByRole("row", { name: new RegExp(name) });
  // Rows are written beside the requests, some tenths of a second later.
  await expect(async () => {
    await page.reload();
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row.getByRole("button").first().click();
  await expect(page.getByText(deleted().auditID)).toBeVisible();
});
