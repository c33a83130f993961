// Reads a kubeconfig that somebody hands to us. Such a file can name commands to run and files to read (kubectl does both), so it never
// meets a kubeconfig library: this allow-list takes plain values only and refuses the rest by name.
import { parseDocument } from "yaml";
import { z } from "zod";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import type { ClusterCredential } from "./cluster-client.ts";
import { type EnvironmentConnection, kubeconfigUploadBytesMax, type UploadedContextView } from "./schema.ts";
import { readCluster, readUser } from "./uploaded-entries.ts";

/** One context: what is shown of it, and what it takes to connect, which is null exactly when the view has a refusal. */
export interface UploadedContext {
  view: UploadedContextView;
  use: { connection: EnvironmentConnection; credential: ClusterCredential } | null;
}

const contextsMax = 500;
const linesMax = 8_000;
const indicatorsMax = 16_000;

const entryName = z.string().min(1).max(1000);
const fields = z.record(z.string(), z.unknown());
const fileSchema = z.object({
  clusters: z.array(z.object({ name: entryName, cluster: fields.nullish() })).nullish(),
  users: z.array(z.object({ name: entryName, user: fields.nullish() })).nullish(),
  contexts: z.array(z.object({ name: entryName, context: z.object({ cluster: z.string(), user: z.string().nullish() }) })).nullish(),
  "current-context": z.string().nullish(),
});

/** Every context of the file. Throws InvalidInput("kubeconfig") when the file as a whole cannot be used. */
export function parseUploadedKubeconfig(text: string): UploadedContext[] {
  const parsed = fileSchema.safeParse(readYaml(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(
      t("The kubeconfig is malformed at {place}: {fault}.", { place: issue?.path.join(".") || t("its root"), fault: issue?.message ?? t("not an object") }),
    );
  }
  const file = parsed.data;
  if (!file.contexts?.length) throw refuse(t("The kubeconfig has no context. Give what `kubectl config view --minify --flatten` prints for the cluster."));
  if (file.contexts.length > contextsMax)
    throw refuse(t("The kubeconfig has more than {contextsMax} contexts: give one with the clusters you want to add only.", { contextsMax }));
  const clusters = new Map(file.clusters?.map((entry) => [entry.name, entry.cluster ?? {}]));
  const users = new Map(file.users?.map((entry) => [entry.name, entry.user ?? {}]));
  return file.contexts.map(({ name, context }) => {
    const cluster = readCluster(context.cluster, clusters.get(context.cluster));
    const user = readUser(context.user ?? "", users.get(context.user ?? ""));
    const refusal = cluster.refusal ?? user.refusal;
    return {
      view: { name, server: cluster.server, user: context.user ?? "", isCurrent: name === file["current-context"], trust: cluster.trust, refusal },
      use: cluster.connection && user.credential && refusal === null ? { connection: cluster.connection, credential: user.credential } : null,
    };
  });
}

function readYaml(text: string): unknown {
  if (Buffer.byteLength(text) > kubeconfigUploadBytesMax)
    throw refuse(
      t("The file is larger than 256 KiB: give one with the clusters you want to add only, for example with `kubectl config view --minify --flatten`."),
    );
  // The parser takes its time for each node, so their number is bounded before it starts.
  if (count(text, /\n/g) > linesMax || count(text, /[[{,:&*!?]|(?:^|\s)-\s/gm) > indicatorsMax)
    throw refuse(t("The file is too complex for a kubeconfig: give one with the clusters you want to add only."));
  // uniqueKeys compares every key with every other; merge keys and aliases are how a small file becomes a large one.
  const document = parseDocument(text, { uniqueKeys: false, merge: false, prettyErrors: false, logLevel: "error", stringKeys: true });
  if (document.errors.some((error) => error.code === "MULTIPLE_DOCS")) throw refuse(t("The file holds several YAML documents: give the one kubeconfig."));
  const [fault] = document.errors;
  if (fault)
    throw refuse(
      t("The file is not YAML: {message}. Give the whole kubeconfig, as `kubectl config view --minify --flatten` prints it.", { message: fault.message }),
    );
  if (document.warnings.length > 0) throw refuse(t("The file uses YAML tags, which no kubeconfig needs: remove them."));
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    throw refuse(t("The file uses YAML aliases (*name): write the values out, as `kubectl config view --minify --flatten` does."));
  }
  const kind = z.object({ kind: z.string().optional(), apiVersion: z.string().optional() }).safeParse(value);
  if (!kind.success) throw refuse(t("The file is not a kubeconfig: it is no YAML mapping. Give what `kubectl config view --minify --flatten` prints."));
  if (kind.data.kind !== "Config" || kind.data.apiVersion !== "v1")
    throw refuse(
      kind.data.kind === undefined
        ? t("The file is not a kubeconfig: its kind is not given, not Config (v1). Give what `kubectl config view --minify --flatten` prints.")
        : t("The file is not a kubeconfig: its kind is {kind}, not Config (v1). Give what `kubectl config view --minify --flatten` prints.", {
            kind: kind.data.kind,
          }),
    );
  return value;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function refuse(message: string): InvalidInput {
  return new InvalidInput("kubeconfig", message.replace(/\p{C}+/gu, " ").slice(0, 500));
}
