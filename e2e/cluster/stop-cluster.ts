import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { containerdSocket } from "./node.ts";
import { stopProcess } from "./processes.ts";

/**
 * Ends everything that was started below `stateDir` and sweeps what it left on the machine: containers, shims,
 * mounts, log links. Works from the files alone, so also after the process that started it is gone.
 */
export async function stopCluster(stateDir: string): Promise<void> {
  if (!existsSync(join(stateDir, "processes.jsonl"))) return;
  await stopProcess(stateDir, "kubelet"); // First, or it would start its pods again.
  if (existsSync(containerdSocket(stateDir))) removeContainers(stateDir);
  for (const name of ["containerd", "kube-scheduler", "kube-controller-manager"]) await stopProcess(stateDir, name);
  await stopProcess(stateDir, "kube-apiserver", 300); // It would drain its watches for a minute.
  await stopProcess(stateDir, "etcd");
  killShims(stateDir);
  unmountBelow(stateDir);
  removeLogLinks(stateDir);
  rmSync(join(stateDir, "processes.jsonl"));
}

function removeContainers(stateDir: string): void {
  const ctr = (...args: string[]): string => {
    const base = ["--address", containerdSocket(stateDir), "--timeout", "10s", "--namespace", "k8s.io"];
    try {
      return execFileSync("ctr", [...base, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch {
      return ""; // Already gone, or containerd does not answer: the shims are swept below.
    }
  };
  const list = (what: string) => ctr(what, "ls", "-q").split("\n").filter(Boolean);
  for (const task of list("tasks")) ctr("tasks", "kill", "--all", "--signal", "SIGKILL", task);
  for (const task of list("tasks")) ctr("tasks", "rm", "--force", task);
  for (const container of list("containers")) ctr("containers", "rm", container);
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
