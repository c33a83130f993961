// The operator's file that says where audit events are sent: a kubeconfig, as kube-apiserver takes it by `--audit-webhook-config-file`.
// What we do not do as kube-apiserver does is refused by name, at the start.
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import { createSecureContext } from "node:tls";
import { parseDocument } from "yaml";
import { z } from "zod";
import { checkHost } from "../address-guard/index.ts";

/** Where events go, and what proves to whom. PEM texts; nothing in here may be logged. */
export interface WebhookTarget {
  url: string;
  /** Null: the public roots of this machine. */
  ca: string | null;
  /** Verified, and sent as SNI, instead of the URL's host. */
  tlsServerName: string | null;
  token: string | null;
  clientCertificate: { cert: string; key: string } | null;
}

const text = z.string().optional();
const clusterSchema = z.strictObject({
  server: z.string(),
  "certificate-authority": text,
  "certificate-authority-data": text,
  "tls-server-name": text,
  "disable-compression": z.boolean().optional(),
  extensions: z.unknown().optional(),
});
const userSchema = z.strictObject({
  token: text,
  tokenFile: text,
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  extensions: z.unknown().optional(),
});
const entry = z.record(z.string(), z.unknown()).nullish();
const fileSchema = z.object({
  kind: z.literal("Config"),
  apiVersion: z.literal("v1"),
  clusters: z.array(z.object({ name: z.string(), cluster: entry })),
  users: z.array(z.object({ name: z.string(), user: entry })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string().optional() }) })),
  "current-context": z.string().min(1),
});

const bytesMax = 1024 * 1024;

/** Reads `file` and the files that it names, relative to its own place. Throws a sentence for the operator. */
export function readWebhookConfig(file: string): WebhookTarget {
  const config = parse(fileSchema, readYaml(file), "the file");
  const context = found(config.contexts, config["current-context"], "context").context;
  const cluster = parse(clusterSchema, withoutEmpty(found(config.clusters, context.cluster, "cluster").cluster), `the cluster “${context.cluster}”`);
  const userFields = context.user ? found(config.users ?? [], context.user, "user").user : {};
  const user = parse(userSchema, withoutEmpty(userFields), `the user “${context.user ?? ""}”`);
  const inline = (name: string, base64: string | undefined, named: string | undefined) => pem(name, path.dirname(file), { base64, named });
  const ca = inline("certificate-authority", cluster["certificate-authority-data"], cluster["certificate-authority"]);
  if (ca !== null) checkCertificate(ca);
  return {
    url: checkUrl(cluster.server),
    ca,
    tlsServerName: cluster["tls-server-name"] ?? null,
    token: tokenOf(user, path.dirname(file)),
    clientCertificate: pairOf(
      inline("client-certificate", user["client-certificate-data"], user["client-certificate"]),
      inline("client-key", user["client-key-data"], user["client-key"]),
    ),
  };
}

function readYaml(file: string): unknown {
  const document = parseDocument(readText(file), { merge: false, prettyErrors: false, logLevel: "error", stringKeys: true });
  const [fault] = document.errors;
  if (fault) throw new Error(`the file is not YAML: ${fault.message}`);
  return document.toJS({ maxAliasCount: 0 });
}

/** Reasons for what kubectl's files may have and this one may not. */
const refusals = new Map([
  ["insecure-skip-tls-verify", "events would go to whoever answers: give the receiver's CA as certificate-authority"],
  ["proxy-url", "Drawbridge connects to the receiver itself"],
  ["exec", "Drawbridge runs no commands from files: give a tokenFile"],
  ["auth-provider", "Drawbridge runs no plug-ins: give a tokenFile"],
  ["username", "give a token, a tokenFile or a client certificate"],
  ["password", "give a token, a tokenFile or a client certificate"],
]);

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    throw new Error(`${what} has “${key}”: ${refusals.get(key) ?? "Drawbridge does not know this field, remove it"}`);
  }
  throw new Error(`${what} is malformed at ${issue?.path.join(".") || "its root"}: ${issue?.message ?? "not an object"}`);
}

/** Kubernetes' tools write `field: ""` and `field: false` for what is not there. */
function withoutEmpty(fields: Record<string, unknown> | null | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== null && value !== "" && value !== false));
}

function found<T extends { name: string }>(entries: readonly T[], name: string, kind: string): T {
  const match = entries.find((each) => each.name === name);
  if (match === undefined) throw new Error(`there is no ${kind} “${name}”, which is named in the file`);
  return match;
}

/** An https URL; plain http to this machine alone. Throws RefusedAddress for a cloud's metadata service: who audits gets no credential of the machine. */
function checkUrl(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) throw new Error("the server is not an https URL");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw new Error("the server’s URL is plain http, which is for a receiver on this machine only");
  if (url.username || url.password || url.search || url.hash)
    throw new Error("the server’s URL has a user, a password, a query or a fragment, which kube-apiserver would not send either");
  checkHost(url.hostname, Number(url.port) || (url.protocol === "https:" ? 443 : 80));
  return url.href;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}

function tokenOf(user: { token?: string | undefined; tokenFile?: string | undefined }, directory: string): string | null {
  const token = user.tokenFile === undefined ? user.token : readText(path.resolve(directory, user.tokenFile)).trim();
  if (token === undefined) return null;
  // A header value: anything else than visible ASCII could end the header.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error("the token is empty, or has spaces or unusual characters");
  return token;
}

function pem(name: string, directory: string, { base64, named }: { base64: string | undefined; named: string | undefined }): string | null {
  if (base64 !== undefined) return Buffer.from(base64, "base64").toString("latin1");
  if (named === undefined) return null;
  try {
    return readText(path.resolve(directory, named));
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkCertificate(ca: string): void {
  try {
    new X509Certificate(ca);
  } catch {
    throw new Error("the certificate-authority holds no certificate in PEM form");
  }
}

function pairOf(cert: string | null, key: string | null): WebhookTarget["clientCertificate"] {
  if (cert === null && key === null) return null;
  if (cert === null || key === null) throw new Error("client-certificate and client-key belong together: give both");
  try {
    createSecureContext({ cert, key });
  } catch {
    throw new Error("the client certificate and its key do not belong together, or are damaged");
  }
  return { cert, key };
}

function readText(file: string): string {
  if (statSync(file).size > bytesMax) throw new Error(`${file} is larger than ${bytesMax / 1024 / 1024} MiB`);
  return readFileSync(file, "utf8");
}
