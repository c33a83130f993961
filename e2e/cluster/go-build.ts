import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { report } from "./report.ts";

export type GoBuild = {
  /** Folder of the Go module. */
  module: string;
  version: string;
  /** Package to build → file name. */
  packages: Record<string, string>;
  /** Other names of the first file. */
  links: readonly string[];
};

/** Per-user folder for what tests may keep between runs. */
export function cacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "drawbridge", "e2e");
}

/** Folder of the built programs: kept per user under a name with a hash of the build's input, so a changed module never meets an old binary. */
export async function ensureBuilt(build: GoBuild): Promise<string> {
  const target = join(cacheDir(), `${basename(build.module)}-${inputHash(build)}`);
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

function goBuild(build: GoBuild, path: string, output: string): Promise<void> {
  const args = ["build", "-trimpath", "-ldflags", linkerFlags(build), "-o", output, path];
  const child = spawn(findGo(), args, {
    cwd: build.module,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`go build ${path} failed: ${code}`))));
  });
}

/** The version that a program shows (first package) and that it sends as its User-Agent (second). */
function linkerFlags({ version }: GoBuild): string {
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
  throw new Error("The cluster tests build Kubernetes and its clients from source: install Go 1.26 or later (https://go.dev/dl) first.");
}

function inputHash(build: GoBuild): string {
  const { module } = build;
  const hash = createHash("sha256").update(`${linkerFlags(build)} ${process.platform} ${process.arch}`);
  for (const file of readdirSync(module).sort()) hash.update(readFileSync(join(module, file)));
  return hash.digest("hex").slice(0, 12);
}
