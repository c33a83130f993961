// Retention: rows go when they are older than the settings say, or when the table is larger. In small parts, so that others write in between.
import { z } from "zod";
import { recordChange } from "../change.ts";
import type { Context } from "../context.ts";
import type { Db } from "../db.ts";
import { dialectOf } from "../dialect.ts";
import { readSettings } from "../settings/index.ts";

const rowsAtOnce = 500;
/** In one run; the next goes on. */
const rowsMax = 100_000;
const dayMs = 86_400_000;

const sizeSchema = z.array(z.object({ bytes: z.coerce.number() }));
const placeSchema = z.array(z.object({ at: z.coerce.date(), id: z.string() }));

/**
 * Deletes what is too old or too much, the oldest first, and leaves a row that says how many went, and until when. The files keep their
 * size: the database fills the space with new rows. Returns the number.
 */
export async function deleteOldAuditEvents(context: Context): Promise<number> {
  const { db, now } = context;
  const { auditRetentionDays, auditMegabytesMax } = await readSettings(db);
  const tooOld = new Date(now.getTime() - auditRetentionDays * dayMs);
  const isTooMuch = await sizeLimit(db, auditMegabytesMax * 1024 * 1024);
  let count = 0;
  let until: Date | null = null;
  while (count < rowsMax) {
    const oldest = await db.auditEvent.findMany({ orderBy: [{ at: "asc" }, { id: "asc" }], take: rowsAtOnce, select: { id: true, at: true } });
    const exceeds = await isTooMuch();
    // The newest row stays: SQLite would give its place in the order of writing to the next one, and the webhook goes by that order.
    const going = oldest.slice(0, oldest.length === rowsAtOnce ? rowsAtOnce : -1).filter((row) => exceeds(row) || row.at < tooOld);
    if (going.length === 0) break;
    await db.auditEvent.deleteMany({ where: { id: { in: going.map(({ id }) => id) } } });
    count += going.length;
    until = going.at(-1)?.at ?? until;
  }
  if (until !== null) await recordChange(db, context, { action: "audit.deleted", detail: { count, until, auditRetentionDays, auditMegabytesMax } });
  return count;
}

interface Place {
  at: Date;
  id: string;
}

/** Asked before each part is deleted, tells which rows are beyond the size. */
async function sizeLimit(db: Db, bytesMax: number): Promise<() => Promise<(row: Place) => boolean>> {
  if (dialectOf(db) === "postgresql") {
    const newest = await newestBeyond(db, bytesMax);
    return async () => (row) => newest !== undefined && (row.at < newest.at || (row.at.getTime() === newest.at.getTime() && row.id <= newest.id));
  }
  return async () => {
    const exceeds = (await usedBytes(db)) > bytesMax;
    return () => exceeds;
  };
}

/** Of the whole database, nearly all of which is audit; free pages do not count. */
async function usedBytes(db: Db): Promise<number> {
  const [row] = sizeSchema.parse(
    await db.$queryRaw`SELECT (pages.page_count - free.freelist_count) * size.page_size AS "bytes" FROM pragma_page_count pages, pragma_freelist_count free, pragma_page_size size`,
  );
  return row?.bytes ?? 0;
}

/** PostgreSQL's files keep their size while what is deleted waits for the vacuum: so the rows are added up, the newest first, with as much again for indexes. */
async function newestBeyond(db: Db, bytesMax: number): Promise<Place | undefined> {
  const [row] = placeSchema.parse(
    await db.$queryRaw`SELECT "at", "id" FROM (SELECT "at", "id", 2 * sum(pg_column_size(event.*)) OVER (ORDER BY "at" DESC, "id" DESC) AS "bytes" FROM "AuditEvent" event) newest
      WHERE "bytes" > ${bytesMax} ORDER BY "at" DESC, "id" DESC LIMIT 1`,
  );
  return row;
}
