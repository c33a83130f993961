import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { ensureBinaries } from "./binaries.ts";
import { type ClusterFiles, type ClusterTools, openCluster, startCluster, type TestCluster } from "./cluster.ts";
import { runKubectl } from "./kubectl.ts";
import { stopStateDirsBelow } from "./stop-state-dir.ts";
import { guardStateDirs } from "./watchdog.ts";

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
export type ClusterPair = { kubectl: string; kubectlOld: string; alpha: TestCluster; beta: TestCluster; cacheFolder: string };

/**
 * Name of the variable that hands running pairs on to test runners: the path of the `clusters.json` of each, with a
 * colon between two. A runner has as many workers as there are pairs, as two tests on one cluster would meet.
 */
const pairVariable = "DRAWBRIDGE_TEST_CLUSTERS";

const pairsOfARun = 2;

/** How many tests may run at once: one on each pair that the run was handed, or will start. */
export function pairCount(): number {
  return pairPaths()?.length ?? pairsOfARun;
}

/** The running pair of this worker. */
export function requirePair(): ClusterPair {
  const paths = pairPaths();
  if (paths === null) throw new Error(`${pairVariable} names no clusters: run this test by npm test, or by the npm script of its layer`);
  const path = paths[workerIndex()];
  if (path === undefined) throw new Error(`there are ${paths.length} pairs of clusters, and none for worker ${workerIndex()}`);
  return openPair(path);
}

function pairPaths(): string[] | null {
  return process.env[pairVariable]?.split(":") ?? null;
}

/** From 0, as Playwright and Vitest tell it to their workers; one that ends is followed by another of the same index. */
function workerIndex(): number {
  const { TEST_PARALLEL_INDEX, VITEST_POOL_ID } = process.env;
  return TEST_PARALLEL_INDEX === undefined ? Number(VITEST_POOL_ID ?? 1) - 1 : Number(TEST_PARALLEL_INDEX);
}

/** The clusters that another process started and described in the file at `path`. */
export function openPair(path: string): ClusterPair {
  const { kubectl, kubectlOld, alpha, beta } = pairFile.parse(JSON.parse(readFileSync(path, "utf8")));
  const tools = { kubectl, cacheFolder: join(dirname(path), "kubectl-cache") };
  return { kubectl, kubectlOld, alpha: openCluster(alpha, tools), beta: openCluster(beta, tools), cacheFolder: tools.cacheFolder };
}

/**
 * Starts both below `stateDir` and writes `clusters.json` there for `openPair`. `E2E_KUBECONFIG` puts an existing
 * cluster in alpha's place; it must be able to run the image `busybox:1`.
 */
export async function startPair(stateDir: string, { staysOn = false } = {}): Promise<ClusterPair> {
  const { kubectl, kubectlOld } = await ensureBinaries();
  mkdirSync(stateDir, { recursive: true });
  const tools = { kubectl, cacheFolder: join(stateDir, "kubectl-cache") };
  const existing = process.env.E2E_KUBECONFIG;
  const alpha = existing
    ? openCluster(await readExistingCluster(existing, tools), tools)
    : await startCluster({ name: "alpha", stateDir: join(stateDir, "alpha"), node: true, staysOn });
  try {
    const beta = await startCluster({ name: "beta", stateDir: join(stateDir, "beta"), node: false, staysOn });
    const pair = { kubectl, kubectlOld, alpha, beta, cacheFolder: tools.cacheFolder };
    writeFileSync(pairPath(stateDir), JSON.stringify(pairFile.parse(pair), null, 2), { mode: 0o600 });
    return pair;
  } catch (error) {
    await alpha.stop();
    throw error;
  }
}

/**
 * Gives a test run its pairs: those it was handed, or its own in temporary folders, guarded against a cut run.
 * Returns how to end them.
 */
export async function borrowOrStartPairs(): Promise<() => Promise<void>> {
  if (process.env[pairVariable]) return async () => {};
  const stateDirs = Array.from({ length: pairsOfARun }, () => mkdtempSync(join(tmpdir(), "drawbridge-clusters-")));
  for (const stateDir of stateDirs) guardStateDirs(stateDir);
  // One after the other: each fills a small machine while it starts.
  for (const stateDir of stateDirs) await startPair(stateDir);
  process.env[pairVariable] = stateDirs.map(pairPath).join(":");
  return async () => {
    for (const stateDir of stateDirs) {
      await stopStateDirsBelow(stateDir);
      rmSync(stateDir, { recursive: true, force: true });
    }
    delete process.env[pairVariable];
  };
}

export function pairPath(stateDir: string): string {
  return join(stateDir, "clusters.json");
}

/** The current context alone, with the credentials inside the text. */
async function readExistingCluster(path: string, { kubectl, cacheFolder }: ClusterTools): Promise<ClusterFiles> {
  const kubeconfigPath = resolve(path);
  const view = async (...args: string[]) => {
    const result = await runKubectl(kubectl, ["config", "view", "--minify", "--flatten", "--raw", ...args], { kubeconfig: kubeconfigPath, cacheFolder });
    if (result.code !== 0) throw new Error(`E2E_KUBECONFIG ${kubeconfigPath}: ${result.stderr}`);
    return result.stdout;
  };
  return {
    name: "alpha",
    server: await view("--output=jsonpath={.clusters[0].cluster.server}"),
    kubeconfigPath,
    adminKubeconfig: await view(),
    certificateKubeconfigPath: null,
    auditLogPath: null,
    hasNode: true,
  };
}
