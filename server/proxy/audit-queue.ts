// Audit rows on their way to the database. They never delay a request: what the database cannot take in time is dropped, counted and told.
import type { RequestRecord } from "#lib/audit/index.ts";
import { logger } from "#lib/logger.ts";

export interface AuditQueue {
  push(record: RequestRecord): void;
  /** Writes what is waiting and takes no more. */
  close(): Promise<void>;
}

export interface AuditQueueOptions {
  write(records: readonly RequestRecord[]): Promise<void>;
  flushMs?: number;
  batchMax?: number;
  waitingMax?: number;
}

export function createAuditQueue({ write, flushMs = 200, batchMax = 500, waitingMax = 10_000 }: AuditQueueOptions): AuditQueue {
  let waiting: RequestRecord[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;
  let closed = false;

  function schedule(): void {
    if (writing !== null || waiting.length === 0) return;
    if (waiting.length >= batchMax) start();
    else timer ??= setTimeout(start, flushMs);
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    if (writing !== null || waiting.length === 0) return;
    writing = writeBatch().finally(() => {
      writing = null;
      schedule();
    });
  }

  async function writeBatch(): Promise<void> {
    const batch = waiting.slice(0, batchMax);
    waiting = waiting.slice(batchMax);
    try {
      await write(batch);
    } catch (error) {
      dropped += batch.length;
      logger.error({ err: error }, "audit rows could not be written");
    }
    if (dropped > 0) logger.warn({ dropped }, "audit rows were lost");
    dropped = 0;
  }

  return {
    push(record) {
      if (closed || waiting.length >= waitingMax) {
        dropped++;
        return;
      }
      waiting.push(record);
      schedule();
    },
    async close() {
      closed = true;
      while (waiting.length > 0 || writing !== null) {
        start();
        await writing;
      }
    },
  };
}
