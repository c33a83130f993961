import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheDir, ensureBuilt } from "../cluster/go-build.ts";
import { report } from "../cluster/report.ts";

const exec = promisify(execFile);
const here = import.meta.dirname;
/** Of the Kubernetes libraries in it, as its requests say. */
const version = "1.36.3";

/** Path of helm, built from its Go module on first use: some 3 minutes on two cores. */
export async function ensureHelm(): Promise<string> {
  const folder = await ensureBuilt({ module: join(here, "helm-4"), version, packages: { "helm.sh/helm/v4/cmd/helm": "helm" }, links: [] });
  return join(folder, "helm");
}

/** Path of k9s, built from its Go module on first use: some 4 minutes on two cores. */
export async function ensureK9s(): Promise<string> {
  const folder = await ensureBuilt({ module: join(here, "k9s-0.50"), version, packages: { "github.com/derailed/k9s": "k9s" }, links: [] });
  return join(folder, "k9s");
}

/** Path of a shell, installed by Debian's packages on first use. */
export function ensureShell(name: "zsh" | "fish"): string {
  const program = `/usr/bin/${name}`;
  if (existsSync(program)) return program;
  report(`installing ${name}, once …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update", "-qq"], { env, stdio: "ignore" });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env, stdio: "ignore" });
  } catch (error) {
    throw new Error(`Could not install ${name} by apt-get: please install it, as this test runs the dialog's commands in it.`, { cause: error });
  }
  return program;
}

/** Path of our own small controller, written with client-go. */
export async function ensureInformer(): Promise<string> {
  const folder = await ensureBuilt({ module: join(here, "informer"), version, packages: { ".": "informer" }, links: [] });
  return join(folder, "informer");
}

/** Path of a Python that has the official client, in a virtual environment of its own. */
export async function ensurePython(): Promise<string> {
  const requirements = join(here, "python", "requirements.txt");
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheDir(), `python-${hash}`);
  if (existsSync(folder)) return join(folder, "bin", "python");
  report("installing the Python client, once …");
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.building-`);
  try {
    await exec("python3", ["-m", "venv", work]);
    await exec(join(work, "bin", "python"), ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
    renameSync(work, folder);
  } catch (error) {
    throw new Error("The Python client could not be installed: this test needs Python 3 with venv (on Debian: python3-venv) and pip's package index.", {
      cause: error,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return join(folder, "bin", "python");
}
