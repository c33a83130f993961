import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { report } from "./report.ts";

const here = import.meta.dirname;

export type Binaries = {
  /** Folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kubelet. */
  binDir: string;
  kubectl: string;
  /** A kubectl that knows only SPDY for streams. */
  kubectlOld: string;
};

type Build = {
  module: string;
  version: string;
  /** Package to build → file name. */
  packages: Record<string, string>;
  /** Other names of the first file. */
  links: readonly string[];
};

const current: Build = {
  module: "kubernetes-1.36",
  version: "1.36.3",
  packages: { ".": "kubectl", "k8s.io/kubernetes/cmd/kubelet": "kubelet" },
  links: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
};

const old: Build = { module: "kubectl-1.29", version: "1.29.15", packages: { ".": "kubectl" }, links: [] };

/**
 * Paths of the Kubernetes programs, built from their Go modules on first use (some 5 minutes on two cores) and kept
 * per user. The folder's name holds a hash of the build's input, so a changed module never meets an old binary.
 */
export async function ensureBinaries(): Promise<Binaries> {
  const binDir = await ensureBuilt(current);
  const oldDir = await ensureBuilt(old);
  return { binDir, kubectl: join(binDir, "kubectl"), kubectlOld: join(oldDir, "kubectl") };
}

/** Per-user folder for what tests may keep between runs. */
export function cacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "drawbridge", "e2e");
}

async function ensureBuilt(build: Build): Promise<string> {
  const target = join(cacheDir(), `${build.module}-${inputHash(build)}`);
  if (existsSync(target)) return target;
  report(`building ${Object.values(build.packages).join(", ")} ${build.version} from Go modules, once: minutes …`);
  const started = performance.now();
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(`${target}.building-`);
  try {
    for (const [path, name] of Object.entries(build.packages)) await goBuild(build, path, join(work, name));
    for (const link of build.links) symlinkSync("kubectl", join(work, link));
    publish(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  report(`built in ${Math.round((performance.now() - started) / 1000)} s, kept in ${target}`);
  return target;
}

/** A rename is all or nothing; when another run was quicker, its result is as good as ours. */
function publish(work: string, target: string): void {
  try {
    renameSync(work, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

function goBuild(build: Build, path: string, output: string): Promise<void> {
  const args = ["build", "-trimpath", "-ldflags", linkerFlags(build), "-o", output, path];
  const child = spawn(findGo(), args, {
    cwd: join(here, build.module),
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`go build ${path} failed: ${code}`))));
  });
}

/** The version that a program shows (first package) and that it sends as its User-Agent (second). */
function linkerFlags({ version }: Build): string {
  const [major, minor] = version.split(".");
  const variables = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
  const setters = packages.flatMap((name) => Object.entries(variables).map(([variable, value]) => `-X ${name}.${variable}=${value}`));
  return ["-s", "-w", ...setters].join(" ");
}

function findGo(): string {
  for (const go of ["go", "/usr/local/go/bin/go"]) {
    try {
      execFileSync(go, ["version"], { stdio: "ignore" });
      return go;
    } catch {
      // Try the next place.
    }
  }
  throw new Error("The cluster tests build Kubernetes from source: install Go 1.26 or later (https://go.dev/dl) first.");
}

function inputHash(build: Build): string {
  const { module } = build;
  const hash = createHash("sha256").update(`${linkerFlags(build)} ${process.platform} ${process.arch}`);
  for (const file of readdirSync(join(here, module)).sort()) hash.update(readFileSync(join(here, module, file)));
  return hash.digest("hex").slice(0, 12);
}
