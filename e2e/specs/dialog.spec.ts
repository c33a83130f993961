import { readFileSync } from "node:fs";
import type { Page, Request } from "@playwright/test";
import { expect, test } from "../house.ts";
import { downloadKubeconfig, saveDownload } from "../steps.ts";

test("D6 a test starts by itself through the public URL as that person: per environment its version, user, groups and time, or the reason by failing step", async ({
  house,
  signedInAs,
}, testInfo) => {
  const page = await signedInAs("ada");
  const asked: string[] = [];
  page.on("request", async (request) => {
    if (!request.url().includes("/api/endpoints/")) return;
    asked.push(`${(await request.headerValue("authorization"))?.slice(0, 11)} ${await request.headerValue("cookie")} ${request.url()}`);
  });
  await openDialog(page, house.url);
  await saveDownload(page, testInfo);
  const results = page.getByRole("region", { name: "Test" });
  await expect(results.getByRole("status")).toHaveText("It works: both clusters answer you.");
  for (const name of ["production", "staging"]) {
    const row = results.getByRole("listitem").filter({ hasText: name });
    await expect(row).toContainText(/v1\.\d+\.\d+/);
    await expect(row).toContainText(/\d+ ms/);
    await expect(row).toContainText(/drawbridge:ada in .*drawbridge:role:/);
  }
  // With the token and no cookie, at the address that the file names; no token in a URL.
  expect(asked).toHaveLength(4);
  for (const line of asked) expect(line).toMatch(new RegExp(`^Bearer dbk_ null ${house.url}/api/endpoints/\\d/kubernetes/`));

  await page.route("**/api/endpoints/1/**", (route) =>
    route.fulfill({ status: 502, contentType: "application/json", body: JSON.stringify({ kind: "Status", message: "its API server refuses connections" }) }),
  );
  await results.getByRole("button", { name: "Test again" }).click();
  await expect(results.getByRole("status")).toHaveText("1 of 2 clusters answer you.");
  // What failed stands first.
  await expect(results.getByRole("listitem").first()).toContainText(/staging.*The cluster.*refuses connections/);
});

test("D7 nothing issued is lost by a stray key: Escape, a press beside the dialog and Back ask first", async ({ house, signedInAs }, testInfo) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/kubeconfigs`);
  await openDialog(page, house.url);
  // Nothing is issued yet: it closes at once.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await openDialog(page, house.url);
  await saveDownload(page, testInfo);
  const question = page.getByRole("alertdialog", { name: /^Close / });
  const strays = [() => page.keyboard.press("Escape"), () => page.mouse.click(5, 5), () => page.goBack()];
  for (const stray of strays) {
    await stray();
    await expect(question).toBeVisible();
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
    await expect(page.getByRole("button", { name: "Download again" })).toBeVisible();
  }
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  // The dialog left nothing in the history.
  await page.goBack();
  await expect(page).toHaveURL(/\/kubeconfigs$/);
});

test("D7 while the tokens are made a second press, Escape and Back do nothing; when the line is cut, what was typed stays and is tried again", async ({
  house,
  signedInAs,
}, testInfo) => {
  const page = await signedInAs("ada");
  await page.goto(`${house.url}/kubeconfigs`);
  await openDialog(page, house.url);
  const dialog = page.getByRole("dialog", { name: "Kubeconfig" });
  const name = "a-name-of-sixty-characters-which-is-as-long-as-one-may-ever";
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  const asked: Request[] = [];
  page.on("request", (request) => request.url().endsWith("/api/kubernetes/config") && asked.push(request));
  await page.route("**/api/kubernetes/config", (route) => route.abort("internetdisconnected"));
  await dialog.getByRole("button", { name: "Download file" }).click();
  const said = dialog.getByRole("alert").filter({ hasText: "Drawbridge did not answer. Look at your connection and try again" });
  await expect(said).toBeFocused();
  await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
  await page.unroute("**/api/kubernetes/config");

  asked.length = 0;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/api/kubernetes/config", async (route) => {
    await released;
    await route.continue();
  });
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download file" }).dblclick();
  await page.keyboard.press("Escape");
  await page.goBack();
  await expect(dialog).toBeVisible();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  release();
  await expect(page.getByRole("dialog", { name: `${name} is ready` })).toBeVisible();
  expect(asked).toHaveLength(1);
  await (await download).saveAs(testInfo.outputPath("once.yaml"));
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.goBack();
  await expect(page).toHaveURL(/\/kubeconfigs$/);
});

test.describe("in Berlin", () => {
  test.use({ timezoneId: "Europe/Berlin" });

  test("D2 a custom instant is read in the person's zone, shown exactly, kept to the minute, and met by a sentence where it cannot be", async ({
    house,
    signedInAs,
  }, testInfo) => {
    const page = await signedInAs("ada");
    await openDialog(page, house.url);
    const dialog = page.getByRole("dialog", { name: "Kubeconfig" });
    await dialog.getByRole("radio", { name: "Custom" }).click();
    const field = dialog.getByLabel("Day and time");
    // It begins with what was chosen before.
    await expect(field).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    await expect(dialog.getByText(/^Your time, Europe\/Berlin; at most until /)).toBeVisible();
    const wrong = [
      ["", "Give a day and a time."],
      [inBerlin(-3_600_000), "That is over already: choose a later end."],
      [inBerlin(60_000), "Choose an end at least 5 minutes from now."],
      ["9999-12-31T23:59", /^At most until .* here: choose an earlier end\.$/],
    ] as const;
    for (const [text, sentence] of wrong) {
      await field.fill(text);
      await expect(dialog.getByText(sentence)).toBeVisible();
      await expect(field).toHaveAttribute("aria-invalid", "true");
    }
    // Nothing is asked of the server, nothing that was typed is lost.
    const asked: string[] = [];
    page.on("request", (request) => request.url().endsWith("/api/kubernetes/config") && asked.push(request.url()));
    await dialog.getByRole("button", { name: "Download file" }).click();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue("9999-12-31T23:59");
    expect(asked).toEqual([]);

    const end = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3 * 3_600_000);
    await field.fill(inBerlin(end.getTime() - Date.now()));
    await dialog.getByRole("radio", { name: "7 days" }).click();
    await dialog.getByRole("radio", { name: "Custom" }).click();
    await expect(dialog.locator(`time[datetime="${end.toISOString()}"]`)).toBeVisible();
    await expect(dialog.getByText(/, in 3 hours/).first()).toBeVisible();
    const file = readFileSync(await saveDownload(page, testInfo), "utf8");
    expect(file).toContain(`# Expires:      ${end.toISOString().slice(0, 16).replace("T", " ")} UTC\n`);
    expect(file).toContain(`expiresAt: "${end.toISOString()}"`);
  });
});

test("D2 what is offered is what the ticked environments allow, by name, and the server refuses an instant beyond it with a sentence", async ({
  house,
  signedInAs,
}) => {
  const page = await signedInAs("ada");
  await limitProduction(page, house.url, "8 hours");
  await page.goto(house.url);
  await page.getByRole("button", { name: "Connect to production" }).click();
  const dialog = page.getByRole("dialog", { name: "Kubeconfig" });
  const offered = dialog.getByRole("radiogroup", { name: "Expires" }).getByRole("radio");
  await expect(offered).toHaveText(["8 hours", "Custom"]);
  await expect(offered.first()).toBeChecked();
  await expect(dialog.getByText("An administrator lets files for production live for 8 hours at most.")).toBeVisible();
  await offered.last().click();
  await dialog.getByLabel("Day and time").fill(new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 16));
  await expect(dialog.getByText(/^At most until .* here: choose an earlier end\.$/)).toBeVisible();
  // With another environment the file may live longer, and says where it does not.
  await dialog.getByRole("checkbox", { name: /^staging/ }).click();
  await expect(offered).toHaveText(["1 day", "7 days", "30 days", "1 year", "Custom"]);
  await expect(dialog.getByRole("list", { name: "Environments that end sooner" })).toContainText(/production ends sooner: .*in 8 hours/);

  const refused = await page.evaluate(async (until) => {
    const input = { environmentIds: [2], name: "too long", expiry: { until }, currentEnvironmentId: null };
    const answer = await fetch("/api/kubernetes/config", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(input) });
    return { status: answer.status, said: await answer.json() };
  }, new Date(Date.now() + 9 * 3_600_000).toISOString());
  expect(refused).toMatchObject({ status: 400, said: { field: "expiry", error: expect.stringMatching(/until .* UTC at most: choose an earlier end/) } });
  await limitProduction(page, house.url, "As everywhere");
});

test("D2 a file is extended to an instant, and renewed for as long as it was made", async ({ house, signedInAs }, testInfo) => {
  const page = await signedInAs("ada");
  await openDialog(page, house.url);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("longer");
  await page.getByRole("radio", { name: "1 day" }).click();
  await saveDownload(page, testInfo);
  await page.goto(`${house.url}/kubeconfigs`);
  await askAbout(page, "longer", "Extend…");
  const dialog = page.getByRole("dialog", { name: "Extend longer" });
  await expect(dialog.getByRole("radio", { name: "Longest" })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: "1 day" })).toBeHidden();
  await dialog.getByRole("radio", { name: "Custom" }).click();
  const field = dialog.getByLabel("Day and time");
  await field.fill(new Date(Date.now() + 3_600_000).toISOString().slice(0, 16));
  await expect(dialog.getByText("It lives for so long already: choose a later end.")).toBeVisible();
  await dialog.getByRole("button", { name: "Extend longer" }).click();
  await expect(dialog).toBeVisible();
  await field.fill(new Date(Date.now() + 50.5 * 3_600_000).toISOString().slice(0, 16));
  await dialog.getByRole("button", { name: "Extend longer" }).click();
  await expect(page.getByRole("row", { name: /longer/ })).toContainText("in 2 days");

  await askAbout(page, "longer", "Renew…");
  const renewal = page.getByRole("dialog", { name: "Renew longer" });
  await expect(renewal.getByRole("radio", { checked: true })).toHaveText("2 days");
  await renewal.getByRole("radio", { name: "Custom" }).click();
  await renewal.getByLabel("Day and time").fill("");
  await renewal.getByRole("button", { name: "Renew and download" }).click();
  await expect(renewal.getByText("Give a day and a time.")).toBeVisible();
  await expect(renewal.getByLabel("Day and time")).toBeFocused();
});

test("D3 who has one namespace needs no -n: the context opens there, in the preview, in the file, in the details, and after a renewal", async ({
  house,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("dina");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  const pods = ["get", "pods", "--output=name"];
  const answer = await kubectl(pods, { kubeconfig });
  expect(answer).toMatchObject({ code: 0, stderr: "" });
  expect(answer.stdout).toContain("pod/clock-");
  expect((await kubectl([...pods, "--namespace=default"], { kubeconfig })).stderr).toContain("Forbidden");
  const name = /^# (.*), a kubeconfig of /.exec(readFileSync(kubeconfig, "utf8"))?.[1] ?? "";
  await page.goto(`${house.url}/kubeconfigs`);
  await askAbout(page, name, "Details…");
  await expect(page.getByRole("region", { name: "Environments of the file" })).toContainText("in the namespace shop");
  await page.keyboard.press("Escape");
  await askAbout(page, name, "Renew…");
  const renewed = await saveDownload(page, testInfo, "Renew and download");
  expect(await kubectl(pods, { kubeconfig: renewed })).toMatchObject({ code: 0, stdout: answer.stdout });
});

test("D3 a namespace per ticked environment: offered from the person's grants, free to type, and refused beside its field", async ({
  house,
  signedInAs,
}, testInfo) => {
  const page = await signedInAs("dina");
  await openDialog(page, house.url);
  const dialog = page.getByRole("dialog", { name: "Kubeconfig" });
  const namespaces = dialog.getByRole("region", { name: "Namespaces" });
  const [staging, production] = [namespaces.getByLabel("Namespace in staging"), namespaces.getByLabel("Namespace in production")];
  await expect(staging).toHaveValue("shop");
  await expect(production).toHaveValue("");
  for (const hostile of ["Shop", "a b", "-x", "shop\u2028evil", "$(id)", "a".repeat(64)]) {
    await production.fill(hostile);
    await expect(namespaces.getByText("A namespace is named with lower-case letters, digits and dashes, 63 at most.")).toBeVisible();
  }
  await dialog.getByRole("button", { name: "Download file" }).click();
  await expect(production).toBeFocused();
  await expect(production).toHaveValue("a".repeat(64));
  await production.fill("kube-system");
  await staging.fill("");
  await expect(dialog.getByRole("region", { name: "preview" })).toContainText("namespace: kube-system");
  const file = readFileSync(await saveDownload(page, testInfo), "utf8");
  expect(file.match(/namespace: .*/g)).toEqual(["namespace: kube-system", "namespace: default"]);
});

function inBerlin(fromNowMs: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "short" })
    .format(new Date(Date.now() + fromNowMs))
    .replace(" ", "T");
}

async function limitProduction(page: Page, url: string, longest: string): Promise<void> {
  await page.goto(`${url}/admin/environments/2/settings`);
  await page.getByRole("combobox", { name: "Longest expiry here" }).click();
  await page.getByRole("option", { name: longest }).click();
  await page.getByRole("button", { name: "Save longest expiry" }).click();
  const [saved, question] = [page.getByText("Saved. It holds for kubeconfigs made from now on."), page.getByRole("radio", { name: /^Keep/ })];
  await expect(saved.or(question)).toBeVisible();
  if (await saved.isVisible()) return;
  await question.check();
  await page.getByRole("button", { name: "Save longest expiry" }).click();
  await expect(saved).toBeVisible();
}

async function askAbout(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function openDialog(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Kubeconfig" })).toBeVisible();
}
