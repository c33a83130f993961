// What the data path hands over to be stored.
import { randomBytes } from "node:crypto";
import type { RequestRecord } from "#lib/audit/index.ts";

/** Rows that could not be kept, told once rows can be written again. */
export interface DroppedRows {
  action: "audit.dropped";
  at: Date;
  count: number;
  /** Of the first and the last of them. */
  from: Date;
  until: Date;
}

export type QueuedRow = RequestRecord | DroppedRows;

/** Stored as a whole or not at all. */
export interface AuditBatch {
  /** 16 random hexadecimal digits. The rows' ids are made of it: however often a batch is tried, none of its rows is there twice. */
  key: string;
  /** At most 4096. */
  rows: readonly QueuedRow[];
}

export function createBatch(rows: readonly QueuedRow[]): AuditBatch {
  return { key: randomBytes(8).toString("hex"), rows };
}

/**
 * A UUID of version 7 (RFC 9562 §5.7), as the ORM makes them: pages of the audit go by its order. `rand_a` is the row's place in its batch
 * (§6.2, method 1) and `rand_b` the batch's key, so that a batch that is tried again has the same ids.
 */
export function timeOrderedId(at: Date, key: string, place: number): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  const variant = (Number.parseInt(key.slice(0, 1), 16) & 0x3) | 0x8;
  const tail = key.padEnd(16, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${place.toString(16).padStart(3, "0")}-${variant.toString(16)}${tail.slice(1, 4)}-${tail.slice(4)}`;
}
