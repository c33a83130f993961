import { recordedProcesses, startProcess } from "#e2e/cluster/processes.ts";
import { addressOf, endOfLog } from "./log-line.ts";
import { cores, pinned } from "./pinned.ts";

/** As `npm start` has them: V8 would keep 64 MB for young objects, and takes no more time with less. */
const startOptions = ["--max-semi-space-size=8"];

export interface DrawbridgeOptions {
  stateDir: string;
  /** Its name among the processes of `stateDir`. */
  name: string;
  /** Folder of the product. */
  product: string;
  dataDir: string;
  certFile: string;
  keyFile: string;
  /** 0 = one that is free. */
  port?: number;
  nodeOptions?: readonly string[];
  env?: Record<string, string>;
}

/** Starts the product as `npm start` does, on the proxy's core. Resolves with its URL once it listens. */
export async function startDrawbridge(options: DrawbridgeOptions): Promise<{ url: string; pid: number }> {
  const { stateDir, name } = options;
  const from = endOfLog(stateDir, name);
  const pid = launchDrawbridge(options);
  return { url: await addressOf(stateDir, name, /(https:\/\/127\.0\.0\.1:\d+)/, from), pid };
}

/** The same without waiting. Returns its process id. */
export function launchDrawbridge({ stateDir, name, product, dataDir, certFile, keyFile, port = 0, nodeOptions = [], env = {} }: DrawbridgeOptions): number {
  const settings = {
    DRAWBRIDGE_DATA_DIR: dataDir,
    DRAWBRIDGE_LISTEN: `127.0.0.1:${port}`,
    DRAWBRIDGE_HTTP_LISTEN: "",
    DRAWBRIDGE_TLS_CERT_FILE: certFile,
    DRAWBRIDGE_TLS_KEY_FILE: keyFile,
  };
  const command = pinned(cores.proxy, [process.execPath, ...startOptions, ...nodeOptions, "server/main.ts"]);
  return startProcess(stateDir, name, command, { cwd: product, env: { ...withoutOwnSettings(process.env), ...settings, ...env } }).pid;
}

/** The newest process of that name. Throws when there was none. */
export function pidOf(stateDir: string, name: string): number {
  const record = recordedProcesses(stateDir).findLast((each) => each.name === name);
  if (record === undefined) throw new Error(`${name} was never started`);
  return record.pid;
}

/** A developer's own settings must not reach the server that is measured. */
function withoutOwnSettings(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = { ...variables };
  for (const name of Object.keys(kept)) if (name.startsWith("DRAWBRIDGE_")) delete kept[name];
  return kept;
}
