// `kubectl proxy` in front of Drawbridge, as dashboards and scripts use it: one more hop, without credentials of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectlEnvironment, startKubectl } from "#e2e/cluster/kubectl.ts";
import { prepareStreams, type StreamCluster } from "./stream-cluster.ts";

const home = "chained-streams";
let cluster: StreamCluster;
let proxy: { url: string; stop(): Promise<void> };

beforeAll(async () => {
  cluster = await prepareStreams(home, { main: "i=0; while true; do echo tick $i; i=$((i+1)); sleep 0.5; done" });
  proxy = await startKubectlProxy(["--append-server-path", "--reject-paths=^$"]);
});
afterAll(async () => {
  await proxy?.stop();
  await cluster?.close();
});

async function startKubectlProxy(args: readonly string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const { pair, kubeconfig, folder } = cluster;
  const child = spawn(pair.kubectl, [`--kubeconfig=${kubeconfig}`, "proxy", "--port=0", ...args], { env: kubectlEnvironment(folder) });
  const [words] = await once(child.stdout.setEncoding("utf8"), "data");
  child.stdout.resume();
  child.stderr.resume();
  return {
    url: `http://${/127\.0\.0\.1:\d+/.exec(String(words))?.[0]}`,
    async stop() {
      child.kill();
      await once(child, "close");
    },
  };
}

const throughProxy = (args: readonly string[]) => [`--server=${proxy.url}`, `--namespace=${home}`, ...args];

describe("through kubectl proxy --append-server-path", () => {
  // P39, P11
  it("a client without a token reads as the person whose file it is", async () => {
    const answer = await fetch(`${proxy.url}/api/v1/namespaces/${home}/pods/main`);
    expect(await answer.json()).toMatchObject({ kind: "Pod", metadata: { name: "main" } });
    const { stdout } = await cluster.kubectl(throughProxy(["auth", "whoami", "-o=jsonpath={.status.userInfo.username}"]), { kubeconfig: "/dev/null" });
    expect(stdout).toBe("drawbridge:differential-admin");
  });

  // P39, P24, P29
  it("a watch and a followed log come as they happen", async () => {
    const options = { kubeconfig: "/dev/null", cacheFolder: cluster.folder };
    const logs = startKubectl(cluster.pair.kubectl, throughProxy(["logs", "-f", "--tail=1", "main"]), options);
    const watch = startKubectl(cluster.pair.kubectl, throughProxy(["get", "configmaps", "--watch", "-o=name"]), options);
    await expect.poll(() => watch.stdout(), { timeout: 30_000 }).toContain("configmap/kube-root-ca.crt");
    expect(await cluster.kubectl(["create", "configmap", "news"])).toMatchObject({ code: 0 });
    await expect.poll(() => watch.stdout(), { timeout: 30_000 }).toContain("configmap/news");
    await expect.poll(() => logs.stdout().split("\n").length, { timeout: 30_000 }).toBeGreaterThan(3);
    await Promise.all([logs.stop(), watch.stop()]);
  });

  // P39, P32, P31
  it.each([
    { protocol: "WebSocket", env: {} },
    { protocol: "SPDY", env: { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "false" } },
  ])("exec by $protocol brings its output and its exit code", async ({ env }) => {
    const command = throughProxy(["exec", "main", "--", "sh", "-c", "head -c 100000 /dev/zero; exit 3"]);
    const { code, stdout } = await cluster.kubectl(command, { kubeconfig: "/dev/null", env });
    expect({ code, bytes: stdout.length }).toEqual({ code: 3, bytes: 100_000 });
  });
});

// P39, P11
it("without --append-server-path the root paths serve it, by the token alone", async () => {
  const plain = await startKubectlProxy([]);
  const answer = await fetch(`${plain.url}/api/v1/namespaces/${home}/pods/main`);
  expect(await answer.json()).toMatchObject({ kind: "Pod", metadata: { name: "main" } });
  await plain.stop();
});
