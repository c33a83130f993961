import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const processRecord = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  /** Start time in clock ticks since boot: a process id alone may have been given to a stranger since. */
  startedTicks: z.string(),
  command: z.array(z.string()),
});

export type ProcessRecord = z.infer<typeof processRecord>;

/** Starts a process of its own session that logs to `<stateDir>/log/<name>.log` and is recorded for `stopProcess`. */
export function startProcess(
  stateDir: string,
  name: string,
  command: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): ProcessRecord {
  mkdirSync(join(stateDir, "log"), { recursive: true });
  const [file, ...args] = command;
  if (file === undefined) throw new Error(`${name}: empty command`);
  const log = openSync(logPath(stateDir, name), "a");
  const child = spawn(file, args, { cwd: stateDir, ...options, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  child.on("error", (error) => appendFileSync(logPath(stateDir, name), `could not start: ${error.message}\n`));
  child.unref();
  const pid = requirePid(child, name);
  const record = { name, pid, startedTicks: readStatus(pid)?.startedTicks ?? "", command: [...command] };
  appendFileSync(recordPath(stateDir), `${JSON.stringify(record)}\n`);
  return record;
}

/** Asks the process to end, insists after `graceMs`. Returns when it is gone; does nothing when it never ran. */
export async function stopProcess(stateDir: string, name: string, graceMs = 1500): Promise<void> {
  for (const record of recordedProcesses(stateDir).filter((each) => each.name === name)) {
    signal(record, "SIGTERM");
    for (let waited = 0; isRunning(record); waited += 25) {
      if (waited >= graceMs) signal(record, "SIGKILL");
      await delay(25);
    }
  }
}

/** Everything that was ever started in this state directory, oldest first. */
export function recordedProcesses(stateDir: string): ProcessRecord[] {
  if (!existsSync(recordPath(stateDir))) return [];
  const lines = readFileSync(recordPath(stateDir), "utf8").split("\n").filter(Boolean);
  return lines.map((line) => processRecord.parse(JSON.parse(line)));
}

export function isRunning(record: ProcessRecord): boolean {
  try {
    process.kill(record.pid, 0);
  } catch {
    return false;
  }
  const status = readStatus(record.pid);
  return status === null || (status.startedTicks === record.startedTicks && !status.isZombie);
}

/** All that the process has said so far, over all its starts. */
export function readLog(stateDir: string, name: string): string {
  return existsSync(logPath(stateDir, name)) ? readFileSync(logPath(stateDir, name), "utf8") : "";
}

/** A TCP port of the loopback that is free, kept from other takers until `release`. */
export async function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  const release = async () => {
    server.close();
    await once(server, "close");
  };
  return { port: address.port, release };
}

function signal(record: ProcessRecord, name: "SIGTERM" | "SIGKILL"): void {
  if (!isRunning(record)) return;
  try {
    process.kill(record.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

function requirePid(child: ChildProcess, name: string): number {
  if (child.pid === undefined) throw new Error(`${name}: ${child.spawnfile} could not be started`);
  return child.pid;
}

/** Fields 3 and 22 of proc(5) stat; null where there is no /proc. A zombie has ended and waits to be counted. */
function readStatus(pid: number): { startedTicks: string; isZombie: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { startedTicks: fields[19] ?? "", isZombie: fields[0] === "Z" };
  } catch {
    return null;
  }
}

function recordPath(stateDir: string): string {
  return join(stateDir, "processes.jsonl");
}

function logPath(stateDir: string, name: string): string {
  return join(stateDir, "log", `${name}.log`);
}
