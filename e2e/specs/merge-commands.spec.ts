import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Page, TestInfo } from "@playwright/test";
import { ensureHelm, ensureShell } from "../clients/programs.ts";
import { expect, test } from "../house.ts";
import { readCode, saveDownload } from "../steps.ts";

const run = promisify(execFile);

test("the merge commands run in bash as they are printed, and the new token wins over an old, expired entry of the same environment", async ({
  house,
  signedInAs,
  clusters,
}, testInfo) => {
  const page = await signedInAs("ada");
  const home = newHome(testInfo, clusters.kubectl);
  writeFileSync(join(home, ".kube", "config"), oldEntry(house.url), { mode: 0o600 });
  const { fileName, command } = await takeFile(page, house.url, home, testInfo);
  const shell = bashIn(home);

  await shell(await command("merge it"));
  const contexts = await shell("kubectl config get-contexts --output=name");
  expect(contexts.stdout.trim().split("\n").sort()).toEqual(["drawbridge-ctx-production", "drawbridge-ctx-staging", "elsewhere"]);
  expect((await shell("kubectl --context=drawbridge-ctx-staging auth whoami")).stdout).toContain("drawbridge:ada");
  expect((await shell("kubectl --context=drawbridge-ctx-production get namespaces")).stdout).toContain("kube-system");
  expect(readFileSync(join(home, ".kube", "config.bak"), "utf8")).toBe(oldEntry(house.url));
  expect(statSync(join(home, ".kube", "config")).mode & 0o777).toBe(0o600);
  expect(fileName).toMatch(/^[\w.-]+$/);
});

for (const shell of ["zsh", "fish"] as const) {
  test(`the use, check, merge and tool commands run in ${shell} as they are printed`, async ({ house, signedInAs, clusters }, testInfo) => {
    // The first of all that needs helm builds it.
    test.setTimeout(1_800_000);
    const program = ensureShell(shell);
    const helm = await ensureHelm();
    const page = await signedInAs("ada");
    const home = newHome(testInfo, clusters.kubectl);
    symlinkSync(helm, join(home, "bin", "helm"));
    writeFileSync(join(home, ".kube", "config"), oldEntry(house.url), { mode: 0o600 });
    const { fileName, command } = await takeFile(page, house.url, home, testInfo);
    if (shell === "fish") await page.getByRole("tab", { name: "fish" }).click();
    await page.getByRole("radio", { name: "helm" }).click();
    const { stdout } = await shellIn(home, program)([await command("use it now"), await command("check it"), await command("helm")].join("\n"));
    expect(stdout).toContain("drawbridge:ada");
    expect(stdout).toContain("kube-system");
    expect(stdout).toContain("NAMESPACE");
    expect(statSync(join(home, "Downloads", fileName)).mode & 0o777).toBe(0o600);
    await shellIn(home, program)(await command("merge it"));
    expect((await shellIn(home, program)("kubectl --context=drawbridge-ctx-staging auth whoami")).stdout).toContain("drawbridge:ada");
    expect(readFileSync(join(home, ".kube", "config"), "utf8")).toContain("elsewhere");
    expect(statSync(join(home, ".kube", "config")).mode & 0o777).toBe(0o600);
  });
}

test("the use and check commands run in bash as they are printed", async ({ house, signedInAs, clusters }, testInfo) => {
  const page = await signedInAs("ada");
  const home = newHome(testInfo, clusters.kubectl);
  const { fileName, command } = await takeFile(page, house.url, home, testInfo);
  const { stdout } = await bashIn(home)(`${await command("use it now")}\n${await command("check it")}`);
  expect(stdout).toContain("drawbridge:ada");
  expect(stdout).toContain("kube-system");
  expect(stdout).toContain("drawbridge-ctx-staging");
  expect(statSync(join(home, "Downloads", fileName)).mode & 0o777).toBe(0o600);
});

/** A file of both environments, put where browsers put downloads, and the commands of the dialog by their block. */
async function takeFile(page: Page, url: string, home: string, testInfo: TestInfo) {
  await page.goto(url);
  await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
  const path = await saveDownload(page, testInfo);
  const fileName = basename(path);
  copyFileSync(path, join(home, "Downloads", fileName));
  const command = (block: string) => readCode(page, `commands: ${block}`);
  return { fileName, command };
}

function newHome(testInfo: TestInfo, kubectl: string): string {
  const home = testInfo.outputPath("home");
  for (const folder of [".kube", "Downloads", "bin"]) mkdirSync(join(home, folder), { recursive: true });
  symlinkSync(kubectl, join(home, "bin", "kubectl"));
  return home;
}

/** A person's shell, with nothing in its environment but where they are at home. */
function shellIn(home: string, ...shell: string[]) {
  const environment = ["-i", `HOME=${home}`, `PATH=${join(home, "bin")}:/usr/local/bin:/usr/bin:/bin`];
  return (commands: string) => run("env", [...environment, ...shell, "-c", commands], { cwd: home });
}

function bashIn(home: string) {
  return shellIn(home, "bash", "-e");
}

/** What a file of last year left behind: the same context and cluster names, another user's name. */
function oldEntry(url: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: drawbridge-cluster-staging
  cluster: { server: "${url}/old", insecure-skip-tls-verify: true }
- name: elsewhere
  cluster: { server: "https://elsewhere.invalid" }
users:
- name: drawbridge-user-staging-old
  user: { token: dbk_expired }
contexts:
- name: drawbridge-ctx-staging
  context: { cluster: drawbridge-cluster-staging, user: drawbridge-user-staging-old }
- name: elsewhere
  context: { cluster: elsewhere, user: "" }
current-context: drawbridge-ctx-staging
`;
}
