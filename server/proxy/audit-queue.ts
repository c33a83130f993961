// Audit rows on their way to the database. They never delay a request: what the database cannot take in time is dropped, counted and told.
import type { RequestRecord } from "#lib/audit/index.ts";
import { logger } from "#lib/logger.ts";
import { createFaultLog } from "../observe/fault-log.ts";

export interface AuditQueue {
  push(record: RequestRecord): void;
  /** Rows that wait, the most that may, and how many were lost since the start. */
  status(): { waiting: number; waitingMax: number; dropped: number };
  /** Writes what is waiting and takes no more. */
  close(): Promise<void>;
}

export interface AuditQueueOptions {
  /** Stores all or none. */
  write(records: readonly RequestRecord[]): Promise<void>;
  flushMs?: number;
  batchMax?: number;
  waitingMax?: number;
}

export function createAuditQueue({ write, flushMs = 200, batchMax = 500, waitingMax = 10_000 }: AuditQueueOptions): AuditQueue {
  let waiting: RequestRecord[] = [];
  let dropped = 0;
  let droppedAndTold = 0;
  const faults = createFaultLog(logger);
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
      faults.report({ key: "write", level: "error", message: "audit rows could not be written", fields: { err: error } });
    }
    tellDropped();
  }

  function tellDropped(): void {
    if (dropped === droppedAndTold) return;
    droppedAndTold = dropped;
    faults.report({ key: "lost", level: "warn", message: "audit rows were lost", fields: { droppedSinceStart: dropped } });
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
    status: () => ({ waiting: waiting.length, waitingMax, dropped }),
    async close() {
      closed = true;
      while (waiting.length > 0 || writing !== null) {
        start();
        await writing;
      }
      tellDropped();
      faults.close();
    },
  };
}
