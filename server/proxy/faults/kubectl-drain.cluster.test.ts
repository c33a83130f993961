// Real kubectl at work on a real cluster while Drawbridge is told to stop.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningKubectl, startKubectl } from "#e2e/cluster/kubectl.ts";
import { requirePair } from "#e2e/cluster/pair.ts";
import { type Program, startProgram } from "#server/testing/program.ts";
import { prepareRelayCluster, type RelayCluster } from "#server/testing/relay-cluster.ts";

const pair = requirePair();
let cluster: RelayCluster;
let program: Program;
let folder: string;
const running: RunningKubectl[] = [];

beforeAll(async () => {
  cluster = await prepareRelayCluster(pair.alpha, { name: "drain-test" });
  program = await startProgram({ api: cluster, person: { login: cluster.login, clusterRole: cluster.role }, env: { DRAWBRIDGE_DRAIN_GRACE: "40" } });
  folder = await mkdtemp(path.join(tmpdir(), "drawbridge-drain-"));
  const user = { token: program.fill("{token}") };
  const kubeconfig = {
    ...{ apiVersion: "v1", kind: "Config", "current-context": "x" },
    clusters: [
      {
        name: "c",
        cluster: {
          server: `https://localhost:${program.port}${program.fill("{prefix}")}`,
          "certificate-authority-data": Buffer.from(program.caData).toString("base64"),
        },
      },
    ],
    users: [{ name: "u", user }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace: cluster.namespace } }],
  };
  await writeFile(path.join(folder, "kubeconfig"), JSON.stringify(kubeconfig));
});
afterAll(async () => {
  for (const each of running) await each.stop();
  await program?.close();
  await cluster?.remove();
  if (folder) await rm(folder, { recursive: true });
});

function kubectl(...args: string[]): RunningKubectl {
  const started = startKubectl(pair.kubectl, args, { kubeconfig: path.join(folder, "kubeconfig"), cacheFolder: folder });
  running.push(started);
  return started;
}

// R18
it("a watch ends well at once, an exec goes on to its own end and exit code, and then the program is gone", async () => {
  const watch = kubectl("get", "pods", "--watch");
  const exec = kubectl("exec", "web", "--", "sh", "-c", "echo begun; sleep 8; echo ended; exit 7");
  await expect.poll(() => watch.stdout(), { timeout: 20_000 }).toContain("web");
  await expect.poll(() => exec.stdout(), { timeout: 20_000 }).toContain("begun");
  program.signal("SIGTERM");
  expect(await watch.ended).toBe(0);
  expect(exec.stdout()).not.toContain("ended");
  expect(await exec.ended).toBe(7);
  expect(exec.stdout()).toContain("ended");
  expect(await program.exited).toBe(0);
});
