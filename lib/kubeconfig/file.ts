// The file itself. Pure. The words cluster, context and user here are kubectl's.
import { stringify } from "yaml";
import { buildProxyPath } from "../environments/index.ts";
import { slug } from "./entry-names.ts";
import type { IssuedFile } from "./schema.ts";

export interface FileEntry {
  environmentId: number;
  environmentName: string;
  /** From environmentSlugs. */
  slug: string;
  /** Where kubectl looks without `-n`; null: `default`. */
  namespace: string | null;
  /** Of its token, at most the file's. Null: never. */
  expiresAt: Date | null;
  token: string;
}

export interface FileContent {
  id: string;
  name: string;
  ownerLogin: string;
  createdAt: Date;
  /** Of the entry that lives longest. Null: never. */
  expiresAt: Date | null;
  /** Our origin, without a trailing slash. */
  serverUrl: string;
  /** PEM; null when our certificate is publicly trusted. */
  certificateAuthority: string | null;
  entries: readonly FileEntry[];
  /** Null: the first by name. */
  currentEnvironmentId: number | null;
}

/** The file with what is said beside it. */
export function issuedFile(file: FileContent): IssuedFile {
  const entries = sortedEntries(file).map((entry) => ({
    environmentName: entry.environmentName,
    contextName: contextName(entry),
    server: serverOf(file, entry),
    token: entry.token,
  }));
  return { fileName: fileNameOf(file), content: buildFile(file), expiresAt: file.expiresAt?.toISOString() ?? null, entries };
}

/** The kubeconfig as kubectl itself would write it (sorted keys and entries, sequences not indented), under a head that a person can read. */
export function buildFile(file: FileContent): string {
  const entries = sortedEntries(file);
  const current = entries.find((entry) => entry.environmentId === file.currentEnvironmentId) ?? entries[0];
  if (!current) throw new RangeError("a kubeconfig needs at least one environment");
  const config = {
    apiVersion: "v1",
    clusters: entries.map((entry) => ({ cluster: clusterOf(file, entry), name: `drawbridge-cluster-${entry.slug}` })),
    contexts: entries.map((entry) => ({ context: contextOf(file, entry), name: contextName(entry) })),
    "current-context": contextName(current),
    kind: "Config",
    preferences: {},
    users: entries.map((entry) => ({ name: userName(file, entry), user: { token: entry.token } })),
  };
  // YAML 1.1 is what kubectl's parser speaks: there a bare date or `on` is no string, so these get quotes.
  return head(file, entries) + stringify(config, { indentSeq: false, lineWidth: 0, version: "1.1" });
}

/** ASCII, and safe to paste into a shell unquoted. */
export function fileNameOf(file: { id: string; name: string }): string {
  return `drawbridge-${slug(file.name).slice(0, 60) || file.id}.yaml`;
}

function sortedEntries({ entries }: FileContent): FileEntry[] {
  return entries.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
}

function serverOf({ serverUrl }: FileContent, { environmentId }: FileEntry): string {
  return serverUrl + buildProxyPath(environmentId);
}

function contextName(entry: FileEntry): string {
  return `drawbridge-ctx-${entry.slug}`;
}

// The file's id is in it: when files are merged the first one that has a name wins whole, and an old token must never win over a new one.
function userName(file: FileContent, entry: FileEntry): string {
  return `drawbridge-${slug(file.ownerLogin)}-${entry.slug}-${file.id}`;
}

function clusterOf(file: FileContent, entry: FileEntry) {
  const server = serverOf(file, entry);
  if (file.certificateAuthority === null) return { server };
  return { "certificate-authority-data": Buffer.from(file.certificateAuthority).toString("base64"), server };
}

function contextOf(file: FileContent, entry: FileEntry) {
  // kubectl keeps extensions when it rewrites or merges files: by them a tool can find our entries later, and renew them.
  const extension = { ...(entry.expiresAt ? { expiresAt: entry.expiresAt.toISOString() } : {}), kubeconfig: file.id, url: file.serverUrl };
  return {
    cluster: `drawbridge-cluster-${entry.slug}`,
    extensions: [{ extension, name: "drawbridge.dev/kubeconfig" }],
    ...(entry.namespace === null ? {} : { namespace: entry.namespace }),
    user: userName(file, entry),
  };
}

const namedInHead = 20;

function head(file: FileContent, entries: readonly FileEntry[]): string {
  const names = entries.slice(0, namedInHead).map((entry) => entry.environmentName);
  if (entries.length > namedInHead) names.push(`and ${entries.length - namedInHead} more`);
  const lines = [
    `${file.name}, a kubeconfig of ${file.ownerLogin} by Drawbridge. Whoever has it acts as ${file.ownerLogin}: keep it to yourself.`,
    `Environments: ${names.join(", ")}`,
    `Created:      ${utc(file.createdAt)}`,
    `Expires:      ${file.expiresAt ? utc(file.expiresAt) : "never"}`,
    ...earlierEnds(file, entries),
    `Renew, revoke: ${file.serverUrl}/kubeconfigs?renew=${file.id}`,
  ];
  // What a name holds must not be able to end the comment: YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029.
  return lines.map((line) => `# ${line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ")}\n`).join("");
}

/** Of environments whose tokens an administrator lets live shorter than the file. */
function earlierEnds(file: FileContent, entries: readonly FileEntry[]): string[] {
  const early = entries.flatMap(({ environmentName, expiresAt }) =>
    expiresAt !== null && expiresAt.getTime() !== file.expiresAt?.getTime() ? [`  ${environmentName}: ${utc(expiresAt)} already`] : [],
  );
  return early.length > namedInHead ? [...early.slice(0, namedInHead), `  and ${early.length - namedInHead} more, before the file does`] : early;
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
