// Everything that Drawbridge takes from its environment, parsed once. No other file reads process.env.
import { isIP } from "node:net";
import path from "node:path";

export interface ListenAddress {
  host: string;
  port: number;
}

/** A block of addresses in CIDR notation; a single address is one of full length. */
export interface AddressRange {
  address: string;
  prefix: number;
}

export interface Config {
  dataDir: string;
  /** URL of a PostgreSQL database, with its password; null = the embedded database in `dataDir`. */
  databaseUrl: string | null;
  listen: ListenAddress;
  /** Plain http that only redirects; null = off. */
  httpListen: ListenAddress | null;
  /** Origin that issued files carry, without a trailing slash; null = the address that the person's browser used, if it is ours. */
  externalUrl: string | null;
  /** Proxies before this server whose `X-Forwarded-For` and `Forwarded` are believed. */
  trustedProxies: AddressRange[];
  /** The operator's certificate chain and key, as files; null = own CA. */
  tlsFiles: { certFile: string; keyFile: string } | null;
  /** Unattended set-up: the first admin. */
  firstAdmin: { login: string; passwordFile: string } | null;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Plain http with metrics alone; null = off. */
  metricsListen: ListenAddress | null;
  /** Holds the token by which metrics are read on the main port; null = not there. */
  metricsTokenFile: string | null;
  /** Says where audit events are sent, in kubeconfig format; null = nowhere. */
  auditWebhookConfigFile: string | null;
  /** What becomes of new requests while audit rows cannot be written. */
  auditFailure: "continue" | "refuse";
  /** After a SIGTERM: still served while load balancers take note. */
  drainDelaySeconds: number;
  /** After that: how long an exec or a port-forward may go on. */
  drainGraceSeconds: number;
  /** A translation of what the pages say; null = English. */
  textsFile: string | null;
  /** For developers: the page of primitives at /primitives. */
  hasPrimitivesPage: boolean;
}

/** All faults of one environment, so that an operator mends them in one go. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "ConfigError";
    this.faults = faults;
  }
}

type Variables = Record<string, string | undefined>;

/** Name, default and meaning of each variable; `.env.example` is compared with this list by a test. */
export const configVariables = [
  { name: "DRAWBRIDGE_DATA_DIR", fallback: "./data" },
  { name: "DRAWBRIDGE_DATABASE_URL", fallback: "" },
  { name: "DRAWBRIDGE_LISTEN", fallback: "localhost:9443" },
  { name: "DRAWBRIDGE_HTTP_LISTEN", fallback: "localhost:9080" },
  { name: "DRAWBRIDGE_EXTERNAL_URL", fallback: "" },
  { name: "DRAWBRIDGE_TRUSTED_PROXIES", fallback: "" },
  { name: "DRAWBRIDGE_TLS_CERT_FILE", fallback: "" },
  { name: "DRAWBRIDGE_TLS_KEY_FILE", fallback: "" },
  { name: "DRAWBRIDGE_ADMIN_LOGIN", fallback: "" },
  { name: "DRAWBRIDGE_ADMIN_PASSWORD_FILE", fallback: "" },
  { name: "DRAWBRIDGE_LOG_LEVEL", fallback: "info" },
  { name: "DRAWBRIDGE_METRICS_LISTEN", fallback: "" },
  { name: "DRAWBRIDGE_METRICS_TOKEN_FILE", fallback: "" },
  { name: "DRAWBRIDGE_AUDIT_WEBHOOK_CONFIG_FILE", fallback: "" },
  { name: "DRAWBRIDGE_AUDIT_FAILURE", fallback: "continue" },
  { name: "DRAWBRIDGE_DRAIN_DELAY", fallback: "0" },
  { name: "DRAWBRIDGE_DRAIN_GRACE", fallback: "60" },
  { name: "DRAWBRIDGE_TEXTS", fallback: "" },
  { name: "DRAWBRIDGE_PRIMITIVES_PAGE", fallback: "off" },
] as const;

/** Parses `variables`. Throws one ConfigError with every fault. An unknown DRAWBRIDGE_ name is a fault: it is most likely a misspelt one. */
export function parseConfig(variables: Variables): Config {
  const faults: string[] = [];
  faults.push(...unknownSettings(variables));
  const read = (name: (typeof configVariables)[number]["name"]) =>
    variables[name]?.trim() ?? configVariables.find((variable) => variable.name === name)?.fallback ?? "";

  const config: Config = {
    dataDir: path.resolve(read("DRAWBRIDGE_DATA_DIR") || "./data"),
    databaseUrl: parseDatabaseUrl(read("DRAWBRIDGE_DATABASE_URL"), faults),
    listen: parseListen("DRAWBRIDGE_LISTEN", read("DRAWBRIDGE_LISTEN") || "localhost:9443", faults),
    httpListen: read("DRAWBRIDGE_HTTP_LISTEN") === "" ? null : parseListen("DRAWBRIDGE_HTTP_LISTEN", read("DRAWBRIDGE_HTTP_LISTEN"), faults),
    externalUrl: parseExternalUrl(read("DRAWBRIDGE_EXTERNAL_URL"), faults),
    trustedProxies: parseRanges("DRAWBRIDGE_TRUSTED_PROXIES", read("DRAWBRIDGE_TRUSTED_PROXIES"), faults),
    tlsFiles: null,
    firstAdmin: null,
    logLevel: parseChoice("DRAWBRIDGE_LOG_LEVEL", read("DRAWBRIDGE_LOG_LEVEL"), { choices: ["info", "debug", "warn", "error"], faults }),
    metricsListen: read("DRAWBRIDGE_METRICS_LISTEN") === "" ? null : parseListen("DRAWBRIDGE_METRICS_LISTEN", read("DRAWBRIDGE_METRICS_LISTEN"), faults),
    metricsTokenFile: read("DRAWBRIDGE_METRICS_TOKEN_FILE") === "" ? null : path.resolve(read("DRAWBRIDGE_METRICS_TOKEN_FILE")),
    auditWebhookConfigFile: read("DRAWBRIDGE_AUDIT_WEBHOOK_CONFIG_FILE") === "" ? null : path.resolve(read("DRAWBRIDGE_AUDIT_WEBHOOK_CONFIG_FILE")),
    auditFailure: parseChoice("DRAWBRIDGE_AUDIT_FAILURE", read("DRAWBRIDGE_AUDIT_FAILURE"), { choices: ["continue", "refuse"], faults }),
    drainDelaySeconds: parseSeconds("DRAWBRIDGE_DRAIN_DELAY", read("DRAWBRIDGE_DRAIN_DELAY"), faults),
    drainGraceSeconds: parseSeconds("DRAWBRIDGE_DRAIN_GRACE", read("DRAWBRIDGE_DRAIN_GRACE"), faults),
    textsFile: read("DRAWBRIDGE_TEXTS") === "" ? null : path.resolve(read("DRAWBRIDGE_TEXTS")),
    hasPrimitivesPage: parseChoice("DRAWBRIDGE_PRIMITIVES_PAGE", read("DRAWBRIDGE_PRIMITIVES_PAGE"), { choices: ["off", "on"], faults }) === "on",
  };
  const certFile = read("DRAWBRIDGE_TLS_CERT_FILE");
  const keyFile = read("DRAWBRIDGE_TLS_KEY_FILE");
  if (certFile && keyFile) config.tlsFiles = { certFile: path.resolve(certFile), keyFile: path.resolve(keyFile) };
  else if (certFile || keyFile) faults.push("DRAWBRIDGE_TLS_CERT_FILE and DRAWBRIDGE_TLS_KEY_FILE: give both, or neither for Drawbridge's own certificate");

  const login = read("DRAWBRIDGE_ADMIN_LOGIN");
  const passwordFile = read("DRAWBRIDGE_ADMIN_PASSWORD_FILE");
  if (login && passwordFile) config.firstAdmin = { login, passwordFile: path.resolve(passwordFile) };
  else if (login || passwordFile) faults.push("DRAWBRIDGE_ADMIN_LOGIN and DRAWBRIDGE_ADMIN_PASSWORD_FILE: give both, or neither to set up in the browser");

  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function unknownSettings(variables: Variables): string[] {
  const known = new Set<string>(configVariables.map((variable) => variable.name));
  return Object.keys(variables)
    .filter((name) => name.startsWith("DRAWBRIDGE_") && !name.startsWith("DRAWBRIDGE_TEST_") && !known.has(name))
    .map((name) => `${name}: no such setting; the known ones are in .env.example`);
}

function parseListen(name: string, value: string, faults: string[]): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(value);
  const port = Number(match?.[3]);
  if (!match || port > 65535) {
    faults.push(`${name}: ${JSON.stringify(value)} is not host:port, for example localhost:9443, 0.0.0.0:9443 or [::]:9443`);
    return { host: "localhost", port: 0 };
  }
  return { host: match[1] ?? (match[2] || "0.0.0.0"), port };
}

function parseRanges(name: string, value: string, faults: string[]): AddressRange[] {
  const words = value.split(/[\s,]+/).filter((word) => word !== "");
  return words.flatMap((word) => {
    const [, address = "", length] = /^([\da-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
    const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const prefix = Number(length ?? longest);
    if (longest > 0 && prefix <= longest) return [{ address, prefix }];
    faults.push(`${name}: ${JSON.stringify(word)} is not an address or a range such as 10.0.0.0/8 or fd00::/8`);
    return [];
  });
}

/** A day: longer than any session that somebody waits for. */
const secondsMax = 86_400;

function parseSeconds(name: string, value: string, faults: string[]): number {
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (seconds <= secondsMax) return seconds;
  faults.push(`${name}: ${JSON.stringify(value)} is not a whole number of seconds from 0 to ${secondsMax}`);
  return 0;
}

/** The first of the choices is what a fault leaves. */
function parseChoice<T extends string>(name: string, value: string, { choices, faults }: { choices: readonly [T, ...T[]]; faults: string[] }): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  faults.push(`${name}: ${JSON.stringify(value)} is not one of ${choices.join(", ")}`);
  return choices[0];
}

function parseExternalUrl(value: string, faults: string[]): string | null {
  if (value === "") return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  // kubectl sends no credential over http, so a file with such a URL could never work.
  if (url?.protocol !== "https:" || url.pathname !== "/" || url.search || url.hash || url.username) {
    faults.push(`DRAWBRIDGE_EXTERNAL_URL: ${JSON.stringify(value)} is not an https origin such as https://drawbridge.example.com`);
    return null;
  }
  return url.origin;
}

/** Its value is in no fault: it holds a password. */
function parseDatabaseUrl(value: string, faults: string[]): string | null {
  if (value === "") return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  const isOurs = url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== "" && url.pathname.length > 1;
  const connections = url?.searchParams.get("max") ?? null;
  if (isOurs && (connections === null || /^[1-9]\d{0,2}$/.test(connections))) return value;
  faults.push(
    isOurs
      ? "DRAWBRIDGE_DATABASE_URL: max is how many connections one process may have, from 1 to 999"
      : "DRAWBRIDGE_DATABASE_URL: not the URL of a PostgreSQL database such as postgresql://drawbridge:PASSWORD@db.example.com/drawbridge?sslmode=verify-full",
  );
  return null;
}

/** An origin that `fetch` never connects to. */
export const nowhere = "http://127.0.0.1:1";

let parsed: Config | undefined;

/** The configuration of this process. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
}

export interface ConfigValue {
  variable: string;
  value: string;
  /** Whether the variable is set, be it to what is its default. */
  isSet: boolean;
}

/** What each variable says, for people, without the database's password: all other secrets are in files. */
export function configValues(variables: Variables = process.env): ConfigValue[] {
  return configVariables.map(({ name, fallback }) => {
    const value = variables[name]?.trim();
    return { variable: name, value: name === "DRAWBRIDGE_DATABASE_URL" ? withoutPassword(value ?? fallback) : (value ?? fallback), isSet: value !== undefined };
  });
}

/** A database URL for people. */
export function withoutPassword(value: string): string {
  if (value === "") return value;
  if (!URL.canParse(value)) return "(not a URL)";
  const { protocol, username, host, pathname } = new URL(value);
  // Parameters may hold one, too.
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
}

/** The API server of the cluster that this process runs in, as Kubernetes tells its pods; null outside of one. */
export function inClusterServer({ KUBERNETES_SERVICE_HOST: host = "", KUBERNETES_SERVICE_PORT: port = "443" }: Variables = process.env): string | null {
  if (isIP(host) === 0 || !/^\d{1,5}$/.test(port)) return null;
  return `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Sets what libraries read from the environment and offer no argument for. Call before they load. */
export function prepareLibraryEnvironment(mode: "production" | "development"): void {
  Object.assign(process.env, { NODE_ENV: mode });
  // next-auth then takes its URLs from Host, which the gateway has checked against the names that are ours.
  process.env.AUTH_TRUST_HOST = "1";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // For an action that redirects, or whose id is of another page, Next asks "itself" over the network, with the caller's cookies: behind
  // a custom server that is whatever listens on port 3000. Port 1 is one that fetch refuses before it connects (WHATWG Fetch, bad
  // ports); Next then answers with a plain redirect.
  if (mode === "production") process.env.__NEXT_PRIVATE_ORIGIN = nowhere;
}
