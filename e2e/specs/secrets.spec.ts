import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { demoAdmin, demoUsers } from "../../scripts/demo-data.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

// A39
test("no token, password or session's cookie stands in the database, the log or anything else that Drawbridge wrote", async ({
  house,
  clusters,
  signedInAs,
  kubectl,
}, testInfo) => {
  const page = await signedInAs("ada");
  const kubeconfig = await downloadKubeconfig(page, house.url, "staging", testInfo);
  await kubectl(["get", "pods", "--all-namespaces"], { kubeconfig });
  await kubectl(["exec", "web", "--", "true"], { kubeconfig });
  await kubectl(["create", "token", "default"], { kubeconfig });
  // A fault is what tempts a program to log what it was given.
  await kubectl(["get", "nothing-of-this-name"], { kubeconfig });
  await kubectl(["get", "pods", "--server=https://127.0.0.1:1"], { kubeconfig });
  await page.goto(`${house.url}/admin/environments/new`);
  await page.getByLabel("Kubeconfig of an administrator of the cluster").fill(clusters.beta.adminKubeconfig);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("img", { name: "To come" })).toHaveCount(0);

  const session = (await page.context().cookies()).find(({ name }) => name.includes("session-token"));
  const secrets = {
    "an issued token": tokensIn(readFileSync(kubeconfig, "utf8")),
    "an administrator's token": [clusters.alpha, clusters.beta].flatMap(({ adminKubeconfig }) => tokensIn(adminKubeconfig)),
    "a password": [demoAdmin, ...Object.values(demoUsers)].map(({ password }) => password),
    "a session's cookie": session ? [session.value] : [],
  };
  // Ends the process in order, so that all it still had in hand is written.
  await house.restart();
  const files = everyFileBelow(dirname(house.dataDir));
  expect(files.some(({ path }) => path.endsWith(".db"))).toBe(true);
  expect(files.find(({ path }) => path.endsWith("drawbridge.log"))?.content.length).toBeGreaterThan(0);
  for (const [what, values] of Object.entries(secrets)) {
    expect(values, what).not.toEqual([]);
    const found = files.filter(({ content }) => values.some((value) => content.includes(value)));
    expect(found.map(({ path }) => `${what} in ${path}`)).toEqual([]);
  }
});

function tokensIn(kubeconfig: string): string[] {
  return [...kubeconfig.matchAll(/token: "?([^"\s]+)/g)].flatMap(([, token]) => token ?? []);
}

function everyFileBelow(folder: string): { path: string; content: Buffer }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.map((path) => ({ path, content: readFileSync(path) }));
}
