import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeBusyboxImage } from "./image.ts";
import { startProcess } from "./processes.ts";
import { waitUntil } from "./wait-until.ts";

const exec = promisify(execFile);
const busyboxPath = "/bin/busybox";

export type NodePorts = { kubelet: number; kubeletHealth: number };
export type NodeOptions = { nodeName: string; stateDir: string; binDir: string; ports: NodePorts };

/**
 * Joins one node that really runs pods: containerd and runc from the system, the kubelet of our build.
 * Needs root on Linux. Everything it makes lies below `stateDir`, so that a cut run can be swept away.
 */
export async function startNode(options: NodeOptions): Promise<void> {
  const { nodeName, stateDir, binDir } = options;
  writeContainerdFiles(stateDir);
  writeFileSync(join(stateDir, "kubelet.yaml"), kubeletConfiguration(options));
  writeBusyboxImage(busyboxPath, join(stateDir, "image.tar"));
  startProcess(stateDir, "containerd", ["containerd", "--config", join(stateDir, "containerd", "config.toml")]);
  await waitUntil(stateDir, "containerd", async () => {
    await exec("ctr", ["--address", containerdSocket(stateDir), "version"]);
    return true;
  });
  const namespaced = ["--address", containerdSocket(stateDir), "--namespace", "k8s.io"];
  await exec("ctr", [...namespaced, "images", "import", join(stateDir, "image.tar")]);
  startProcess(stateDir, "kubelet", [
    join(binDir, "kubelet"),
    `--config=${join(stateDir, "kubelet.yaml")}`,
    `--kubeconfig=${join(stateDir, "admin.kubeconfig")}`,
    `--root-dir=${join(stateDir, "kubelet")}`,
    `--cert-dir=${join(stateDir, "pki")}`,
    `--hostname-override=${nodeName}`,
    // The kubelet refuses a loopback address of its own choosing, but takes one from a cloud provider: us.
    "--cloud-provider=external",
  ]);
  const kubectl = (...args: string[]) => exec(join(binDir, "kubectl"), [`--kubeconfig=${join(stateDir, "admin.kubeconfig")}`, ...args]);
  await waitUntil(stateDir, "kubelet", async () => {
    await kubectl("patch", "node", nodeName, "--subresource=status", "--patch", JSON.stringify(nodeAddresses(nodeName)));
    return true;
  });
  await kubectl("taint", "node", nodeName, "node.cloudprovider.kubernetes.io/uninitialized-");
  await waitUntil(stateDir, "kubelet", async () => {
    const jsonpath = `jsonpath={.status.conditions[?(@.type=="Ready")].status} {.spec.taints}`;
    return (await kubectl("get", "node", nodeName, "--output", jsonpath)).stdout.trim() === "True";
  });
}

export function containerdSocket(stateDir: string): string {
  return join(stateDir, "containerd", "sock");
}

function nodeAddresses(nodeName: string) {
  const addresses = [
    { type: "InternalIP", address: "127.0.0.1" },
    { type: "Hostname", address: nodeName },
  ];
  return { status: { addresses } };
}

function writeContainerdFiles(stateDir: string): void {
  const below = (...parts: string[]) => join(stateDir, ...parts);
  for (const directory of [below("cni", "bin"), below("cni", "conf"), below("containerd")]) {
    mkdirSync(directory, { recursive: true });
  }
  for (const plugin of ["isolated", "loopback"]) {
    writeFileSync(below("cni", "bin", plugin), networkPlugin, { mode: 0o755 });
  }
  const network = { cniVersion: "0.4.0", name: "isolated", plugins: [{ type: "isolated" }] };
  writeFileSync(below("cni", "conf", "10-isolated.conflist"), JSON.stringify(network));
  writeFileSync(below("containerd", "config.toml"), containerdConfiguration(below));
}

/** A network of one: each pod has its own loopback and nothing else, so no bridge or route of the machine is touched. */
const networkPlugin = `#!/bin/sh
case $CNI_COMMAND in
VERSION) echo '{"cniVersion":"1.0.0","supportedVersions":["0.3.1","0.4.0","1.0.0"]}' ;;
ADD)
  ${busyboxPath} nsenter --net="$CNI_NETNS" ${busyboxPath} ip link set lo up
  echo '{"cniVersion":"0.4.0","interfaces":[],"ips":[{"address":"127.0.0.1/32","version":"4"}],"dns":{}}' ;;
esac
`;

function containerdConfiguration(below: (...parts: string[]) => string): string {
  // restrict_oom_score_adj: without CAP_SYS_RESOURCE, as in many CI containers, runc could not start anything.
  return `version = 2
root = "${below("containerd", "root")}"
state = "${below("containerd", "state")}"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
[grpc]
  address = "${below("containerd", "sock")}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${below("containerd", "opt")}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${below("cni", "bin")}"
    conf_dir = "${below("cni", "conf")}"
`;
}

/** JSON is YAML. Limits and evictions are off: the machine belongs to the tests, and it may be nearly full. */
function kubeletConfiguration({ stateDir, ports }: NodeOptions): string {
  return JSON.stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: "127.0.0.1",
    port: ports.kubelet,
    healthzPort: ports.kubeletHealth,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: join(stateDir, "pki", "ca.crt") },
    },
    authorization: { mode: "AlwaysAllow" },
    containerRuntimeEndpoint: `unix://${containerdSocket(stateDir)}`,
    podLogsDir: join(stateDir, "pod-logs"),
    volumePluginDir: join(stateDir, "volume-plugins"),
    failCgroupV1: false,
    cgroupDriver: "cgroupfs",
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    makeIPTablesUtilChains: false,
    localStorageCapacityIsolation: false,
    resolvConf: "",
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      "memory.available": "0%",
      "nodefs.available": "0%",
      "nodefs.inodesFree": "0%",
      "imagefs.available": "0%",
    },
  });
}
