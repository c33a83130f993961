// Stores the data path's audit rows, many at a time, on a thread of its own; and what else the process writes by the clock.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { isPostgresqlUrl, type Statement, storable } from "#lib/db.ts";
import type { AuditBatch, DroppedRows, QueuedRow } from "./audit-batch.ts";
import { openPostgresqlRecorder } from "./postgresql-recorder.ts";

export interface AuditRecorder {
  /** Stores the batch, all or none; of one that was stored already, nothing. Rejects with what the database says. */
  record(batch: AuditBatch): Promise<void>;
  /** Runs them in one transaction, between two batches. Rejects with what the database says. */
  run(statements: readonly Statement[]): Promise<void>;
  /** Call once nothing is being stored. */
  close(): Promise<void>;
}

export type Value = string | number | null;
/** `key` of the batch, and the values of all its rows one after the other, in the order of `columnsOfRecord`. */
export interface WrittenBatch {
  key: string;
  values: readonly Value[];
}
/** In SQLite's words. */
export interface WriterStatement {
  sql: string;
  values: readonly unknown[];
}
export type WriterRequest = WrittenBatch | { statements: readonly WriterStatement[] } | "close";
/** What went wrong; null when all went well. */
export type WriterReply = string | null;

/** `at` comes first, in milliseconds. */
export const columnsOfRecord = [
  ...["at", "action", "actorId", "actorLogin", "sourceIP", "userAgent", "environmentId", "environmentName", "kubeconfigId", "detail", "auditID"],
  ...["stage", "verb", "requestURI", "apiGroup", "resource", "subresource", "namespace", "name", "code", "durationMs", "requestBytes"],
  ...["responseBytes", "endedBy"],
];

/** On the database at `location` (lib/db.ts), which has its schema already. */
export function openAuditRecorder(location: string): AuditRecorder {
  return isPostgresqlUrl(location) ? openPostgresqlRecorder(location) : openThread(location);
}

/** A thread that died is started anew with the next rows. */
function openThread(file: string): AuditRecorder {
  let writer: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: an answer does not say to what it is. */
  function send(request: WriterRequest): Promise<void> {
    const sent = last.then(() => ask(request));
    last = sent.catch(() => {});
    return sent;
  }

  async function ask(request: WriterRequest): Promise<void> {
    if (writer === null) {
      const started = new Worker(new URL("./audit-writer.ts", import.meta.url), { workerData: file, resourceLimits: { maxOldGenerationSizeMb: 64 } });
      started.on("error", () => {}); // `once` below tells of it.
      started.once("exit", () => {
        if (writer === started) writer = null;
      });
      writer = started;
    }
    const ended = new AbortController();
    const exit = once(writer, "exit", { signal: ended.signal }).then(() => {
      throw new Error("the thread that writes audit rows ended");
    });
    const reply = once(writer, "message", { signal: ended.signal });
    writer.postMessage(request);
    try {
      const [problem]: WriterReply[] = await Promise.race([reply, exit]);
      if (typeof problem === "string") throw new Error(problem);
    } finally {
      ended.abort();
      for (const wait of [reply, exit]) wait.catch(() => {});
    }
  }

  return {
    async record({ key, rows }) {
      const values = valuesOf(rows);
      if (values.length > 0) await send({ key, values });
    },
    run: (statements) => send({ statements: statements.map(({ sql, values }) => ({ sql, values })) }),
    async close() {
      await last;
      if (writer === null) return;
      const exited = once(writer, "exit");
      await send("close");
      await exited;
    },
  };
}

/** Of all rows one after the other, each in the order of `columnsOfRecord`. (libSQL would end a text at U+0000, PostgreSQL refuse the batch.) */
export function valuesOf(rows: readonly QueuedRow[]): Value[] {
  const values: Value[] = [];
  for (const row of rows) pushValues(values, row);
  return values.map((value) => storable(value));
}

function pushValues(values: Value[], record: QueuedRow): void {
  if (record.action === "audit.dropped") {
    pushDropped(values, record);
    return;
  }
  const { message } = record;
  values.push(record.at.getTime(), record.action, record.actorId, record.actorLogin, record.sourceIP, record.userAgent);
  values.push(record.environmentId, record.environmentName, record.kubeconfigId, message === null ? null : JSON.stringify({ message }), record.auditID);
  values.push(record.stage, record.verb, record.requestURI, record.apiGroup, record.resource, record.subresource, record.namespace);
  values.push(record.name, record.code, record.durationMs, record.requestBytes, record.responseBytes, record.endedBy);
}

function pushDropped(values: Value[], { at, action, ...dropped }: DroppedRows): void {
  const known = new Map<string, Value>([
    ["at", at.getTime()],
    ["action", action],
    ["actorLogin", "system"],
    ["detail", JSON.stringify(dropped)],
  ]);
  for (const column of columnsOfRecord) values.push(known.get(column) ?? null);
}
