// The file itself. Pure. The words cluster, context and user here are kubectl's.
import { stringify } from "yaml";
import { buildProxyPath } from "../environments/index.ts";
import { slug } from "./entry-names.ts";

export interface FileEntry {
  environmentId: number;
  environmentName: string;
  /** From environmentSlugs. */
  slug: string;
  /** Where kubectl looks without `-n`; null: `default`. */
  namespace: string | null;
  token: string;
}

export interface FileContent {
  id: string;
  name: string;
  ownerLogin: string;
  createdAt: Date;
  /** Null: never. */
  expiresAt: Date | null;
  /** Our origin, without a trailing slash. */
  serverUrl: string;
  /** PEM; null when our certificate is publicly trusted. */
  certificateAuthority: string | null;
  entries: readonly FileEntry[];
  /** Null: the first by name. */
  currentEnvironmentId: number | null;
}

/** The kubeconfig as kubectl itself would write it (sorted keys and entries, sequences not indented), under a head that a person can read. */
export function buildFile(file: FileContent): string {
  const entries = file.entries.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
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

/**
 * The default namespace for someone with these rights in one environment (null = all namespaces): a person who may act in listed
 * namespaces only would have their first `kubectl get pods` refused in `default`.
 */
export function defaultNamespace(rights: readonly (readonly string[] | null)[]): string | null {
  const listed = rights.flatMap((namespaces) => namespaces ?? []);
  if (rights.includes(null) || listed.includes("default")) return null;
  return listed.toSorted()[0] ?? null;
}

function contextName(entry: FileEntry): string {
  return `drawbridge-ctx-${entry.slug}`;
}

// The file's id is in it: when files are merged the first one that has a name wins whole, and an old token must never win over a new one.
function userName(file: FileContent, entry: FileEntry): string {
  return `drawbridge-${slug(file.ownerLogin)}-${entry.slug}-${file.id}`;
}

function clusterOf(file: FileContent, entry: FileEntry) {
  const server = file.serverUrl + buildProxyPath(entry.environmentId);
  if (file.certificateAuthority === null) return { server };
  return { "certificate-authority-data": Buffer.from(file.certificateAuthority).toString("base64"), server };
}

function contextOf(file: FileContent, entry: FileEntry) {
  // kubectl keeps extensions when it rewrites or merges files: by them a tool can find our entries later, and renew them.
  const extension = { ...(file.expiresAt ? { expiresAt: file.expiresAt.toISOString() } : {}), kubeconfig: file.id, url: file.serverUrl };
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
    `Renew, revoke: ${file.serverUrl}/kubeconfigs`,
  ];
  // What a name holds must not be able to end the comment: YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029.
  return lines.map((line) => `# ${line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ")}\n`).join("");
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
