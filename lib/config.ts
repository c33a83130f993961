// Everything that Drawbridge takes from its environment, parsed once. No other file reads process.env.
import path from "node:path";

export interface ListenAddress {
  host: string;
  port: number;
}

export interface Config {
  dataDir: string;
  listen: ListenAddress;
  /** Plain http that only redirects; null = off. */
  httpListen: ListenAddress | null;
  /** Origin that issued files carry, without a trailing slash; null = the address that the person's browser used, if it is ours. */
  externalUrl: string | null;
  /** The operator's certificate chain and key, as files; null = own CA. */
  tlsFiles: { certFile: string; keyFile: string } | null;
  /** Unattended set-up: the first admin. */
  firstAdmin: { login: string; passwordFile: string } | null;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Plain http with metrics alone; null = off. */
  metricsListen: ListenAddress | null;
  /** Holds the token by which metrics are read on the main port; null = not there. */
  metricsTokenFile: string | null;
  /** After a SIGTERM: still served while load balancers take note. */
  drainDelaySeconds: number;
  /** After that: how long an exec or a port-forward may go on. */
  drainGraceSeconds: number;
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
  { name: "DRAWBRIDGE_LISTEN", fallback: "localhost:9443" },
  { name: "DRAWBRIDGE_HTTP_LISTEN", fallback: "localhost:9080" },
  { name: "DRAWBRIDGE_EXTERNAL_URL", fallback: "" },
  { name: "DRAWBRIDGE_TLS_CERT_FILE", fallback: "" },
  { name: "DRAWBRIDGE_TLS_KEY_FILE", fallback: "" },
  { name: "DRAWBRIDGE_ADMIN_LOGIN", fallback: "" },
  { name: "DRAWBRIDGE_ADMIN_PASSWORD_FILE", fallback: "" },
  { name: "DRAWBRIDGE_LOG_LEVEL", fallback: "info" },
  { name: "DRAWBRIDGE_METRICS_LISTEN", fallback: "" },
  { name: "DRAWBRIDGE_METRICS_TOKEN_FILE", fallback: "" },
  { name: "DRAWBRIDGE_DRAIN_DELAY", fallback: "0" },
  { name: "DRAWBRIDGE_DRAIN_GRACE", fallback: "60" },
] as const;

/** Parses `variables`. Throws one ConfigError with every fault. An unknown DRAWBRIDGE_ name is a fault: it is most likely a misspelt one. */
export function parseConfig(variables: Variables): Config {
  const faults: string[] = [];
  faults.push(...unknownSettings(variables));
  const read = (name: (typeof configVariables)[number]["name"]) =>
    variables[name]?.trim() ?? configVariables.find((variable) => variable.name === name)?.fallback ?? "";

  const config: Config = {
    dataDir: path.resolve(read("DRAWBRIDGE_DATA_DIR") || "./data"),
    listen: parseListen("DRAWBRIDGE_LISTEN", read("DRAWBRIDGE_LISTEN") || "localhost:9443", faults),
    httpListen: read("DRAWBRIDGE_HTTP_LISTEN") === "" ? null : parseListen("DRAWBRIDGE_HTTP_LISTEN", read("DRAWBRIDGE_HTTP_LISTEN"), faults),
    externalUrl: parseExternalUrl(read("DRAWBRIDGE_EXTERNAL_URL"), faults),
    tlsFiles: null,
    firstAdmin: null,
    logLevel: "info",
    metricsListen: read("DRAWBRIDGE_METRICS_LISTEN") === "" ? null : parseListen("DRAWBRIDGE_METRICS_LISTEN", read("DRAWBRIDGE_METRICS_LISTEN"), faults),
    metricsTokenFile: read("DRAWBRIDGE_METRICS_TOKEN_FILE") === "" ? null : path.resolve(read("DRAWBRIDGE_METRICS_TOKEN_FILE")),
    drainDelaySeconds: parseSeconds("DRAWBRIDGE_DRAIN_DELAY", read("DRAWBRIDGE_DRAIN_DELAY"), faults),
    drainGraceSeconds: parseSeconds("DRAWBRIDGE_DRAIN_GRACE", read("DRAWBRIDGE_DRAIN_GRACE"), faults),
  };
  const certFile = read("DRAWBRIDGE_TLS_CERT_FILE");
  const keyFile = read("DRAWBRIDGE_TLS_KEY_FILE");
  if (certFile && keyFile) config.tlsFiles = { certFile: path.resolve(certFile), keyFile: path.resolve(keyFile) };
  else if (certFile || keyFile) faults.push("DRAWBRIDGE_TLS_CERT_FILE and DRAWBRIDGE_TLS_KEY_FILE: give both, or neither for Drawbridge's own certificate");

  const login = read("DRAWBRIDGE_ADMIN_LOGIN");
  const passwordFile = read("DRAWBRIDGE_ADMIN_PASSWORD_FILE");
  if (login && passwordFile) config.firstAdmin = { login, passwordFile: path.resolve(passwordFile) };
  else if (login || passwordFile) faults.push("DRAWBRIDGE_ADMIN_LOGIN and DRAWBRIDGE_ADMIN_PASSWORD_FILE: give both, or neither to set up in the browser");

  const logLevel = read("DRAWBRIDGE_LOG_LEVEL");
  if (logLevel === "debug" || logLevel === "info" || logLevel === "warn" || logLevel === "error") config.logLevel = logLevel;
  else faults.push(`DRAWBRIDGE_LOG_LEVEL: ${JSON.stringify(logLevel)} is not one of debug, info, warn, error`);

  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function unknownSettings(variables: Variables): string[] {
  const known = new Set<string>(configVariables.map((variable) => variable.name));
  return Object.keys(variables)
    .filter((name) => name.startsWith("DRAWBRIDGE_") && !name.startsWith("DRAWBRIDGE_TEST_") && !known.has(name))
    .map((name) =>
      name === "DRAWBRIDGE_DATABASE_URL"
        ? `${name}: PostgreSQL is not supported yet; unset it to use the embedded database in DRAWBRIDGE_DATA_DIR`
        : `${name}: no such setting; the known ones are in .env.example`,
    );
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

/** A day: longer than any session that somebody waits for. */
const secondsMax = 86_400;

function parseSeconds(name: string, value: string, faults: string[]): number {
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (seconds <= secondsMax) return seconds;
  faults.push(`${name}: ${JSON.stringify(value)} is not a whole number of seconds from 0 to ${secondsMax}`);
  return 0;
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

/** An origin that `fetch` never connects to. */
export const nowhere = "http://127.0.0.1:1";

let parsed: Config | undefined;

/** The configuration of this process. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
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
