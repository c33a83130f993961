// The work of the webhook: batch after batch, one at a time and in order, each until the receiver has taken it.
import { setTimeout as sleep } from "node:timers/promises";
import type { AuditRow, Backlog } from "./backlog.ts";
import { type Delivery, NotTaken } from "./delivery.ts";

export interface SenderOptions {
  backlog: Backlog;
  /** Called for each try, so that a replaced token or certificate counts. Throws a sentence when it cannot be read. */
  delivery(): Delivery;
  /** A row as the JSON of an `audit.k8s.io/v1` Event. */
  eventOf(row: AuditRow): string;
  batch: { rowsMax: number; charactersMax: number; waitMs: number };
  /** After a failure: the first wait, doubled up to the longest, each shortened at random by up to a half. */
  retryMs: { first: number; longest: number };
  /** From 0 up to 1. */
  random(): number;
  signal: AbortSignal;
  onChange(state: SenderState): void;
}

/** Counts are since the start of the sender. */
export interface SenderState {
  sent: number;
  failures: number;
  /** Rows that were deleted before they could be sent. */
  deleted: number;
  waiting: number;
  /** When the first of those that wait was written, in ms since 1970. */
  waitingSince: number | null;
  /** Why the newest try failed; null when it did not. */
  failing: string | null;
}

/** Sends until `signal` ends it: waits are cut short, a batch that is under way comes to its end. Rejects when the database cannot be used. */
export async function sendEvents({ backlog, delivery, eventOf, batch, retryMs, random, signal, onChange }: SenderOptions): Promise<void> {
  const state: Pick<SenderState, "sent" | "failures" | "failing"> = { sent: 0, failures: 0, failing: null };
  const { rowsMax } = batch;
  let { charactersMax } = batch;
  let failuresInARow = 0;

  while (!signal.aborted) {
    const rows = await backlog.next(rowsMax);
    const { list, taken } = eventList(rows, eventOf, charactersMax);
    const problem = taken.length === 0 ? null : await trial(() => delivery().post(list));
    state.failing = problem?.message ?? null;
    if (problem === null) {
      await backlog.taken(taken);
      state.sent += taken.length;
      failuresInARow = 0;
    } else {
      state.failures++;
      failuresInARow++;
      // A receiver's limit stays what it is.
      if (problem instanceof NotTaken && problem.tooLarge) charactersMax = Math.ceil(list.length / 2);
    }
    const { rows: waiting, since } = await backlog.waiting();
    onChange({ ...state, deleted: backlog.deleted, waiting, waitingSince: since?.getTime() ?? null });
    if (problem !== null) await pause(Math.min(retryMs.first * 2 ** (failuresInARow - 1), retryMs.longest) * (1 - random() / 2), signal);
    else if (waiting < rowsMax && taken.length === rows.length) await pause(batch.waitMs, signal);
  }
}

/** What `audit.k8s.io/v1` calls EventList, of as many of `rows` as fit; of one at least. */
function eventList(rows: readonly AuditRow[], eventOf: SenderOptions["eventOf"], charactersMax: number): { list: string; taken: AuditRow[] } {
  let items = "";
  const taken: AuditRow[] = [];
  for (const row of rows) {
    const event = eventOf(row);
    if (taken.length > 0 && items.length + event.length > charactersMax) break;
    items += taken.length === 0 ? event : `,${event}`;
    taken.push(row);
  }
  return { list: `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items}]}`, taken };
}

async function trial(run: () => Promise<void>): Promise<Error | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {}); // cut short
}
