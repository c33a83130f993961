// The allow-list of an uploaded kubeconfig's cluster and user entries. What is not on it is refused by name, with what to do instead.
import { createSecureContext } from "node:tls";
import { RefusedAddress } from "../address-guard/index.ts";
import { t } from "../texts/index.ts";
import { parseCertificates } from "./certificates.ts";
import type { ClusterCredential } from "./cluster-client.ts";
import type { EnvironmentConnection, UploadedContextView } from "./schema.ts";
import { parseServer } from "./server-url.ts";

type Fields = Record<string, unknown>;

/** A cluster entry as shown and as used; `connection` is null exactly when there is a refusal. */
export interface ClusterEntry {
  server: string;
  trust: UploadedContextView["trust"];
  connection: EnvironmentConnection | null;
  refusal: string | null;
}

/** By field, what is said of the entry `name` that has it. */
type Refusals = Record<string, (name: string) => string>;

const clusterRefusals: Refusals = {
  "certificate-authority": (name) =>
    t(
      "The cluster “{name}” names a CA file on your machine (certificate-authority): run `kubectl config view --minify --flatten --raw` and give what it prints, which puts it inline.",
      { name },
    ),
  "proxy-url": (name) =>
    t("The cluster “{name}” goes through a proxy (proxy-url): Drawbridge connects to API servers itself, so give an address that it can reach.", { name }),
};
const clusterFields = ["server", "certificate-authority-data", "insecure-skip-tls-verify", "tls-server-name", "disable-compression", "extensions"];

/** Reads the cluster entry `name`; `fields` is undefined when the file has none. */
export function readCluster(name: string, fields: Fields | undefined): ClusterEntry {
  const server = typeof fields?.server === "string" ? shown(fields.server) : "";
  const insecure = fields?.["insecure-skip-tls-verify"] === true;
  const ca = textOf(fields, "certificate-authority-data");
  const entry: ClusterEntry = { server, trust: insecure ? "unverified" : ca === null ? "public" : "ca", connection: null, refusal: null };
  const refuse = (refusal: string): ClusterEntry => ({ ...entry, refusal });
  const said = { name: shown(name) };

  if (!fields) return refuse(t("The cluster “{name}” is not in the file: give the whole kubeconfig.", said));
  const unwanted = firstUnwanted(fields, clusterFields);
  if (unwanted)
    return refuse(
      refusalOf(clusterRefusals, unwanted, said.name) ??
        t("The cluster “{name}” has the field “{field}”, which Drawbridge does not know: remove it.", { ...said, field: shown(unwanted) }),
    );
  const caData = ca === null || insecure ? null : decodePem(ca);
  if (caData !== null && parseCertificates(caData) === null)
    return refuse(t("The cluster “{name}” has a certificate-authority-data that holds no certificate: copy the file again.", said));
  const tlsServerName = textOf(fields, "tls-server-name");
  if (tlsServerName !== null && !/^[A-Za-z0-9._:-]{1,253}$/.test(tlsServerName))
    return refuse(t("The cluster “{name}” has a tls-server-name that is no host name.", said));
  try {
    return { ...entry, connection: { server: parseServer(textOf(fields, "server") ?? ""), caData, pinnedSha256: null, tlsServerName } };
  } catch (error) {
    if (error instanceof RefusedAddress) return { ...entry, refusal: error.said };
    throw error;
  }
}

const userRefusals: Refusals = {
  exec: (name) =>
    t(
      "The user “{name}” gets its credential by running a command (exec): Drawbridge runs no commands from files. Give a kubeconfig whose user has a token or an inline client certificate, or use the manifest, which needs no credential here.",
      { name },
    ),
  "auth-provider": (name) =>
    t(
      "The user “{name}” gets its credential from a plug-in of kubectl (auth-provider): Drawbridge runs none. Give a kubeconfig whose user has a token or an inline client certificate, or use the manifest, which needs no credential here.",
      { name },
    ),
  tokenFile: (name) =>
    t(
      "The user “{name}” names a token file on your machine (tokenFile): put its content inline as token, or run `kubectl config view --minify --flatten --raw` and give what it prints.",
      { name },
    ),
  "client-certificate": (name) =>
    t(
      "The user “{name}” names a certificate file on your machine (client-certificate): run `kubectl config view --minify --flatten --raw` and give what it prints, which puts it inline.",
      { name },
    ),
  "client-key": (name) =>
    t(
      "The user “{name}” names a key file on your machine (client-key): run `kubectl config view --minify --flatten --raw` and give what it prints, which puts it inline.",
      { name },
    ),
  username: (name) =>
    t(
      "The user “{name}” signs in by password (username), which Kubernetes no longer knows: give a kubeconfig whose user has a token or an inline client certificate, or use the manifest, which needs no credential here.",
      { name },
    ),
  password: (name) =>
    t(
      "The user “{name}” signs in by password (password), which Kubernetes no longer knows: give a kubeconfig whose user has a token or an inline client certificate, or use the manifest, which needs no credential here.",
      { name },
    ),
};
for (const field of ["as", "as-uid", "as-groups", "as-user-extra", "impersonate", "impersonate-groups"])
  userRefusals[field] = (name) => t("The user “{name}” acts as somebody else ({field}): give a kubeconfig of an administrator without it.", { name, field });
const userFields = ["token", "client-certificate-data", "client-key-data", "extensions"];

/** Reads the user entry `name`; `credential` is null exactly when there is a refusal. */
export function readUser(name: string, fields: Fields | undefined): { credential: ClusterCredential | null; refusal: string | null } {
  const refuse = (refusal: string) => ({ credential: null, refusal });
  const said = { name: shown(name) };
  if (!fields) return refuse(t("The user “{name}” is not in the file: give the whole kubeconfig.", said));
  const unwanted = firstUnwanted(fields, userFields);
  if (unwanted)
    return refuse(
      refusalOf(userRefusals, unwanted, said.name) ??
        t("The user “{name}” has the field “{field}”, which Drawbridge does not know: remove it.", { ...said, field: shown(unwanted) }),
    );
  const token = textOf(fields, "token");
  const certificate = textOf(fields, "client-certificate-data");
  const key = textOf(fields, "client-key-data");
  // A header value: anything else than visible ASCII could end the header.
  if (token !== null)
    return /^[\x21-\x7e]+$/.test(token)
      ? { credential: { token }, refusal: null }
      : refuse(t("The user “{name}” has a token with spaces or unusual characters: copy it again.", said));
  if (certificate === null || key === null)
    return refuse(
      t(
        "The user “{name}” has no credential in the file: give a kubeconfig whose user has a token or an inline client certificate, or use the manifest, which needs no credential here.",
        said,
      ),
    );
  const credential = { clientCertificate: decodePem(certificate), clientKey: decodePem(key) };
  try {
    createSecureContext({ cert: credential.clientCertificate, key: credential.clientKey });
  } catch {
    return refuse(t("The user “{name}” has a client certificate and key that do not belong together or are damaged: copy the file again.", said));
  }
  return { credential, refusal: null };
}

/** The first field with a value that is not on the list; those that we have words for come first. */
function firstUnwanted(fields: Fields, allowed: readonly string[]): string | null {
  const unwanted = Object.keys(fields).filter((field) => !allowed.includes(field) && !isEmpty(fields[field]));
  return unwanted.find((field) => Object.hasOwn(userRefusals, field) || Object.hasOwn(clusterRefusals, field)) ?? unwanted[0] ?? null;
}

function refusalOf(refusals: Refusals, field: string, name: string): string | undefined {
  return Object.hasOwn(refusals, field) ? refusals[field]?.(name) : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || value === false;
}

function textOf(fields: Fields | undefined, field: string): string | null {
  const value = fields?.[field];
  return typeof value === "string" && value !== "" ? value : null;
}

function decodePem(base64: string): string {
  return Buffer.from(base64, "base64").toString("latin1");
}

/** Text of the file as we repeat it: short, and without characters that hide or move others. */
function shown(text: string): string {
  const clean = text.replace(/\p{C}+/gu, " ");
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}
