import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";
import { ensureInformer } from "./programs.ts";

test.setTimeout(300_000);

// P11, P24, P27, P32
test("a controller written with client-go fills its cache by WatchList, hears of changes, applies and executes", async ({
  house,
  signedInAs,
  kubectl,
  clusters,
}, testInfo) => {
  const program = await ensureInformer();
  const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
  for (const name of ["heard", "applied-by-informer"]) await kubectl(["delete", "configmap", name, "--ignore-not-found"], { kubeconfig });
  const controller = spawn(program, [kubeconfig, "default", "web"], { stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  for (const stream of [controller.stdout, controller.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (told += text));
  await expect.poll(() => told, { timeout: 30_000 }).toContain("executed hello from web\n");
  expect(told).toMatch(/^synced [1-9]/m);
  expect(told).toContain("added kube-root-ca.crt\n");
  await expect.poll(() => told).toContain("added applied-by-informer\n");
  await kubectl(["create", "configmap", "heard"], { kubeconfig });
  await expect.poll(() => told).toContain("added heard\n");
  await kubectl(["delete", "configmap", "heard"], { kubeconfig });
  await expect.poll(() => told).toContain("deleted heard\n");
  const ended = once(controller, "close");
  controller.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);

  const { auditLogPath } = clusters.alpha;
  if (auditLogPath === null) throw new Error("a cluster that is not ours shows no audit log");
  // A watch is written when it ends.
  const watches = () =>
    readFileSync(auditLogPath, "utf8")
      .split("\n")
      .filter((line) => line.includes("sendInitialEvents=true") && line.includes("informer/"));
  await expect.poll(() => watches().at(-1), { timeout: 30_000 }).toContain('"username":"drawbridge:ada"');
});
