// The thread that writes the data path's audit rows. Its statements are prepared once and their values bound: a third of what the same rows
// cost through the ORM (measured). What it waits for, another's lock or a slow disk, nobody else waits for.
import { randomFillSync } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import Database from "libsql";
import { columnsOfRecord, type Value, type WriterReply, type WriterRequest } from "./audit-recorder.ts";

/** Rows of the larger statement. */
const many = 50;
/** Milliseconds for which another's lock is waited for. */
const busyMs = 5000;
const width = columnsOfRecord.length;

let writing: ReturnType<typeof open> | null = null;

/** With the first rows, so that what goes wrong is told as of them. */
function open() {
  const database = new Database(String(workerData), { timeout: busyMs });
  // A crash loses nothing that was written, a power failure perhaps the last moments; each commit would wait for the disk otherwise.
  database.exec("PRAGMA synchronous = NORMAL");
  return { database, insertMany: database.prepare(insert(many)), insertOne: database.prepare(insert(1)) };
}

parentPort?.on("message", (request: WriterRequest) => {
  let reply: WriterReply = null;
  try {
    if (request === "close") writing?.database.close();
    else write(request);
  } catch (error) {
    reply = error instanceof Error ? error.message : String(error);
  }
  parentPort?.postMessage(reply);
  if (request === "close") parentPort?.close();
});

/** All or none. */
function write(values: readonly Value[]): void {
  writing ??= open();
  const { database, insertMany, insertOne } = writing;
  const rows = values.length / width;
  database.exec("BEGIN IMMEDIATE");
  try {
    let at = 0;
    for (; at + many <= rows; at += many) insertMany.run(parameters(values, at, at + many));
    for (; at < rows; at++) insertOne.run(parameters(values, at, at + 1));
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function insert(rows: number): string {
  const columns = ["id", ...columnsOfRecord];
  const row = `(${columns.map(() => "?").join(", ")})`;
  return `INSERT INTO "AuditEvent" (${columns.map((column) => `"${column}"`).join(", ")}) VALUES ${Array.from({ length: rows }, () => row).join(", ")}`;
}

/** Of the rows from `from` to `to`, each with its id, and its time as the ORM writes it: SQLite compares times as text. */
function parameters(values: readonly Value[], from: number, to: number): Value[] {
  const result: Value[] = [];
  for (let row = from; row < to; row++) {
    const start = row * width;
    const at = new Date(Number(values[start]));
    result.push(timeOrderedId(at), `${at.toISOString().slice(0, -1)}+00:00`);
    for (let index = start + 1; index < start + width; index++) result.push(values[index] ?? null);
  }
  return result;
}

const random = Buffer.alloc(10 * 256);
let used = random.length;

/** A UUID of version 7 (RFC 9562 §5.7), as the ORM makes them: pages of the audit go by its order. */
function timeOrderedId(at: Date): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const time = at.getTime().toString(16).padStart(12, "0");
  const tail = random.toString("hex", used, used + 10);
  const variant = ((random[used + 2] ?? 0) & 0x3f) | 0x80;
  used += 10;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant.toString(16)}${tail.slice(6, 8)}-${tail.slice(8)}`;
}
