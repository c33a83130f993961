import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { demoUsers } from "../../scripts/demo-data.ts";
import { type RunningKubectl, startKubectl } from "../cluster/kubectl.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

// What ends a file: the next request is refused with a reason that can be read, and what is open ends.

test("an expired file is refused with the instant and where to renew it; its watch and its exec ended at that instant", async ({
  signedInAs,
  kubectl,
  clusters,
}, testInfo) => {
  test.setTimeout(150_000);
  const page = await signedInAs("ada");
  // The shortest life there is.
  const kubeconfig = await keep(testInfo, await issue(page, { name: "short", expirySeconds: 60 }));
  const expiresAt = Date.now() + 60_000;
  const open = await openStreams({ kubeconfig, program: clusters.kubectl, cacheFolder: clusters.cacheFolder });
  await Promise.all(open.map((stream) => stream.ended));
  expect(Date.now()).toBeGreaterThan(expiresAt - 2_000);
  expect(Date.now()).toBeLessThan(expiresAt + 5_000);
  const answer = await kubectl(["get", "pods"], { kubeconfig });
  expect(answer.code).toBe(1);
  expect(answer.stderr).toMatch(/the kubeconfig “short” expired at \d{4}-\d\d-\d\d \d\d:\d\d UTC; renew it at https:\/\/localhost:\d+\/kubeconfigs\?renew=\w+/);
});

test("a file revoked in the browser is refused on the next request, and its watch and exec end within 5 seconds", async ({
  house,
  signedInAs,
  kubectl,
  clusters,
}, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await keep(testInfo, await issue(page, { name: "lost", expirySeconds: 3600 }));
  const open = await openStreams({ kubeconfig, program: clusters.kubectl, cacheFolder: clusters.cacheFolder });
  await page.goto(`${house.url}/kubeconfigs`);
  await page.getByRole("button", { name: "Revoke lost" }).click();
  const revokedAt = Date.now();
  const ended = Promise.all(open.map((stream) => stream.ended)).then(() => Date.now());
  await page.getByRole("dialog").or(page.getByRole("alertdialog")).getByRole("button", { name: "Revoke lost" }).click();
  await expect(page.getByRole("row", { name: /^Tick lost/ })).toContainText("Revoked");
  const answer = await kubectl(["get", "pods"], { kubeconfig });
  expect(answer).toMatchObject({ code: 1 });
  expect(answer.stderr).toMatch(/the kubeconfig “lost” was revoked at .* UTC; get a new one at/);
  expect((await ended) - revokedAt).toBeLessThan(5_000);
});

test("who changes their password and ends their kubeconfigs with it has none that works; without the tick they all go on", async ({
  house,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("victor");
  const [old, between] = [demoUsers.viewer.password, "granite window seven"];
  const kubeconfig = await keep(testInfo, await issue(page, { name: "shared", expirySeconds: 3600 }));
  await changePassword(page, house.url, { current: old, next: between, endsFiles: false });
  expect(await kubectl(["get", "pods"], { kubeconfig })).toMatchObject({ code: 0 });
  await changePassword(page, house.url, { current: between, next: old, endsFiles: true });
  const answer = await kubectl(["get", "pods"], { kubeconfig });
  expect(answer).toMatchObject({ code: 1 });
  expect(answer.stderr).toMatch(/the kubeconfig “shared” was ended with its owner’s password/);
});

test("view in one namespace: it is the file's own, and elsewhere the cluster itself refuses", async ({ house, signedInAs, kubectl }, testInfo) => {
  const kubeconfig = await downloadKubeconfig(await signedInAs("dina"), house.url, "staging", testInfo);
  expect(await kubectl(["get", "pods", "--output=name"], { kubeconfig })).toMatchObject({ code: 0, stdout: expect.stringContaining("pod/clock-") });
  const elsewhere = await kubectl(["get", "pods", "--namespace=default"], { kubeconfig });
  expect(elsewhere).toMatchObject({ code: 1 });
  expect(elsewhere.stderr).toContain('User "drawbridge:dina" cannot list resource "pods" in API group "" in the namespace "default"');
});

async function changePassword(page: Page, url: string, { current, next, endsFiles }: { current: string; next: string; endsFiles: boolean }): Promise<void> {
  await page.goto(`${url}/change-password`);
  await page.getByRole("textbox", { name: "Present password" }).fill(current);
  await page.getByRole("textbox", { name: "New password" }).fill(next);
  await page.getByRole("checkbox", { name: /End my kubeconfigs, too/ }).setChecked(endsFiles);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
}

/** A file for staging, made as the dialog makes it. */
async function issue(page: Page, { name, expirySeconds }: { name: string; expirySeconds: number }): Promise<string> {
  return page.evaluate(
    async (input) => {
      const answer = await fetch("/api/kubernetes/config", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(input) });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer.text();
    },
    { name, expiry: { seconds: expirySeconds }, environmentIds: [1], currentEnvironmentId: null },
  );
}

/** The output folder of a test is not made before something needs it. */
async function keep({ outputDir }: TestInfo, kubeconfig: string): Promise<string> {
  const path = join(outputDir, "issued.yaml");
  await mkdir(outputDir, { recursive: true });
  await writeFile(path, kubeconfig, { mode: 0o600 });
  return path;
}

/** A watch and an exec that go on until somebody ends them. */
async function openStreams({ kubeconfig, program, cacheFolder }: { kubeconfig: string; program: string; cacheFolder: string }): Promise<RunningKubectl[]> {
  const start = (args: string[]) => startKubectl(program, args, { kubeconfig, cacheFolder });
  const watch = start(["get", "pods", "--watch", "--output=name"]);
  const exec = start(["exec", "web", "--", "sh", "-c", "echo begun; sleep 600"]);
  await expect.poll(() => watch.stdout()).toContain("pod/web");
  await expect.poll(() => exec.stdout()).toContain("begun");
  return [watch, exec];
}
