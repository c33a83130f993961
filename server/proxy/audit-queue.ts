// Audit rows on their way to the database. They never delay a request: what the database does not take is tried again and again; what has
// no place in memory meanwhile is dropped and counted, and the count becomes a row itself.
import type { RequestRecord } from "#lib/audit/index.ts";
import { logger } from "#lib/logger.ts";
import { createFaultLog } from "../observe/fault-log.ts";
import { type AuditBatch, createBatch, type DroppedRows, type QueuedRow } from "./audit-batch.ts";

export interface AuditQueueStatus {
  /** Rows that wait, and the most that may. */
  waiting: number;
  waitingMax: number;
  /** Lost since the start. */
  dropped: number;
  /** Rows cannot be written, or are being dropped. */
  failing: boolean;
}

export interface AuditQueue {
  push(record: RequestRecord): void;
  status(): AuditQueueStatus;
  /** Writes what is waiting, as far as it can be written, and takes no more. */
  close(): Promise<void>;
}

export interface AuditQueueOptions {
  /** Stores all or none; given a batch again, stores what is not there yet. */
  write(batch: AuditBatch): Promise<void>;
  flushMs?: number;
  batchMax?: number;
  waitingMax?: number;
  /** Between two tries; doubled from one to the next. */
  retryMs?: { first: number; longest: number };
  /** A write that takes longer counts as failing. */
  stalledMs?: number;
}

const defaultRetryMs = { first: 250, longest: 5_000 };

export function createAuditQueue(options: AuditQueueOptions): AuditQueue {
  const { write, flushMs = 200, batchMax = 500, waitingMax = 10_000, retryMs = defaultRetryMs, stalledMs = 10_000 } = options;
  let waiting: QueuedRow[] = [];
  let batch: AuditBatch | null = null;
  let failures = 0;
  let dropped = 0;
  let untold: DroppedRows | null = null;
  const faults = createFaultLog(logger);
  let timer: NodeJS.Timeout | undefined;
  let writing: { done: Promise<void>; since: number } | null = null;
  let closed = false;

  function schedule(): void {
    if (writing !== null || (batch === null && waiting.length === 0)) return;
    if (failures > 0) timer ??= setTimeout(start, Math.min(retryMs.first * 2 ** (failures - 1), retryMs.longest));
    else if (waiting.length >= batchMax) start();
    else timer ??= setTimeout(start, flushMs);
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    if (writing !== null || (batch === null && waiting.length === 0)) return;
    if (batch === null) {
      batch = createBatch(waiting.slice(0, batchMax));
      waiting = waiting.slice(batchMax);
    }
    const done = writeBatch(batch).finally(() => {
      writing = null;
      schedule();
    });
    writing = { done, since: performance.now() };
  }

  async function writeBatch(tried: AuditBatch): Promise<void> {
    try {
      await write(tried);
    } catch (error) {
      failures++;
      faults.report({ key: "write", level: "error", message: "audit rows could not be written", fields: { err: error } });
      if (closed) giveUp();
      return;
    }
    batch = null;
    failures = 0;
    // Now that rows are taken again. It has its place whatever the number of those that wait.
    if (untold !== null) waiting.push(untold);
    untold = null;
  }

  function drop({ at }: QueuedRow): void {
    dropped++;
    untold = { action: "audit.dropped", at: new Date(), count: (untold?.count ?? 0) + 1, from: untold?.from ?? at, until: at };
    faults.report({ key: "lost", level: "warn", message: "audit rows were lost", fields: { droppedSinceStart: dropped } });
  }

  /** At the end there is no later. */
  function giveUp(): void {
    const lost = [...(batch?.rows ?? []), ...waiting];
    batch = null;
    waiting = [];
    for (const row of lost) drop(row);
  }

  return {
    push(record) {
      if (closed || waiting.length >= waitingMax) {
        drop(record);
        return;
      }
      waiting.push(record);
      schedule();
    },
    status() {
      const stalled = writing !== null && performance.now() - writing.since > stalledMs;
      return { waiting: waiting.length, waitingMax, dropped, failing: failures > 0 || stalled || waiting.length >= waitingMax };
    },
    async close() {
      closed = true;
      while (batch !== null || waiting.length > 0 || writing !== null) {
        start();
        await writing?.done;
      }
      faults.close();
    },
  };
}
