// Environment → verified connections, kept alive. One pool a (connection, credential): a socket is never used for what replaced them.
import type { ClientRequest, ClientRequestArgs } from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { EnvironmentTlsOptions } from "#lib/environments/index.ts";
import type { EnvironmentConnection } from "#lib/environments/schema.ts";
import { ProxyError } from "./status.ts";

export interface UpstreamRequest {
  method: string;
  /** Below the environment's own base path; raw. */
  path: string;
  headers: string[];
}

export interface Upstream {
  environmentId: number;
  environmentName: string;
  origin: string;
  authority: string;
  basePath: string;
  token: string;
  /** On a connection of the pool. The caller ends and listens. */
  send(request: UpstreamRequest): ClientRequest;
  /** On a connection of its own, which is used for nothing else afterwards. */
  dial(request: UpstreamRequest): ClientRequest;
}

export interface UpstreamOptions {
  tlsOptions(connection: EnvironmentConnection): EnvironmentTlsOptions;
  openCredential(environmentId: number, sealed: string): string;
  connectTimeoutMs?: number;
}

export interface Upstreams {
  /** Throws ProxyError 502 when the environment has no credential or an address that is refused. */
  to(environment: EnvironmentAccess): Upstream;
  /** Lets go of pools whose environment changed or is gone: idle sockets at once, busy ones when they are done. */
  retain(environments: ReadonlyMap<number, EnvironmentAccess>): void;
  close(): void;
}

interface Pool {
  fingerprint: string;
  upstream: Upstream;
  agent: EnvironmentAgent;
}

export function createUpstreams(options: UpstreamOptions): Upstreams {
  const pools = new Map<number, Pool>();
  /** Of the snapshot's objects: a comparison of texts once a snapshot, not once a request. */
  const checked = new WeakMap<EnvironmentAccess, Upstream>();

  function to(environment: EnvironmentAccess): Upstream {
    const known = checked.get(environment);
    if (known) return known;
    const fingerprint = fingerprintOf(environment);
    let pool = pools.get(environment.id);
    if (pool?.fingerprint !== fingerprint) {
      pool?.agent.retire();
      pool = { fingerprint, ...openPool(environment, options) };
      pools.set(environment.id, pool);
    }
    checked.set(environment, pool.upstream);
    return pool.upstream;
  }

  return {
    to,
    retain(environments) {
      for (const [id, pool] of pools) {
        const environment = environments.get(id);
        if (environment && !environment.disabled && fingerprintOf(environment) === pool.fingerprint) continue;
        pool.agent.retire();
        pools.delete(id);
      }
    },
    close() {
      for (const pool of pools.values()) pool.agent.destroy();
      pools.clear();
    },
  };
}

function fingerprintOf({ name, connection, sealedToken }: EnvironmentAccess): string {
  return JSON.stringify([name, connection, sealedToken]);
}

function openPool(environment: EnvironmentAccess, options: UpstreamOptions): { upstream: Upstream; agent: EnvironmentAgent } {
  const { sealedToken, connection, name } = environment;
  if (sealedToken === null) throw new ProxyError(502, `the environment “${name}” has no credential; an administrator of Drawbridge has to add it anew`);
  let tls: EnvironmentTlsOptions;
  try {
    tls = options.tlsOptions(connection);
  } catch (error) {
    throw new ProxyError(502, `the environment “${name}” cannot be reached: its address is refused`, { cause: error });
  }
  const connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
  const agent = new EnvironmentAgent(tls, { keepAlive: true, connectTimeoutMs });
  const dialer = new EnvironmentAgent(tls, { keepAlive: false, connectTimeoutMs });
  const url = new URL(connection.server);
  const basePath = url.pathname === "/" ? "" : url.pathname;
  const request = (through: EnvironmentAgent, { method, path, headers }: UpstreamRequest) =>
    https.request({ ...endpoint, agent: through, method, path: basePath + path, headers });
  const endpoint = { host: tls.host, port: tls.port, maxHeaderSize: 1024 * 1024 };
  return {
    agent,
    upstream: {
      environmentId: environment.id,
      environmentName: name,
      origin: url.origin,
      authority: url.host,
      basePath,
      token: options.openCredential(environment.id, sealedToken),
      send: (asked) => request(agent, asked),
      dial: (asked) => request(dialer, asked),
    },
  };
}

class EnvironmentAgent extends https.Agent {
  readonly #connectTimeoutMs: number;

  constructor(tls: EnvironmentTlsOptions, options: { keepAlive: boolean; connectTimeoutMs: number }) {
    // API servers close an idle connection after 90 s; ours leave well before, so that no request meets the closing.
    super({ ...tls, keepAlive: options.keepAlive, keepAliveMsecs: 30_000, timeout: 55_000, maxCachedSessions: 10 });
    this.#connectTimeoutMs = options.connectTimeoutMs;
  }

  /** There is one host behind an agent; Node would build a key of all TLS options for each request. */
  override getName(): string {
    return "api-server";
  }

  override createConnection(options: ClientRequestArgs, callback?: (error: Error | null, socket: Duplex) => void): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    if (!socket) return socket;
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })), this.#connectTimeoutMs);
    socket.once("secureConnect", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
    return socket;
  }

  /** No socket comes back to the pool from now on; those that are busy go on. */
  retire(): void {
    this.maxFreeSockets = 0;
    for (const sockets of Object.values(this.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }
}
