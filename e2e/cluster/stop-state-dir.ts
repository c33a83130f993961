import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { containerdSocket } from "./node.ts";
import { recordedProcesses, stopProcess } from "./processes.ts";

const exec = promisify(execFile);

/**
 * Ends everything that was started below `stateDir` and sweeps what it left on the machine: containers, shims,
 * mounts, log links. Works from the files alone, so also after the process that started it is gone.
 */
export async function stopStateDir(stateDir: string): Promise<void> {
  if (!existsSync(join(stateDir, "processes.jsonl"))) return;
  await stopProcess(stateDir, "kubelet"); // First, or it would start its pods again.
  if (existsSync(containerdSocket(stateDir))) await removeContainers(stateDir);
  const rest = new Set(recordedProcesses(stateDir).map(({ name }) => name));
  await Promise.all([...rest].map((name) => stopProcess(stateDir, name, 300))); // None is worth a long farewell.
  killShims(stateDir);
  unmountBelow(stateDir);
  removeLogLinks(stateDir);
  rmSync(join(stateDir, "processes.jsonl"));
}

/** The same for every state directory directly below `parent`. */
export async function stopStateDirsBelow(parent: string): Promise<void> {
  const names = existsSync(parent) ? readdirSync(parent) : [];
  await Promise.all(names.map((name) => stopStateDir(join(parent, name))));
}

async function removeContainers(stateDir: string): Promise<void> {
  const base = ["--address", containerdSocket(stateDir), "--timeout", "10s", "--namespace", "k8s.io"];
  const ctr = async (...args: string[]): Promise<string[]> => {
    try {
      return (await exec("ctr", [...base, ...args])).stdout.split("\n").filter(Boolean);
    } catch {
      return []; // Already gone, or containerd does not answer: the shims are swept afterwards.
    }
  };
  const tasks = await ctr("tasks", "ls", "-q");
  await Promise.all(tasks.map((task) => ctr("tasks", "rm", "--force", task)));
  await Promise.all((await ctr("containers", "ls", "-q")).map((container) => ctr("containers", "rm", container)));
}

/** A shim outlives containerd by design, and is known by the address of the containerd it serves. */
function killShims(stateDir: string): void {
  const socket = containerdSocket(stateDir);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (args[0]?.includes("containerd-shim") && args.includes(socket)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended while we looked.
    }
  }
}

function unmountBelow(stateDir: string): void {
  const mounts = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((target) => target.startsWith(`${stateDir}/`));
  for (const target of mounts.sort().reverse()) execFileSync("umount", ["--lazy", target], { stdio: "ignore" });
}

/** The kubelet links each container's log in this folder, which it does not let anyone choose. */
function removeLogLinks(stateDir: string): void {
  const folder = "/var/log/containers";
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (readlinkSync(join(folder, name)).startsWith(`${stateDir}/`)) rmSync(join(folder, name));
  }
}
