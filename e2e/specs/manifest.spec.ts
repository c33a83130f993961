import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type StartedCluster, startCluster } from "../cluster/cluster.ts";
import { expect, test } from "../fixtures.ts";
import { newStateDir } from "../gateway.ts";
import { downloadKubeconfig, pressAddEnvironment, readCode, signIn } from "../steps.ts";

const admin = { login: "ada", password: "violet-harbour-lantern" };
test.use({ gatewayOptions: { admin } });
let cluster: StartedCluster;
test.beforeAll(async () => {
  cluster = await startCluster({ name: "by-manifest", stateDir: newStateDir(), node: false, staysOn: true });
});
test.afterAll(() => cluster?.stop());

test("a cluster is added without a credential: by the manifest and the command as the page shows them, and what the command printed", async ({
  page,
  gateway,
  clusters,
  kubectl,
}, testInfo) => {
  await signIn(page, gateway.url, admin);
  await page.goto(`${gateway.url}/admin/environments/new`);
  await page.getByRole("tab", { name: "Apply a manifest" }).click();
  const folder = testInfo.outputPath("administrator");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "drawbridge.yaml"), await readCode(page, "manifest"));
  const command = await readCode(page, "command");

  // `kubectl` is whatever the administrator's shell finds by that name.
  symlinkSync(clusters.kubectl, join(folder, "kubectl"));
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, KUBECONFIG: cluster.kubeconfigPath };
  const shell = spawn("sh", ["-c", command], { cwd: folder, env });
  const [printed, said, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, "close")]);
  expect(code, said).toBe(0);

  await page.getByLabel("Output of the command").fill(printed);
  await page.getByRole("textbox", { name: "Name" }).fill("by-manifest");
  await pressAddEnvironment(page, "by-manifest");
  await page.goto(gateway.url);
  await expect(page.getByRole("row", { name: /by-manifest/ })).toContainText(/Ready.*v1\./);

  const kubeconfig = await downloadKubeconfig(page, gateway.url, "by-manifest", testInfo);
  await expect.poll(async () => (await kubectl(["auth", "whoami"], { kubeconfig })).stdout).toContain("drawbridge:ada");
  // The one long-lived token of this way has done its work.
  const secrets = await cluster.kubectl(["get", "secrets", "--namespace=drawbridge", "--output=name"]);
  expect(secrets).toMatchObject({ code: 0, stdout: "" });
});

test("what is no output of the command is refused beside its field, and nothing is added", async ({ page, gateway }) => {
  await signIn(page, gateway.url, admin);
  await page.goto(`${gateway.url}/admin/environments/new`);
  await page.getByRole("tab", { name: "Apply a manifest" }).click();
  const field = page.getByLabel("Output of the command");
  await field.fill("secret/drawbridge-set-up unchanged");
  await page.getByRole("textbox", { name: "Name" }).fill("nothing");
  await page.getByRole("button", { name: "Add environment" }).click();
  await expect(field).toHaveAccessibleDescription(/There is no token in it/);
  await page.goto(`${gateway.url}/admin/environments`);
  await expect(page.getByText("There is no environment yet")).toBeVisible();
});
