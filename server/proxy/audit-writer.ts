// The thread that writes the data path's audit rows. Its statements are prepared once and their values bound: a third of what the same rows
// cost through the ORM (measured). What it waits for, another's lock or a slow disk, nobody else waits for.
import { parentPort, workerData } from "node:worker_threads";
import Database from "libsql";
import { storedTime } from "#lib/stored-time.ts";
import { timeOrderedId } from "./audit-batch.ts";
import { columnsOfRecord, type Value, type WriterReply, type WriterRequest, type WriterStatement, type WrittenBatch } from "./audit-recorder.ts";

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
    else if ("statements" in request) run(request.statements);
    else write(request);
  } catch (error) {
    reply = error instanceof Error ? error.message : String(error);
  }
  parentPort?.postMessage(reply);
  if (request === "close") parentPort?.close();
});

function write({ key, values }: WrittenBatch): void {
  inTransaction((_database, { insertMany, insertOne }) => {
    const rows = values.length / width;
    let at = 0;
    for (; at + many <= rows; at += many) insertMany.run(parameters({ key, values }, at, at + many));
    for (; at < rows; at++) insertOne.run(parameters({ key, values }, at, at + 1));
  });
}

function run(statements: readonly WriterStatement[]): void {
  inTransaction((database) => {
    for (const { sql, values } of statements) database.prepare(sql).run(values);
  });
}

/** All or none. */
function inTransaction(work: (database: Database.Database, statements: Pick<ReturnType<typeof open>, "insertMany" | "insertOne">) => void): void {
  writing ??= open();
  const { database, ...statements } = writing;
  database.exec("BEGIN IMMEDIATE");
  try {
    work(database, statements);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function insert(rows: number): string {
  const columns = ["id", ...columnsOfRecord];
  const row = `(${columns.map(() => "?").join(", ")})`;
  const names = columns.map((column) => `"${column}"`).join(", ");
  // A batch whose answer was lost on the way is given again.
  return `INSERT INTO "AuditEvent" (${names}) VALUES ${Array.from({ length: rows }, () => row).join(", ")} ON CONFLICT ("id") DO NOTHING`;
}

/** Of the rows from `from` to `to`, each with its id. */
function parameters({ key, values }: WrittenBatch, from: number, to: number): Value[] {
  const result: Value[] = [];
  for (let row = from; row < to; row++) {
    const start = row * width;
    const at = new Date(Number(values[start]));
    result.push(timeOrderedId(at, key, row), storedTime(at));
    for (let index = start + 1; index < start + width; index++) result.push(values[index] ?? null);
  }
  return result;
}
