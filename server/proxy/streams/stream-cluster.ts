// What the stream tests start from: the ways to the common cluster, and a pod to speak with.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type KubectlOptions, type KubectlResult, runKubectl } from "#e2e/cluster/kubectl.ts";
import { type ClusterPair, requirePair } from "#e2e/cluster/pair.ts";
import { prepareWays, type Ways } from "../differential/prepare-ways.ts";
import type { Way } from "../differential/ways.ts";

export interface StreamCluster {
  pair: ClusterPair;
  ways: Ways;
  /** Through Drawbridge by the environment's URL. */
  carried: Way;
  home: string;
  kubeconfig: string;
  folder: string;
  /** kubectl through Drawbridge. */
  kubectl(args: readonly string[], options?: Partial<KubectlOptions> & { program?: string }): Promise<KubectlResult>;
  close(): Promise<void>;
}

/** The pod `main` runs `main` by sh, and is ready once `setUp` is done. */
export async function prepareStreams(home: string, { setUp = "", main }: { setUp?: string; main: string }): Promise<StreamCluster> {
  const pair = requirePair();
  const ways = await prepareWays(pair.alpha, home);
  const [carried] = ways.carried;
  if (carried === undefined) throw new Error("no way");
  const folder = await mkdtemp(path.join(tmpdir(), `drawbridge-${home}-`));
  const kubeconfig = path.join(folder, "kubeconfig");
  await writeFile(kubeconfig, ways.kubeconfig);
  const kubectl: StreamCluster["kubectl"] = (args, { program = pair.kubectl, ...options } = {}) =>
    runKubectl(program, args, { kubeconfig, cacheFolder: folder, timeout: 90_000, ...options });
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "main", namespace: home },
    spec: {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: "main",
          image: "busybox:1",
          imagePullPolicy: "Never",
          command: ["sh", "-c", `${setUp}\n: > /tmp/ready\n${main}`],
          readinessProbe: { exec: { command: ["test", "-e", "/tmp/ready"] }, periodSeconds: 1 },
        },
      ],
    },
  };
  for (const [args, input] of [
    [["apply", "-f", "-"], JSON.stringify(pod)],
    [["wait", "--for=condition=Ready", "pod/main", "--timeout=60s"], ""],
  ] as const) {
    const { code, stderr } = await kubectl(args, { input });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
  }
  return {
    ...{ pair, ways, carried, home, kubeconfig, folder, kubectl },
    async close() {
      await ways.close();
      await rm(folder, { recursive: true });
    },
  };
}
