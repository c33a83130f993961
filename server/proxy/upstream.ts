// Environment → verified connections, kept alive. One pool a (connection, credential): a socket is never used for what replaced them.
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { EnvironmentTlsOptions } from "#lib/environments/index.ts";
import type { EnvironmentConnection } from "#lib/environments/schema.ts";
import { ProxyError } from "./status.ts";
import type { UpstreamConnection } from "./upstream/connection.ts";
import { Pool } from "./upstream/pool.ts";

export interface Upstream {
  environmentId: number;
  environmentName: string;
  origin: string;
  authority: string;
  basePath: string;
  token: string;
  /** A connection of the pool, free to be asked. Throws what `upstreamFailure` puts into words. */
  take(): UpstreamConnection;
  /** A connection that has carried nothing yet. Throws likewise. */
  open(): UpstreamConnection;
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

interface KeptUpstream {
  fingerprint: string;
  upstream: Upstream;
  pool: Pool;
}

export function createUpstreams(options: UpstreamOptions): Upstreams {
  const kept = new Map<number, KeptUpstream>();
  /** Of the snapshot's objects: a comparison of texts once a snapshot, not once a request. */
  const checked = new WeakMap<EnvironmentAccess, Upstream>();

  function to(environment: EnvironmentAccess): Upstream {
    const known = checked.get(environment);
    if (known) return known;
    const fingerprint = fingerprintOf(environment);
    let found = kept.get(environment.id);
    if (found?.fingerprint !== fingerprint) {
      found?.pool.retire();
      found = { fingerprint, ...openUpstream(environment, options) };
      kept.set(environment.id, found);
    }
    checked.set(environment, found.upstream);
    return found.upstream;
  }

  return {
    to,
    retain(environments) {
      for (const [id, { fingerprint, pool }] of kept) {
        const environment = environments.get(id);
        if (environment && !environment.disabled && fingerprintOf(environment) === fingerprint) continue;
        pool.retire();
        kept.delete(id);
      }
    },
    close() {
      for (const { pool } of kept.values()) pool.destroy();
      kept.clear();
    },
  };
}

function fingerprintOf({ name, connection, sealedToken }: EnvironmentAccess): string {
  return JSON.stringify([name, connection, sealedToken]);
}

function openUpstream(environment: EnvironmentAccess, options: UpstreamOptions): { upstream: Upstream; pool: Pool } {
  const { sealedToken, connection, name } = environment;
  if (sealedToken === null) throw new ProxyError(502, `the environment “${name}” has no credential; an administrator of Drawbridge has to add it anew`);
  let tls: EnvironmentTlsOptions;
  try {
    tls = options.tlsOptions(connection);
  } catch (error) {
    throw new ProxyError(502, `the environment “${name}” cannot be reached: its address is refused`, { cause: error });
  }
  const pool = new Pool({ tls, connectTimeoutMs: options.connectTimeoutMs ?? 10_000 });
  const url = new URL(connection.server);
  return {
    pool,
    upstream: {
      environmentId: environment.id,
      environmentName: name,
      origin: url.origin,
      authority: url.host,
      basePath: url.pathname === "/" ? "" : url.pathname,
      token: options.openCredential(environment.id, sealedToken),
      take: () => pool.take(),
      open: () => pool.open(),
    },
  };
}
