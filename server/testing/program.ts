// The real program in a process of its own, in production mode, on a throw-away data directory with a person, a grant and a file for one
// environment. It needs the built pages, as the cluster tests do that run after the build.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "./access-rows.ts";

export interface Program {
  port: number;
  /** PEM that verifies it. */
  caData: string;
  dataDir: string;
  pid: number;
  /** `{prefix}`, `{token}` and `{auth}` filled in, as by a relay. */
  fill(text: string): string;
  /** All that it has written, its log included. */
  output(): string;
  /** Resolves once its output has `text`. */
  told(text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals | null>;
  /** Starts another one on the same data directory, which stays when this one is closed. */
  again(): Promise<Program>;
  /** Kills it, and removes what it kept. */
  close(): Promise<void>;
}

export interface ProgramOptions {
  api: { server: string; caData: string; credential?: string };
  /** Who the file is for. */
  person?: { login: string; clusterRole: string };
  /** Settings beyond the address and the data directory. */
  env?: Record<string, string>;
  /** Put before the command: `prlimit`, for instance. */
  prefix?: readonly string[];
  /** Of Node. */
  nodeOptions?: readonly string[];
  /** Where it keeps its data; a new directory unless told. Removed at the end in any case. */
  dataDir?: string;
  /** A file that its standard error is appended to, by the process itself. */
  logFile?: string;
}

const root = path.join(import.meta.dirname, "../..");

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "drawbridge-program-")));
  const file = databaseFile(dataDir);
  const db = openDatabase(file);
  await migrate(db);
  const { server, caData, credential = "upstream-credential" } = options.api;
  const environmentId = await addEnvironmentRow({ db, dataDir }, { server, caData, credential });
  const ownerId = await addPersonRow(db, { login: "alice", ...options.person, environmentIds: [environmentId] });
  const { token } = await addFileRow(db, { ownerId, environmentId });
  await db.$disconnect();
  const prefix = `/api/endpoints/${environmentId}/kubernetes`;
  const fill = (text: string) =>
    text.replaceAll("{prefix}", prefix).replaceAll("{token}", token).replaceAll("{auth}", `Host: localhost\r\nAuthorization: Bearer ${token}`);
  return run(options, dataDir, fill);
}

async function run(options: ProgramOptions, dataDir: string, fill: (text: string) => string): Promise<Program> {
  const { prefix = [], nodeOptions = [], env = {}, logFile } = options;
  const settings = { DRAWBRIDGE_DATA_DIR: dataDir, DRAWBRIDGE_LISTEN: "localhost:0", DRAWBRIDGE_HTTP_LISTEN: "", ...env };
  const command = [...prefix, process.execPath, ...nodeOptions, "server/main.ts"];
  const logged = logFile === undefined ? command : ["sh", "-c", 'exec "$@" 2>>"$0"', logFile, ...command];
  // `env -i`: a developer's own settings must not reach the program under test.
  const child = spawn("env", ["-i", ...Object.entries(settings).map(([name, value]) => `${name}=${value}`), ...logged], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = gather(child);
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  const told = (text: string) => output.until(text, exited);
  await told("Open ");
  const port = Number(/Open\s+https:\/\/localhost:(\d+)/.exec(output.text())?.[1]);
  const { pid } = child;
  if (pid === undefined) throw new Error("the program has no process");
  let inherited = false;
  return {
    ...{ port, dataDir, pid, fill, told, exited, output: output.text },
    caData: await readFile(path.join(dataDir, "tls/ca.crt"), "utf8"),
    signal: (name) => void child.kill(name),
    again() {
      inherited = true;
      return run(options, dataDir, fill);
    },
    async close() {
      child.kill("SIGKILL");
      await exited;
      if (!inherited) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function gather(child: ChildProcess): { text(): string; until(text: string, exited: Promise<unknown>): Promise<void> } {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return {
    text: () => text,
    async until(wanted, exited) {
      let gone = false;
      void exited.then(() => (gone = true));
      while (!text.includes(wanted)) {
        if (gone) throw new Error(`it ended before it said ${JSON.stringify(wanted)}: ${text}`);
        await Promise.race([exited, child.stdout && once(child.stdout, "data"), child.stderr && once(child.stderr, "data")].filter((each) => each !== null));
      }
    },
  };
}
