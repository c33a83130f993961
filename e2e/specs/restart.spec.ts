import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

test("a restart ends neither a session nor a file", async ({ house, signedInAs, kubectl }, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  await house.restart();
  expect(await kubectl(["get", "namespaces"], { kubeconfig })).toMatchObject({ code: 0 });
  await page.goto(`${house.url}/kubeconfigs`);
  await expect(page.getByRole("heading", { name: "Kubeconfigs", level: 1 })).toBeVisible();
});

// The framework of the pages takes upgrades of its server for its own once it has answered a first page.
for (const old of [false, true]) {
  test(`exec works in ${old ? "an old kubectl (SPDY)" : "kubectl (WebSocket)"} before and after the process has shown its first page`, async ({
    house,
    signedInAs,
    kubectl,
  }, testInfo) => {
    const page = await signedInAs("ada");
    const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
    await house.restart();
    const exec = () => kubectl(["exec", "-i", "web", "--", "sh", "-c", "cat; exit 7"], { kubeconfig, old, input: "through the bridge\n" });
    expect(await exec()).toMatchObject({ code: 7, stdout: "through the bridge\n" });
    await page.goto(`${house.url}/kubeconfigs`);
    await expect(page.getByRole("heading", { name: "Kubeconfigs", level: 1 })).toBeVisible();
    expect(await exec()).toMatchObject({ code: 7, stdout: "through the bridge\n" });
  });
}
