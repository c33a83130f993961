// The audit's rows that the webhook has not taken yet, in the order in which they were written. That is the order of their row ids in both
// databases: rows become visible in it. Neither a row's time nor its own id says it: a stream's row is written long after both.
import { z } from "zod";
import { openBacklogDatabase } from "./backlog-database.ts";

const rowSchema = z.looseObject({ position: z.coerce.number(), id: z.string() });
/** The columns of `AuditEvent` as the database has them, and the row's id in `position`. */
export type AuditRow = z.infer<typeof rowSchema>;

export interface Backlog {
  /** Rows that were deleted before they were taken, since this was opened. */
  readonly deleted: number;
  /** The oldest rows that wait, as many as `most`; asked again, the same ones, until they are `taken`. */
  next(most: number): Promise<AuditRow[]>;
  /** Remembers, for the next start also, that `rows` have been sent. */
  taken(rows: readonly AuditRow[]): Promise<void>;
  /** How many wait, and since when the first does. */
  waiting(): Promise<{ rows: number; since: Date | null }>;
  close(): Promise<void>;
}

const placeSchema = z.object({ position: z.coerce.number(), eventId: z.string().nullable() });
const boundsSchema = z.object({ oldest: z.coerce.number(), newest: z.coerce.number() });
const seenSchema = z.object({ rows: z.coerce.number(), newest: z.coerce.number().nullable() });
const firstSchema = z.object({ at: z.coerce.date() });

/** Of the database at `location` (lib/db.ts), which has its schema. The first time ever nothing waits: what was before is for the export. */
export async function openBacklog(location: string): Promise<Backlog> {
  const database = openBacklogDatabase(location);
  await database.run(statements.begin);
  const ask = async <T>(schema: z.ZodType<T>, statement: string, ...values: (string | number | null)[]): Promise<T[]> =>
    z.array(schema).parse(await database.rows(statement, values));
  const [begun] = await ask(placeSchema, statements.place);
  let place = placeSchema.parse(begun);
  let deleted = 0;
  /** Of the rows from `from` up to `until`, which do not become more, how many there were. */
  let seen = { from: place.position, until: place.position, rows: 0 };

  /** Row ids stay what they are, unless a restored or compacted database has numbered its rows anew: then the last row's own id tells. */
  async function position(): Promise<number> {
    const [here] = await ask(placeSchema, statements.byPosition, place.position);
    if (here !== undefined && here.eventId === place.eventId) return place.position;
    const [moved] = await ask(placeSchema, statements.byId, place.eventId ?? "");
    if (moved !== undefined) return moved.position;
    // The last row was deleted. Its number is given to no other, and a move to PostgreSQL has left none above those of its rows (lib/move).
    if (here === undefined && database.leavesNumbersOut) return place.position;
    const [bounds] = await ask(boundsSchema, statements.bounds);
    const { oldest, newest } = boundsSchema.parse(bounds);
    // The last row was deleted, as those of its age. Or nothing tells what was sent: then better twice than never.
    return here === undefined && newest >= place.position ? place.position : Math.max(oldest - 1, 0);
  }

  /** Sees what was written since it last looked. Returns where to go on. */
  async function look(): Promise<number> {
    const from = await position();
    if (from !== seen.from) seen = { from, until: from, rows: 0 };
    const [found] = await ask(seenSchema, statements.seen, seen.until);
    const { rows, newest } = seenSchema.parse(found);
    if (newest === null) return from;
    // A number that SQLite has given and no row has is of one that was deleted; PostgreSQL leaves out those of writes that failed.
    seen = { from, until: newest, rows: seen.rows + (database.leavesNumbersOut ? rows : newest - seen.until) };
    return from;
  }

  return {
    get deleted() {
      return deleted;
    },
    async next(most) {
      const from = await look();
      const rows = await ask(rowSchema, statements.after, from, seen.until, most);
      const hasGaps = rows.length < Math.min(most, seen.rows) || (rows.at(-1)?.position ?? from) - from > rows.length;
      if (hasGaps) {
        const [left] = await ask(z.object({ rows: z.coerce.number() }), statements.count, from, seen.until);
        const gone = Math.max(seen.rows - (left?.rows ?? 0), 0);
        deleted += gone;
        seen.rows -= gone;
      }
      return rows;
    },
    async taken(rows) {
      const last = rows.at(-1);
      if (last === undefined) return;
      await database.run(statements.move, [last.position, last.id]);
      place = { position: last.position, eventId: last.id };
      seen = { from: last.position, until: Math.max(seen.until, last.position), rows: Math.max(seen.rows - rows.length, 0) };
    },
    async waiting() {
      const from = await look();
      const [first] = await ask(firstSchema, statements.firstAfter, from);
      return { rows: seen.rows, since: first?.at ?? null };
    },
    close: database.close,
  };
}

const newest = (column: string) => `(SELECT ${column} FROM "AuditEvent" ORDER BY rowid DESC LIMIT 1)`;

/** In words of both databases. */
const statements = {
  begin: `INSERT INTO "AuditWebhookCursor" ("id", "position", "eventId") VALUES (1, coalesce(${newest("rowid")}, 0), ${newest('"id"')}) ON CONFLICT DO NOTHING`,
  place: 'SELECT "position", "eventId" FROM "AuditWebhookCursor" WHERE "id" = 1',
  move: 'UPDATE "AuditWebhookCursor" SET "position" = ?, "eventId" = ? WHERE "id" = 1',
  bounds: `SELECT coalesce((SELECT min(rowid) FROM "AuditEvent"), 0) AS "oldest", coalesce(${newest("rowid")}, 0) AS "newest"`,
  byPosition: 'SELECT rowid AS "position", "id" AS "eventId" FROM "AuditEvent" WHERE rowid = ?',
  byId: 'SELECT rowid AS "position", "id" AS "eventId" FROM "AuditEvent" WHERE "id" = ?',
  seen: 'SELECT count(*) AS "rows", max(rowid) AS "newest" FROM "AuditEvent" WHERE rowid > ?',
  count: 'SELECT count(*) AS "rows" FROM "AuditEvent" WHERE rowid > ? AND rowid <= ?',
  after: 'SELECT *, rowid AS "position" FROM "AuditEvent" WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?',
  firstAfter: 'SELECT "at" FROM "AuditEvent" WHERE rowid > ? ORDER BY rowid LIMIT 1',
};
