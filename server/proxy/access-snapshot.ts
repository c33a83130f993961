// Users, grants, tokens and environments in memory. The database's revision is asked ten times a second; when it has moved, the whole
// is read anew beside the request path and takes the old one's place in one step.
import { type Access, readAccess } from "#lib/access/index.ts";
import type { Db } from "#lib/db.ts";
import { logger } from "#lib/logger.ts";
import { readRevision } from "#lib/revision.ts";
import { ProxyError } from "./status.ts";

export interface AccessSnapshot {
  /** Throws ProxyError 503 once the database has not been heard of for `staleAfterMs`: rights may have been taken since. */
  current(): Access;
  /** Reads anew, moved or not. */
  refresh(): Promise<void>;
  /**
   * Brings in every change that was made before the call, such as a file that was issued a moment ago. However many ask at once, one
   * query is under way and one waits behind it. Throws ProxyError 503 when the database does not answer in `catchUpMs`.
   */
  catchUp(): Promise<void>;
  onChange(listener: (access: Access) => void): void;
  /** What is in memory, however old. */
  status(): { access: Access; ageMs: number; staleAfterMs: number };
  stop(): Promise<void>;
}

export interface AccessSnapshotOptions {
  db: Db;
  pollMs?: number;
  staleAfterMs?: number;
  catchUpMs?: number;
}

/** Resolves once the first snapshot is there. */
export async function createAccessSnapshot(options: AccessSnapshotOptions): Promise<AccessSnapshot> {
  const { db, pollMs = 100, staleAfterMs = 60_000, catchUpMs = 5_000 } = options;
  let access = await readAccess(db);
  let heardAt = performance.now();
  let stopped = false;
  let wake = () => {};
  const listeners: ((access: Access) => void)[] = [];

  async function refresh(): Promise<void> {
    const read = await readAccess(db);
    heardAt = performance.now();
    // Two reads may overlap; the newer one stays.
    if (read.revision < access.revision) return;
    access = read;
    for (const listener of listeners) listener(access);
  }

  async function look(): Promise<void> {
    if ((await readRevision(db)) === access.revision) heardAt = performance.now();
    else await refresh();
  }

  let looking: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  /** A look that starts after the call: one that is under way may have missed what the caller means. */
  function lookAfter(): Promise<void> {
    next ??= (looking ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        looking = next;
        next = null;
        return look();
      });
    return next;
  }

  async function poll(): Promise<void> {
    let failing = false;
    while (!stopped) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (stopped) return;
      try {
        await look();
        if (failing) logger.info("the proxy can read the database again");
        failing = false;
      } catch (error) {
        if (!failing) logger.error({ err: error }, "the proxy cannot read the database; it goes on with what it knows, for a minute");
        failing = true;
      }
    }
  }

  const polling = poll();
  return {
    current() {
      if (performance.now() - heardAt > staleAfterMs) throw unreadable();
      return access;
    },
    refresh,
    async catchUp() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("no answer in time")), catchUpMs);
      });
      try {
        await Promise.race([lookAfter(), late]);
      } catch (error) {
        throw unreadable(error);
      } finally {
        clearTimeout(timer);
      }
    },
    onChange: (listener) => listeners.push(listener),
    status: () => ({ access, ageMs: performance.now() - heardAt, staleAfterMs }),
    async stop() {
      stopped = true;
      wake();
      await polling;
    },
  };
}

function unreadable(cause?: unknown): ProxyError {
  return new ProxyError(503, "Drawbridge cannot read its database; ask its administrator", { cause });
}
