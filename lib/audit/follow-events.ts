// The live tail: rows in the order in which they were written, which row ids tell and times do not.
import { z } from "zod";
import { type Context, requireAdmin } from "../context.ts";
import type { Db } from "../db.ts";
import { sql, sqlFor } from "../dialect.ts";
import { viewOf } from "./event-view.ts";
import { conditionsOf, newestFirst } from "./filter-conditions.ts";
import type { AuditFilter, FollowedAudit } from "./schema.ts";

/** Looked at in one call; of more, the newest. */
const rowsMax = 500;

const positionsSchema = z.array(z.object({ id: z.string(), position: z.coerce.number() }));

/** The events that pass `filter` and were written after `position`, newest first. Without a position: none, and where to go on. Admins only. */
export async function followAuditEvents(context: Context, filter: AuditFilter, position: number | null): Promise<FollowedAudit> {
  requireAdmin(context);
  const { db, now } = context;
  if (position === null) return { events: [], position: await newestPosition(db), skipped: 0 };
  const rows = positionsSchema.parse(
    await db.$queryRaw(
      sqlFor(db, {
        // NOT INDEXED leaves the row's own id, which is what this goes by.
        sqlite: sql`SELECT "id", rowid AS "position" FROM "AuditEvent" NOT INDEXED WHERE rowid > ${position} ORDER BY rowid DESC LIMIT ${rowsMax}`,
        postgresql: sql`SELECT "id", rowid AS "position" FROM "AuditEvent" WHERE rowid > ${position} ORDER BY rowid DESC LIMIT ${rowsMax}`,
      }),
    ),
  );
  const [newest] = rows;
  // A position beyond the newest row is of another database.
  if (newest === undefined) return { events: [], position: Math.min(position, await newestPosition(db)), skipped: 0 };
  const events = await db.auditEvent.findMany({
    where: { AND: [{ id: { in: rows.map(({ id }) => id) } }, ...conditionsOf(filter, now)] },
    orderBy: newestFirst,
  });
  const skipped = rows.length < rowsMax ? 0 : newest.position - position - rows.length;
  return { events: events.map(viewOf), position: newest.position, skipped };
}

async function newestPosition(db: Db): Promise<number> {
  const [row] = positionsSchema.parse(await db.$queryRaw`SELECT "id", rowid AS "position" FROM "AuditEvent" ORDER BY rowid DESC LIMIT 1`);
  return row?.position ?? 0;
}
