import { join } from "node:path";
import { expect, type Page, type TestInfo } from "@playwright/test";

// What a person does again and again, by labels and roles alone. Each starts on any page.

export async function signIn(page: Page, url: string, { login, password }: { login: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Login").fill(login);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  // Its own limit, since benchmarks sign in by this step, too: they have no configuration of the test runner.
  await expect(page.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible({ timeout: 20_000 });
}

/** Pastes a kubeconfig with one context, tests the connection, and adds the environment. */
export async function addEnvironment(
  page: Page,
  url: string,
  { name, kubeconfig, grantMe }: { name: string; kubeconfig: string; grantMe: boolean },
): Promise<void> {
  await page.goto(`${url}/admin/environments/new`);
  await page.getByLabel("Kubeconfig of an administrator of the cluster").fill(kubeconfig);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expectEachStepPassed(page);
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("checkbox", { name: /cluster-admin here/ }).setChecked(grantMe);
  await pressAddEnvironment(page, name);
}

export async function expectEachStepPassed(page: Page): Promise<void> {
  await expect(page.getByRole("list", { name: "Steps of the connection test" }).getByRole("img", { name: "Passed" })).toHaveCount(6);
}

export async function pressAddEnvironment(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add environment" }).click();
  await expect(page.getByRole("status").filter({ hasText: `${name} is added` })).toBeVisible({ timeout: 30_000 });
}

/** Gives `who` access at Access, in all namespaces or the listed ones, and waits for its row, whatever its state. */
export async function grantAccess(
  page: Page,
  url: string,
  { who, environment, role, namespaces }: { who: string; environment: string; role: string; namespaces?: string },
): Promise<void> {
  await page.goto(`${url}/admin/access`);
  await page.getByRole("button", { name: "Grant access" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Grant access" });
  await choose(page, "Who", who);
  await choose(page, "Environment", environment);
  await choose(page, "Role", role);
  if (namespaces === undefined) await dialog.getByRole("radio", { name: "All namespaces" }).check();
  else await dialog.getByLabel("Names of the namespaces").fill(namespaces);
  await dialog.getByRole("button", { name: "Grant access" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: `Remove ${role} of ${who} in ${environment}` })).toBeVisible();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  const input = page.getByRole("dialog").getByRole("combobox", { name: field });
  // The only environment is chosen already.
  if ((await input.inputValue()) === option) return;
  await input.fill(option);
  const named = page.getByRole("option", { name: new RegExp(`^${option}(?![a-z-])`) });
  await named.first().click();
}

/** Connects to the environment on Home and saves the browser's download; returns its path. The dialog stays open on what to do next. */
export async function downloadKubeconfig(page: Page, url: string, environment: string, testInfo: TestInfo): Promise<string> {
  await page.goto(`${url}/`);
  await page.getByRole("button", { name: `Connect to ${environment}` }).click();
  return saveDownload(page, testInfo);
}

let downloads = 0;

/** Presses the button that makes a file, Download in the open dialog unless told; returns where the file is. */
export async function saveDownload(page: Page, testInfo: TestInfo, button = "Download file"): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const file = await download;
  // Two files of one day have the same name.
  const path = join(testInfo.outputDir, `download-${++downloads}`, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** The text of a block of code or commands, by its label, as its copy button would give it. */
export async function readCode(page: Page, label: string): Promise<string> {
  const code = await page.getByRole("region", { name: label, exact: true }).getByRole("code").textContent();
  return code ?? "";
}
