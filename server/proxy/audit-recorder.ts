// Stores the data path's audit rows, many at a time, on a thread of its own.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { RequestRecord } from "#lib/audit/index.ts";

export interface AuditRecorder {
  /** Stores `records`, all or none. Rejects with what the database says. */
  record(records: readonly RequestRecord[]): Promise<void>;
  /** Call once nothing is being stored. */
  close(): Promise<void>;
}

export type Value = string | number | null;
/** The values of all rows one after the other, in the order of `columnsOfRecord`. */
export type WriterRequest = readonly Value[] | "close";
/** What went wrong; null when all went well. */
export type WriterReply = string | null;

/** `at` comes first, in milliseconds. */
export const columnsOfRecord = [
  ...["at", "action", "actorId", "actorLogin", "sourceIP", "userAgent", "environmentId", "environmentName", "kubeconfigId", "detail", "auditID"],
  ...["stage", "verb", "requestURI", "apiGroup", "resource", "subresource", "namespace", "name", "code", "durationMs", "requestBytes"],
  ...["responseBytes", "endedBy"],
];

/** On the database `file`, which has its schema already. A thread that died is started anew with the next rows. */
export function openAuditRecorder(file: string): AuditRecorder {
  let writer: Worker | null = null;

  async function send(request: WriterRequest): Promise<void> {
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
    async record(records) {
      const values: Value[] = [];
      for (const record of records) pushValues(values, record);
      if (values.length > 0) await send(values);
    },
    async close() {
      if (writer === null) return;
      const exited = once(writer, "exit");
      await send("close");
      await exited;
    },
  };
}

/** In the order of `columnsOfRecord`. */
function pushValues(values: Value[], record: RequestRecord): void {
  const { message } = record;
  values.push(record.at.getTime(), record.action, record.actorId, record.actorLogin, record.sourceIP, record.userAgent);
  values.push(record.environmentId, record.environmentName, record.kubeconfigId, message === null ? null : JSON.stringify({ message }), record.auditID);
  values.push(record.stage, record.verb, record.requestURI, record.apiGroup, record.resource, record.subresource, record.namespace);
  values.push(record.name, record.code, record.durationMs, record.requestBytes, record.responseBytes, record.endedBy);
}
