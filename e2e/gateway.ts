import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdPort, readLog, startProcess, stopProcess } from "./cluster/processes.ts";
import { stopStateDir } from "./cluster/stop-state-dir.ts";
import { waitUntil } from "./cluster/wait-until.ts";
import { guardStateDirs } from "./cluster/watchdog.ts";

const root = join(import.meta.dirname, "..");
const processName = "drawbridge";
/** Long enough to build the pages on a busy machine. */
const startTimeoutMs = 240_000;

export type Gateway = {
  /** `https://localhost:<port>`, without a trailing slash. */
  url: string;
  /** The plain http port, which only redirects. */
  httpUrl: string;
  dataDir: string;
  /** PEM file of the CA that verifies `url`. */
  certificateAuthorityPath: string;
  /** The one-time code that the terminal shows; null once an admin exists. */
  setupCode(): string | null;
  /** All that it has written to its terminal. */
  output(): string;
  /** Ends it by SIGTERM, waits, and starts it again on the same port and data. `env` adds to or replaces settings. */
  restart(env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
  /** Ends it without a word, as a crash would. */
  kill(): Promise<void>;
};

export type GatewayOptions = {
  /** Settings beyond the ports and the data directory. */
  env?: Record<string, string>;
  /** The unattended first admin, instead of the set-up code. */
  admin?: { login: string; password: string };
  /** Folder of its files, with a data directory `data` that may be filled already; a new, guarded one unless told. */
  stateDir?: string;
};

/** Starts the real server on free loopback ports with a fresh data directory; resolves when it is ready. */
export async function startGateway({ env = {}, admin, stateDir = newStateDir() }: GatewayOptions = {}): Promise<Gateway> {
  const held = await Promise.all([holdPort(), holdPort()]);
  await Promise.all(held.map(({ release }) => release()));
  const [https, http] = held;
  const url = `https://localhost:${https.port}`;
  const dataDir = join(stateDir, "data");
  const certificateAuthorityPath = join(dataDir, "tls", "ca.crt");
  const settings: Record<string, string> = {
    DRAWBRIDGE_DATA_DIR: dataDir,
    DRAWBRIDGE_LISTEN: `localhost:${https.port}`,
    DRAWBRIDGE_HTTP_LISTEN: `localhost:${http.port}`,
    ...env,
  };
  if (admin !== undefined) {
    const passwordFile = join(stateDir, "admin-password");
    writeFileSync(passwordFile, `${admin.password}\n`, { mode: 0o600 });
    Object.assign(settings, { DRAWBRIDGE_ADMIN_LOGIN: admin.login, DRAWBRIDGE_ADMIN_PASSWORD_FILE: passwordFile });
  }
  const start = async (more: Record<string, string> = {}) => {
    const variables = { ...withoutOwnSettings(process.env), ...settings, ...more };
    startProcess(stateDir, processName, [process.execPath, "server/main.ts"], { cwd: root, env: variables });
    await waitUntil(stateDir, processName, () => isReady(url, certificateAuthorityPath), startTimeoutMs);
  };
  const output = () => readLog(stateDir, processName);
  await start();
  return {
    url,
    httpUrl: `http://localhost:${http.port}`,
    dataDir,
    certificateAuthorityPath,
    setupCode: () => /Set-up code\s+(\S+)/.exec(output())?.[1] ?? null,
    output,
    async restart(more) {
      await stopProcess(stateDir, processName, 20_000);
      await start(more);
    },
    stop: () => stopProcess(stateDir, processName, 20_000).then(() => stopStateDir(stateDir)),
    kill: () => stopProcess(stateDir, processName, 0),
  };
}

let folder: string | undefined;

/** A new folder below one per test process that a watchdog stops and removes when the process ends, however it ends: what starts there may stay on. */
export function newStateDir(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), "drawbridge-gateways-"));
    guardStateDirs(folder);
  }
  return mkdtempSync(join(folder, "gateway-"));
}

/** The folder of all that this test process has started, while there is any. */
export function stateFolder(): string | undefined {
  return folder;
}

/** A developer's own settings must not reach the server under test. */
function withoutOwnSettings(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = { ...variables };
  for (const name of Object.keys(kept)) if (name.startsWith("DRAWBRIDGE_")) delete kept[name];
  return kept;
}

function isReady(url: string, certificateAuthorityPath: string): Promise<boolean> {
  // An operator's own certificate has no CA file of ours; then readiness is all that is asked here.
  const ca = existsSync(certificateAuthorityPath) ? readFileSync(certificateAuthorityPath) : undefined;
  return new Promise((resolve, reject) => {
    const request = get(`${url}/readyz`, { ...(ca ? { ca } : { rejectUnauthorized: false }), timeout: 5000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 5 s")));
    request.on("error", reject);
  });
}
