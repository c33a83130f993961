import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ensureBinaries } from "./binaries.ts";
import { openCluster, type StartedCluster, startCluster, type TestCluster } from "./cluster.ts";

const clusterFiles = z.object({
  name: z.string(),
  server: z.string(),
  kubeconfigPath: z.string(),
  adminKubeconfig: z.string(),
  certificateKubeconfigPath: z.string().nullable(),
  auditLogPath: z.string().nullable(),
  hasNode: z.boolean(),
});

const pairFile = z.object({ kubectl: z.string(), kubectlOld: z.string(), alpha: clusterFiles, beta: clusterFiles });

/** Two clusters that know nothing of each other: alpha runs pods, beta is a control plane alone. */
export type ClusterPair<Cluster extends TestCluster = TestCluster> = {
  kubectl: string;
  kubectlOld: string;
  alpha: Cluster;
  beta: Cluster;
};

/** Starts both below `stateDir` and writes `clusters.json` there for `openPair`. */
export async function startPair(stateDir: string): Promise<ClusterPair<StartedCluster>> {
  const { kubectl, kubectlOld } = await ensureBinaries();
  mkdirSync(stateDir, { recursive: true });
  const alpha = await startCluster({ name: "alpha", stateDir: join(stateDir, "alpha"), node: true });
  try {
    const beta = await startCluster({ name: "beta", stateDir: join(stateDir, "beta"), node: false });
    const pair = { kubectl, kubectlOld, alpha, beta };
    writeFileSync(pairPath(stateDir), JSON.stringify(pairFile.parse(pair), null, 2), { mode: 0o600 });
    return pair;
  } catch (error) {
    await alpha.stop();
    throw error;
  }
}

/** The clusters that another process started and described in the file at `path`. */
export function openPair(path: string): ClusterPair {
  const { kubectl, kubectlOld, alpha, beta } = pairFile.parse(JSON.parse(readFileSync(path, "utf8")));
  return { kubectl, kubectlOld, alpha: openCluster(alpha, kubectl), beta: openCluster(beta, kubectl) };
}

export function pairPath(stateDir: string): string {
  return join(stateDir, "clusters.json");
}
