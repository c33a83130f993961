import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { report } from "./report.ts";

const packages = { containerd: "containerd", runc: "runc", "/bin/busybox": "busybox-static" } as const;

/** Makes sure that the machine can run containers; installs Debian's packages when they are missing. */
export function ensureContainerTools(): void {
  if (process.platform !== "linux") throw new Error(`A node needs Linux, not ${process.platform}. ${elsewhere}`);
  if (process.getuid?.() !== 0) throw new Error(`A node needs root, as containers do. ${elsewhere}`);
  const missing = Object.entries(packages).filter(([program]) => !isInstalled(program));
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name);
  report(`installing ${names.join(", ")} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
    const args = ["install", "-y", "-qq", "--no-install-recommends", ...names];
    execFileSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    throw new Error(`Could not install ${names.join(", ")} by apt-get: please install them. ${elsewhere}`, {
      cause: error,
    });
  }
}

const elsewhere = "Or name a cluster that you have: E2E_KUBECONFIG=/path/to/kubeconfig.";

/** The busybox of the full package is linked dynamically and would not run alone in an image. */
function isInstalled(program: string): boolean {
  if (program.startsWith("/")) return existsSync(program) && isStatic(program);
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function isStatic(program: string): boolean {
  try {
    return !execFileSync("ldd", [program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).includes("libc.so");
  } catch {
    return true; // ldd ends with 1 for a program that is not dynamic.
  }
}
