// What is measured: the scripted API server by itself ("direct"), the Go reference before it, and Drawbridge before it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClusterKeys } from "#e2e/cluster/certificates.ts";
import { startProcess, stopProcess } from "#e2e/cluster/processes.ts";
import { fillDataDir, upstreamCredential } from "./data-dir.ts";
import { startDrawbridge } from "./drawbridge.ts";
import type { GoPrograms } from "./go-programs.ts";
import { addressOf, endOfLog } from "./log-line.ts";
import { cores, pinned } from "./pinned.ts";
import { profilerOptions } from "./profiling.ts";

export const targetNames = ["direct", "reference", "drawbridge"] as const;
export type TargetName = (typeof targetNames)[number];

export interface Target {
  /** In front of a path of the API. */
  url: string;
  /** All processes of the proxy; none for "direct". */
  pids: number[];
}

export interface Bench {
  /** Of everything that is started; below a folder whose other folders are free for more. */
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
  /** Whether Drawbridge can be profiled. */
  profiled: boolean;
}

/** The environment's way in on Drawbridge and on the reference. */
export const prefix = "/api/endpoints/1/kubernetes";

/** Long enough to write the last audit rows; not for a drain, for which nobody is left. */
export const stopGraceMs = 1_000;

/** Makes certificates and data, and starts the scripted API server. */
export async function prepare(parts: Pick<Bench, "stateDir" | "product" | "programs" | "profiled">): Promise<Bench> {
  const { stateDir, programs } = parts;
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
  return { ...parts, dataDir, tokens, caFile, certFile, keyFile, upstreamUrl };
}

/** Starts a target anew; a proxy that runs already is stopped first. */
export async function startTarget(bench: Bench, name: TargetName): Promise<Target> {
  if (name === "direct") return { url: bench.upstreamUrl, pids: [] };
  await stopTarget(bench, name);
  const { url, pid } = name === "reference" ? await startReference(bench) : await startDrawbridge({ ...bench, name, ...profilerOptions(bench) });
  return { url: url + prefix, pids: [pid] };
}

export async function stopTarget({ stateDir }: Bench, name: TargetName): Promise<void> {
  if (name !== "direct") await stopProcess(stateDir, name, stopGraceMs);
}

async function startReference({ stateDir, programs, tokens, caFile, certFile, keyFile, upstreamUrl }: Bench): Promise<{ url: string; pid: number }> {
  const name = "reference";
  const from = endOfLog(stateDir, name);
  const files = ["-ca", caFile, "-cert", certFile, "-key", keyFile];
  const access = ["-upstream", upstreamUrl, "-tokens", tokens.join(","), "-credential", upstreamCredential];
  const { pid } = startProcess(stateDir, name, pinned(cores.proxy, [programs.reference, ...files, ...access]));
  return { url: `https://${await addressOf(stateDir, name, /listening on (\S+)\n/, from)}`, pid };
}
