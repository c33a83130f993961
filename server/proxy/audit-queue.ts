// Audit rows on their way to the database. They never delay a request: what the database cannot take in time is dropped, counted and told.
import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import { DatabaseBusy, type RequestRecord } from "#lib/audit/index.ts";
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
  /** Stores all or none. Throws DatabaseBusy when it may go better in a moment. */
  write(records: readonly RequestRecord[]): void;
  flushMs?: number;
  batchMax?: number;
  waitingMax?: number;
}

export function createAuditQueue({ write, flushMs = 200, batchMax = 200, waitingMax = 10_000 }: AuditQueueOptions): AuditQueue {
  let waiting: RequestRecord[] = [];
  let dropped = 0;
  let droppedAndTold = 0;
  const faults = createFaultLog(logger);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** Writes one batch and lets others have their turn before the next. */
  function onTimer(): void {
    timer = undefined;
    if (writeBatch("keep")) schedule(waiting.length >= batchMax ? 0 : flushMs);
    else schedule(busyMs);
  }

  function schedule(afterMs: number): void {
    if (waiting.length > 0) timer = setTimeout(onTimer, afterMs);
  }

  /** Returns false when the database is busy and the rows are kept for another try. */
  function writeBatch(ifBusy: "keep" | "drop"): boolean {
    const batch = waiting.slice(0, batchMax);
    try {
      write(batch);
    } catch (error) {
      if (error instanceof DatabaseBusy && ifBusy === "keep") return false;
      dropped += batch.length;
      faults.report({ key: "write", level: "error", message: "audit rows could not be written", fields: { err: error } });
    }
    waiting = waiting.slice(batch.length);
    tellDropped();
    return true;
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
      if (timer === undefined) schedule(flushMs);
      if (waiting.length !== batchMax) return;
      clearTimeout(timer);
      schedule(0);
    },
    status: () => ({ waiting: waiting.length, waitingMax, dropped }),
    async close() {
      closed = true;
      clearTimeout(timer);
      const until = performance.now() + closeMs;
      while (waiting.length > 0) if (!writeBatch(performance.now() < until ? "keep" : "drop")) await setTimeoutPromise(busyMs);
      tellDropped();
      faults.close();
    },
  };
}

/** Until a busy database is tried again. */
const busyMs = 20;
/** The longest wait for a busy database at the end. */
const closeMs = 5000;
