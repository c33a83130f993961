// The audit's rows that the webhook has not taken yet, in the order in which they were written. That is the order of SQLite's row ids: one
// writer at a time, each row one above the highest. Neither a row's time nor its own id says it: a stream's row is written long after both.
import Database from "libsql";
import { z } from "zod";

const rowSchema = z.looseObject({ position: z.number(), id: z.string() });
/** The columns of `AuditEvent` as SQLite has them, and the row's id in `position`. */
export type AuditRow = z.infer<typeof rowSchema>;

export interface Backlog {
  /** Rows that were deleted before they were taken, since this was opened. */
  readonly deleted: number;
  /** The oldest rows that wait, as many as `most`; asked again, the same ones, until they are `taken`. */
  next(most: number): AuditRow[];
  /** Remembers, for the next start also, that `rows` have been sent. */
  taken(rows: readonly AuditRow[]): void;
  /** How many wait, and since when the first does. */
  waiting(): { rows: number; since: Date | null };
  close(): void;
}

const placeSchema = z.object({ position: z.number(), eventId: z.string().nullable() });
const boundsSchema = z.object({ oldest: z.number(), newest: z.number() });
const firstSchema = z.object({ at: z.string() });

/** Milliseconds for which another's lock is waited for. */
const busyMs = 5000;

/** Of the database `file`, which has its schema. The first time ever nothing waits: what was before is for the export. */
export function openBacklog(file: string): Backlog {
  const database = new Database(file, { timeout: busyMs });
  database.exec("PRAGMA synchronous = NORMAL");
  const statements = prepare(database);
  statements.begin.run();
  let place = placeSchema.parse(statements.place.get());
  let deleted = 0;

  /** Row ids stay what they are, unless a restored or compacted database has numbered its rows anew: then the last row's own id tells. */
  function position(): number {
    const here = placeSchema.optional().parse(statements.byPosition.get(place.position));
    if (here !== undefined && here.eventId === place.eventId) return place.position;
    const moved = placeSchema.optional().parse(statements.byId.get(place.eventId ?? ""));
    if (moved !== undefined) return moved.position;
    const { oldest, newest } = boundsSchema.parse(statements.bounds.get());
    // The last row was deleted, as those of its age. Or nothing tells what was sent: then better twice than never.
    return here === undefined && newest >= place.position ? place.position : Math.max(oldest - 1, 0);
  }

  return {
    get deleted() {
      return deleted;
    },
    next(most) {
      const from = position();
      const rows = z.array(rowSchema).parse(statements.after.all(from, most));
      const gap = (rows[0]?.position ?? from + 1) - from - 1;
      deleted += gap;
      // Where a row is missing it was deleted: none is left out when rows are written.
      if (gap > 0) place = { position: from + gap, eventId: null };
      return rows;
    },
    taken(rows) {
      const [first, last] = [rows[0], rows.at(-1)];
      if (first === undefined || last === undefined) return;
      statements.move.run(last.position, last.id);
      deleted += last.position - first.position + 1 - rows.length;
      place = { position: last.position, eventId: last.id };
    },
    waiting() {
      const from = position();
      const first = firstSchema.optional().parse(statements.firstAfter.get(from));
      return { rows: Math.max(boundsSchema.parse(statements.bounds.get()).newest - from, 0), since: first === undefined ? null : new Date(first.at) };
    },
    close: () => void database.close(),
  };
}

function prepare(database: Database.Database) {
  const newest = (column: string) => `(SELECT ${column} FROM "AuditEvent" ORDER BY rowid DESC LIMIT 1)`;
  return {
    begin: database.prepare(
      `INSERT OR IGNORE INTO "AuditWebhookCursor" ("id", "position", "eventId") VALUES (1, coalesce(${newest("rowid")}, 0), ${newest('"id"')})`,
    ),
    place: database.prepare('SELECT "position", "eventId" FROM "AuditWebhookCursor" WHERE "id" = 1'),
    move: database.prepare('UPDATE "AuditWebhookCursor" SET "position" = ?, "eventId" = ? WHERE "id" = 1'),
    bounds: database.prepare(`SELECT coalesce((SELECT min(rowid) FROM "AuditEvent"), 0) AS "oldest", coalesce(${newest("rowid")}, 0) AS "newest"`),
    byPosition: database.prepare('SELECT rowid AS "position", "id" AS "eventId" FROM "AuditEvent" WHERE rowid = ?'),
    byId: database.prepare('SELECT rowid AS "position", "id" AS "eventId" FROM "AuditEvent" WHERE "id" = ?'),
    after: database.prepare('SELECT rowid AS "position", * FROM "AuditEvent" WHERE rowid > ? ORDER BY rowid LIMIT ?'),
    firstAfter: database.prepare('SELECT "at" FROM "AuditEvent" WHERE rowid > ? ORDER BY rowid LIMIT 1'),
  };
}
