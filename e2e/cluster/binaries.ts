import { join } from "node:path";
import { ensureBuilt, type GoBuild } from "./go-build.ts";

const here = import.meta.dirname;

export type Binaries = {
  /** Folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kubelet. */
  binDir: string;
  kubectl: string;
  /** A kubectl that knows only SPDY for streams. */
  kubectlOld: string;
};

const current: GoBuild = {
  module: join(here, "kubernetes-1.36"),
  version: "1.36.3",
  packages: { ".": "kubectl", "k8s.io/kubernetes/cmd/kubelet": "kubelet" },
  links: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
};

const old: GoBuild = { module: join(here, "kubectl-1.29"), version: "1.29.15", packages: { ".": "kubectl" }, links: [] };

/**
 * Paths of the Kubernetes programs, built from their Go modules on first use (some 5 minutes on two cores) and kept
 * per user. The folder's name holds a hash of the build's input, so a changed module never meets an old binary.
 */
export async function ensureBinaries(): Promise<Binaries> {
  const binDir = await ensureBuilt(current);
  const oldDir = await ensureBuilt(old);
  return { binDir, kubectl: join(binDir, "kubectl"), kubectlOld: join(oldDir, "kubectl") };
}
