// What is measured: the scripted API server by itself ("direct"), the Go reference before it, and Drawbridge before it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClusterKeys } from "#e2e/cluster/certificates.ts";
import { readLog, recordedProcesses, startProcess, stopProcess } from "#e2e/cluster/processes.ts";
import { waitUntil } from "#e2e/cluster/wait-until.ts";
import { fillDataDir, upstreamCredential } from "./data-dir.ts";
import type { GoPrograms } from "./go-programs.ts";
import { cores, pinned } from "./pinned.ts";

export const targetNames = ["direct", "reference", "drawbridge"] as const;
export type TargetName = (typeof targetNames)[number];

export interface Target {
  /** In front of a path of the API. */
  url: string;
  /** All processes of the proxy; none for "direct". */
  pids: number[];
}

export interface Bench {
  stateDir: string;
  dataDir: string;
  /** The copy of the product that is measured. */
  product: string;
  programs: GoPrograms;
  tokens: string[];
  /** PEM file of the CA behind every certificate here. */
  caFile: string;
  certFile: string;
  keyFile: string;
  upstreamUrl: string;
  /** Options of Node for Drawbridge. */
  nodeOptions: string[];
}

const prefix = "/api/endpoints/1/kubernetes";

/** Makes certificates and data, and starts the scripted API server. */
export async function prepare(stateDir: string, product: string, programs: GoPrograms): Promise<Bench> {
  const keys = await createClusterKeys("bench");
  const file = (name: string, content: string) => {
    writeFileSync(join(stateDir, name), content, { mode: 0o600 });
    return join(stateDir, name);
  };
  const caFile = file("ca.crt", keys.certificateAuthority);
  const certFile = file("server.crt", keys.apiServer.certificate);
  const keyFile = file("server.key", keys.apiServer.key);
  startProcess(stateDir, "upstream", pinned(cores.others, [programs.load, "upstream", "-cert", certFile, "-key", keyFile]));
  const upstreamUrl = `https://${await addressOf(stateDir, "upstream", /listening on (\S+)\n/)}`;
  const dataDir = join(stateDir, "data");
  const tokens = await fillDataDir(dataDir, { server: upstreamUrl, caData: readFileSync(caFile, "utf8") });
  return { stateDir, dataDir, product, programs, tokens, caFile, certFile, keyFile, upstreamUrl, nodeOptions: [] };
}

/** Starts a target anew; a proxy that runs already is stopped first. */
export async function startTarget(bench: Bench, name: TargetName): Promise<Target> {
  if (name === "direct") return { url: bench.upstreamUrl, pids: [] };
  await stopTarget(bench, name);
  const start = name === "reference" ? startReference : startDrawbridge;
  const address = await start(bench);
  return { url: `https://${address}${prefix}`, pids: [pidOf(bench, name)] };
}

export async function stopTarget({ stateDir }: Bench, name: TargetName): Promise<void> {
  if (name !== "direct") await stopProcess(stateDir, name, 15_000);
}

function startReference({ stateDir, programs, tokens, caFile, certFile, keyFile, upstreamUrl }: Bench): Promise<string> {
  const before = readLog(stateDir, "reference").length;
  const files = ["-ca", caFile, "-cert", certFile, "-key", keyFile];
  const access = ["-upstream", upstreamUrl, "-tokens", tokens.join(","), "-credential", upstreamCredential];
  startProcess(stateDir, "reference", pinned(cores.proxy, [programs.reference, ...files, ...access]));
  return addressOf(stateDir, "reference", /listening on (\S+)\n/, before);
}

function startDrawbridge({ stateDir, dataDir, product, certFile, keyFile, nodeOptions }: Bench): Promise<string> {
  const before = readLog(stateDir, "drawbridge").length;
  const env = {
    ...withoutOwnSettings(process.env),
    DRAWBRIDGE_DATA_DIR: dataDir,
    DRAWBRIDGE_LISTEN: "127.0.0.1:0",
    DRAWBRIDGE_HTTP_LISTEN: "",
    DRAWBRIDGE_TLS_CERT_FILE: certFile,
    DRAWBRIDGE_TLS_KEY_FILE: keyFile,
  };
  startProcess(stateDir, "drawbridge", pinned(cores.proxy, [process.execPath, ...nodeOptions, "server/main.ts"]), { cwd: product, env });
  return addressOf(stateDir, "drawbridge", /https:\/\/(127\.0\.0\.1:\d+)/, before);
}

/** What a process says of its address once it listens; looked for in its log behind the first `from` characters. */
async function addressOf(stateDir: string, name: string, pattern: RegExp, from = 0): Promise<string> {
  const find = () => pattern.exec(readLog(stateDir, name).slice(from))?.[1];
  await waitUntil(stateDir, name, async () => find() !== undefined, 30_000);
  return find() ?? "";
}

function pidOf({ stateDir }: Bench, name: string): number {
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
