import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBinaries } from "./binaries.ts";
import { type ApiServerSettings, type ControlPlanePorts, startApiServer, startControlPlane } from "./control-plane.ts";
import { type KubectlOptions, type KubectlResult, runKubectl } from "./kubectl.ts";
import { type NodePorts, startNode } from "./node.ts";
import { holdPort, stopProcess } from "./processes.ts";
import { stopStateDir } from "./stop-state-dir.ts";
import { ensureContainerTools } from "./system-packages.ts";
import { guardStateDirs } from "./watchdog.ts";

export type ClusterFiles = {
  name: string;
  /** Origin of the API server. */
  server: string;
  /** Kubeconfig with the administrator's token, and its text. */
  kubeconfigPath: string;
  adminKubeconfig: string;
  /** Kubeconfig with the administrator's client certificate; null for a cluster that is not ours. */
  certificateKubeconfigPath: string | null;
  /** JSON lines, level Metadata; null for a cluster that is not ours. */
  auditLogPath: string | null;
  /** True when pods run. */
  hasNode: boolean;
};

export type TestCluster = ClusterFiles & {
  /** kubectl as the cluster's administrator. */
  kubectl(args: readonly string[], options?: Partial<KubectlOptions>): Promise<KubectlResult>;
  stop(): Promise<void>;
};

/** A cluster that we started ourselves and whose API server may be taken away and brought back on its port. */
export type StartedCluster = TestCluster & { stopApiServer(): Promise<void>; startApiServer(): Promise<void> };

export type ClusterOptions = { name: string; stateDir: string; node: boolean; staysOn?: boolean; apiServer?: ApiServerSettings };

/**
 * Starts a real cluster on loopback ports that were free, with everything it writes below `stateDir`
 * (emptied first; a cluster left there by a cut run is stopped). Without `node` it needs no root, and no pod runs.
 * It ends with this process, however that ends, unless it `staysOn`.
 */
export async function startCluster({ name, stateDir, node, staysOn = false, apiServer = {} }: ClusterOptions): Promise<StartedCluster> {
  await stopStateDir(stateDir);
  if (existsSync(stateDir)) rmSync(stateDir, { recursive: true });
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  if (!staysOn) guardStateDirs(stateDir);
  if (node) ensureContainerTools();
  const { binDir, kubectl } = await ensureBinaries();
  const ports = await choosePorts();
  writeFileSync(join(stateDir, "ports.json"), JSON.stringify(ports));
  const controlPlaneOptions = { name, stateDir, binDir, ports, apiServer };
  try {
    const { server, adminKubeconfig, ...files } = await startControlPlane(controlPlaneOptions);
    if (node) await startNode({ nodeName: `${name}-node`, stateDir, binDir, ports });
    const { kubeconfigPath, certificateKubeconfigPath, auditLogPath } = files;
    const paths = { kubeconfigPath, certificateKubeconfigPath, auditLogPath };
    const cluster = openCluster({ name, server, adminKubeconfig, hasNode: node, ...paths }, { kubectl, cacheFolder: join(stateDir, "kubectl-cache") });
    await waitForDefaultServiceAccount(cluster);
    return {
      ...cluster,
      stop: () => stopStateDir(stateDir),
      stopApiServer: () => stopProcess(stateDir, "kube-apiserver", 300),
      startApiServer: () => startApiServer(controlPlaneOptions),
    };
  } catch (error) {
    await stopStateDir(stateDir);
    throw error;
  }
}

export type ClusterTools = { kubectl: string; cacheFolder: string };

/** A running cluster by its files, without power over its life: `stop` does nothing. */
export function openCluster(files: ClusterFiles, { kubectl, cacheFolder }: ClusterTools): TestCluster {
  return {
    ...files,
    kubectl: (args, options) => runKubectl(kubectl, args, { kubeconfig: files.kubeconfigPath, cacheFolder, ...options }),
    stop: async () => {},
  };
}

/** Pods are refused until the controllers have made it. */
async function waitForDefaultServiceAccount(cluster: TestCluster): Promise<void> {
  const args = ["wait", "--for=create", "serviceaccount/default", "--namespace=default", "--timeout=60s"];
  const result = await cluster.kubectl(args, { timeout: 70_000 });
  if (result.code !== 0) throw new Error(`${cluster.name}: no default ServiceAccount: ${result.stderr}`);
}

/** All are held together, so that none is chosen twice. */
async function choosePorts(): Promise<ControlPlanePorts & NodePorts> {
  const held = await Promise.all([holdPort(), holdPort(), holdPort(), holdPort(), holdPort(), holdPort(), holdPort()]);
  await Promise.all(held.map(({ release }) => release()));
  const [api, etcd, etcdPeer, controllers, scheduler, kubelet, kubeletHealth] = held;
  return {
    api: api.port,
    etcd: etcd.port,
    etcdPeer: etcdPeer.port,
    controllers: controllers.port,
    scheduler: scheduler.port,
    kubelet: kubelet.port,
    kubeletHealth: kubeletHealth.port,
  };
}
