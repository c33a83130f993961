// The connections to one environment with one credential: the last one used is used next, and what stands idle leaves before the API
// server closes it. When nothing can be connected, it says so at once, and tries again every other second (a circuit breaker).
import type { ConnectionOptions } from "node:tls";
import { type ConnectionOwner, UpstreamConnection } from "./connection.ts";

export interface PoolOptions {
  tls: ConnectionOptions;
  connectTimeoutMs: number;
}

/** API servers close an idle connection after 90 s; ours leave well before, so that no request meets the closing. */
const idleMs = 55_000;
/** A name may lead elsewhere by now; no connection outlives that for long. */
const ageMs = 60 * 60 * 1000;
const sweepMs = 5_000;
/** Failed connects in a row after which a request fails without one. */
const failuresMax = 5;
const probeMs = 2_000;

/** Connecting has failed for a while. `since` is when that began. */
export class CircuitOpen extends Error {
  readonly since: Date;
  constructor(since: Date, cause: Error) {
    super("connections have failed for a while", { cause });
    this.since = since;
  }
}

export class Pool implements ConnectionOwner {
  readonly #options: PoolOptions;
  readonly #free: UpstreamConnection[] = [];
  readonly #all = new Set<UpstreamConnection>();
  #retired = false;
  #session: Buffer | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #failures = 0;
  #failing: { since: Date; error: Error } | null = null;
  #probedAt = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A connection that was used last, or a new one. Throws CircuitOpen. */
  take(): UpstreamConnection {
    for (;;) {
      const connection = this.#free.pop();
      if (connection === undefined) return this.open();
      if (connection.isFree) return connection;
    }
  }

  /** A new connection. Throws CircuitOpen. */
  open(): UpstreamConnection {
    if (this.#failing !== null && this.#failures >= failuresMax) {
      const now = performance.now();
      if (now - this.#probedAt < probeMs) throw new CircuitOpen(this.#failing.since, this.#failing.error);
      this.#probedAt = now;
    }
    const { tls, connectTimeoutMs } = this.#options;
    const connection = new UpstreamConnection({ tls: this.#session ? { ...tls, session: this.#session } : tls, connectTimeoutMs, owner: this });
    this.#all.add(connection);
    return connection;
  }

  onFree(connection: UpstreamConnection): boolean {
    const now = performance.now();
    if (this.#retired || now - connection.openedAt > ageMs) return false;
    connection.freeSince = now;
    this.#free.push(connection);
    this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs).unref();
    return true;
  }

  onConnected(): void {
    this.#failures = 0;
    this.#failing = null;
  }

  onClosed(connection: UpstreamConnection, connectError: Error | null): void {
    this.#all.delete(connection);
    const index = this.#free.indexOf(connection);
    if (index !== -1) this.#free.splice(index, 1);
    if (connectError === null) return;
    this.#session = undefined;
    this.#failing ??= { since: new Date(), error: connectError };
    this.#failing.error = connectError;
    if (++this.#failures === failuresMax) this.#probedAt = performance.now();
  }

  onSession(session: Buffer): void {
    this.#session = session;
  }

  /** Closes what is idle, and what is busy once it is done. */
  retire(): void {
    this.#retired = true;
    clearInterval(this.#sweeper);
    for (const connection of this.#free.splice(0)) connection.abort();
  }

  destroy(): void {
    this.retire();
    for (const connection of [...this.#all]) connection.abort();
  }

  #sweep(): void {
    const now = performance.now();
    // The oldest lie at the front.
    let count = 0;
    while (now - (this.#free[count]?.freeSince ?? now) > idleMs) count++;
    for (const connection of this.#free.splice(0, count)) connection.abort();
    if (this.#free.length > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}
