// A real PostgreSQL of its own for tests, on a free port of the loopback.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdPort, readLog, startProcess, stopProcess } from "../cluster/processes.ts";
import { waitUntil } from "../cluster/wait-until.ts";
import { guardStateDirs } from "../cluster/watchdog.ts";
import { copyPostgresql } from "./binaries.ts";

export interface PostgresqlServer {
  /** Of the maintenance database, whose user may do everything. */
  url: string;
  /** Ends it and deletes all of it. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const nobody = { id: 65_534, prefix: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] };

export async function startPostgresql(): Promise<PostgresqlServer> {
  const stateDir = mkdtempSync(join(tmpdir(), "drawbridge-postgresql-"));
  guardStateDirs(stateDir);
  const isRoot = process.getuid?.() === 0;
  const home = join(stateDir, "home");
  mkdirSync(home);
  chmodSync(stateDir, 0o755);
  if (isRoot) chownSync(home, nobody.id, nobody.id);
  const bin = copyPostgresql(join(stateDir, "programs"));
  const prefix = isRoot ? nobody.prefix : [];
  const data = join(home, "data");
  const [program = "", ...args] = [...prefix, join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"];
  execFileSync(program, args, { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
  const { port, release } = await holdPort();
  await release();
  // What a crash of the machine would lose is not what these tests are about.
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, `unix_socket_directories=${home}`, "fsync=off", "max_connections=200"];
  startProcess(stateDir, "postgres", [...prefix, join(bin, "postgres"), "-D", data, ...settings.flatMap((setting) => ["-c", setting])], { cwd: home });
  await waitUntil(stateDir, "postgres", async () => readLog(stateDir, "postgres").includes("ready to accept connections"));
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await stopProcess(stateDir, "postgres");
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
