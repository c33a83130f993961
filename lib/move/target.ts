// The PostgreSQL database that an embedded one is moved to. Everything that is copied is one transaction: there is all of it, or nothing.
import { z } from "zod";
import { migrationLockKey, migrationNames, migrationStatements, openConnections } from "../db.ts";
import { moveMark } from "../move-marks.ts";
import { canonicalAnswer, canonicalExpression, columnTypes, postgresqlText } from "./canonical.ts";
import { MoveRefusal } from "./refusal.ts";
import { createRowSum, type RowSum } from "./row-sum.ts";
import type { Table } from "./table.ts";

export interface TargetMark {
  /** Of the move. */
  id: string;
  /** Which Drawbridge's copy it is: a fingerprint of its instance key. */
  instance: string;
}

export interface Target {
  /** Of a copy that is there, whole, and does not count yet. */
  mark(): Promise<TargetMark | null>;
  /** Begins the transaction, with the tables made and empty. Throws MoveRefusal when the database is another's, or in use. */
  begin(instance: string): Promise<void>;
  tables(): Promise<Map<string, Table["columns"]>>;
  /** Takes the indexes of `table` away, but for its key: to make each once is a third of the work of keeping it up with every row. */
  setIndexesAside(table: Table): Promise<{ putBack(): Promise<void> }>;
  /** Appends rows in canonical form. */
  insert(table: Table, rows: readonly (string | null)[][]): Promise<void>;
  /** Of all rows that are there, read back; so many at once. */
  sum(table: Table, rowsAtOnce: number): Promise<RowSum>;
  /** Numbers that a row of `table` gets from now on are above all that it has, and above `given`. */
  raiseNumbers(table: Table, given: bigint): Promise<void>;
  /** The audit webhook's place becomes one among the numbers that are there: SQLite gives those of deleted rows again, so that it may be above them. */
  settleWebhook(): Promise<void>;
  /** An audit row of what was done. */
  record(event: { id: string; at: Date; action: string; detail: object }): Promise<void>;
  /** Ends the transaction: all is there, under a mark that keeps every Drawbridge from using it. */
  commit(mark: TargetMark): Promise<void>;
  /** Takes the mark away: from now on it counts. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Connects, and keeps other moves and starting Drawbridges away until `close`. Throws MoveRefusal. */
export async function openTarget(url: string): Promise<Target> {
  const pool = openConnections(url, 1);
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end();
    throw new MoveRefusal(`The database of DRAWBRIDGE_DATABASE_URL cannot be reached: ${wordsOf(error)}. Nothing was changed.`);
  });
  // Told by the next statement.
  client.on("error", () => {});

  async function ask<T>(schema: z.ZodType<T>, text: string, values: unknown[] = []): Promise<T[]> {
    return z.array(schema).parse((await client.query(text, values)).rows);
  }

  async function close(): Promise<void> {
    // With its transaction, its lock and its settings.
    client.release(true);
    await pool.end();
  }

  try {
    // The embedded database is marked only once the copy is on the disk, whatever the server does for others.
    await client.query("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET synchronous_commit = on");
    await requireUsable(ask);
    const [lock] = await ask(z.object({ had: z.boolean() }), "SELECT pg_try_advisory_lock($1) AS had", [migrationLockKey]);
    if (!lock?.had)
      throw new MoveRefusal("Another move to this database is under way, or a Drawbridge is starting on it. Wait for its end; nothing was changed.");
  } catch (error) {
    await close();
    throw error;
  }

  return {
    async mark() {
      if (!(await tableNames(ask)).includes(moveMark)) return null;
      return (await ask(z.object({ id: z.string(), instance: z.string() }), `SELECT "id", "instance" FROM "${moveMark}"`))[0] ?? null;
    },
    async begin(instance) {
      await client.query("BEGIN");
      const present = await tableNames(ask);
      if (present.length === 0) {
        await client.query('CREATE TABLE "Migration" ("name" TEXT NOT NULL PRIMARY KEY)');
        for (const name of migrationNames("postgresql")) {
          for (const statement of migrationStatements("postgresql", name)) await client.query(statement);
          await client.query('INSERT INTO "Migration" ("name") VALUES ($1)', [name]);
        }
        return;
      }
      await requireUnfinished(ask, { present, instance });
      const copied = present.filter((name) => name !== "Migration" && name !== moveMark).map((name) => `"${name}"`);
      await client.query(`DROP TABLE "${moveMark}"; TRUNCATE ${copied.join(", ")}`);
    },
    async tables() {
      const rows = await ask(
        z.object({ table: z.string(), column: z.string(), type: z.string() }),
        `SELECT table_name AS "table", column_name AS "column", data_type AS "type" FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name <> 'Migration' ORDER BY table_name, ordinal_position`,
      );
      const tables = new Map<string, Table["columns"]>();
      for (const { table, column, type } of rows) {
        const ours = columnTypes.get(type);
        if (ours === undefined)
          throw new MoveRefusal(`“${column}” of ${table} has the type ${type}, which the move does not know. Nothing was changed; report this.`);
        tables.set(table, [...(tables.get(table) ?? []), { name: column, type: ours, declared: type }]);
      }
      return tables;
    },
    async setIndexesAside({ name }) {
      const indexes = await ask(
        z.object({ name: z.string(), statement: z.string() }),
        `SELECT relname AS "name", pg_get_indexdef(indexrelid) AS "statement" FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
         WHERE indrelid = $1::text::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1`,
        [`"${name}"`],
      );
      for (const index of indexes) await client.query(`DROP INDEX "${index.name}"`);
      return {
        async putBack() {
          for (const { statement } of indexes) await client.query(statement);
        },
      };
    },
    async insert({ name, columns }, rows) {
      const names = columns.map((column) => `"${column.name}"`).join(", ");
      const arrays = columns.map((column, index) => `$${index + 1}::${column.declared}[]`).join(", ");
      const values = columns.map(({ type }, index) => rows.map((row) => (row[index] == null ? null : postgresqlText(type, row[index]))));
      await client.query(`INSERT INTO "${name}" (${names}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays})`, values);
    },
    async sum({ name, columns }, rowsAtOnce) {
      const sum = createRowSum();
      const expressions = columns.map((column) => canonicalExpression(column.type, `"${column.name}"`)).join(", ");
      await client.query(`DECLARE "copied" NO SCROLL CURSOR FOR SELECT ${expressions} FROM "${name}"`);
      for (;;) {
        const { rows } = await client.query<(string | null)[]>({ text: `FETCH ${rowsAtOnce} FROM "copied"`, rowMode: "array" });
        if (rows.length === 0) break;
        for (const row of rows) sum.add(columns.map((column, index) => canonicalAnswer(column.type, row[index] ?? null)));
      }
      await client.query('CLOSE "copied"');
      return sum;
    },
    async raiseNumbers({ name, columns }, given) {
      for (const column of columns) {
        const [row] = await ask(z.object({ sequence: z.string().nullable() }), "SELECT pg_get_serial_sequence($1, $2) AS sequence", [`"${name}"`, column.name]);
        if (!row?.sequence) continue;
        const highest = `SELECT greatest((SELECT max("${column.name}") FROM "${name}"), $2::bigint) AS "number"`;
        await client.query(`SELECT setval($1::text::regclass, "number") FROM (${highest}) AS "highest" WHERE "number" > 0`, [row.sequence, String(given)]);
      }
    },
    async settleWebhook() {
      // As the webhook finds its place in an embedded database (server/audit-webhook/backlog.ts): nothing tells what was sent, so all is sent again.
      await client.query(
        `UPDATE "AuditWebhookCursor" AS c SET "position" = coalesce(
           (SELECT rowid FROM "AuditEvent" WHERE "id" = c."eventId"),
           (SELECT greatest(coalesce(min(rowid), 0) - 1, 0) FROM "AuditEvent" HAVING coalesce(max(rowid), 0) < c."position" OR bool_or(rowid = c."position")),
           c."position") WHERE c."id" = 1`,
      );
    },
    async record({ id, at, action, detail }) {
      const values = [id, at, action, "system", JSON.stringify(detail)];
      await client.query('INSERT INTO "AuditEvent" ("id", "at", "action", "actorLogin", "detail") VALUES ($1, $2, $3, $4, $5)', values);
    },
    async commit({ id, instance }) {
      await client.query(`CREATE TABLE "${moveMark}" ("id" TEXT NOT NULL, "instance" TEXT NOT NULL)`);
      await client.query(`INSERT INTO "${moveMark}" VALUES ($1, $2)`, [id, instance]);
      // The first statements are planned by what is there, not by what an empty database has.
      await client.query("ANALYZE");
      await client.query("COMMIT");
    },
    async finish() {
      await client.query(`DROP TABLE "${moveMark}"`);
    },
    close,
  };
}

type Ask = <T>(schema: z.ZodType<T>, text: string, values?: unknown[]) => Promise<T[]>;

const nameSchema = z.object({ name: z.string() });
const oldestVersion = 14;

async function requireUsable(ask: Ask): Promise<void> {
  const [server] = await ask(
    z.object({ version: z.coerce.number(), encoding: z.string(), isReadOnly: z.string(), schema: z.string().nullable(), mayCreate: z.boolean().nullable() }),
    `SELECT current_setting('server_version_num') AS "version", current_setting('server_encoding') AS "encoding",
       current_setting('transaction_read_only') AS "isReadOnly", current_schema() AS "schema", has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate"`,
  );
  const nothing = "Nothing was changed.";
  if (server === undefined || server.version < oldestVersion * 10_000)
    throw new MoveRefusal(`That PostgreSQL is older than ${oldestVersion}, the oldest that Drawbridge runs on. ${nothing}`);
  if (server.encoding !== "UTF8") throw new MoveRefusal(`That database has the encoding ${server.encoding}: make one with ENCODING 'UTF8'. ${nothing}`);
  if (server.isReadOnly === "on") throw new MoveRefusal(`That database is read-only, as a standby is: name the primary. ${nothing}`);
  if (server.mayCreate !== true)
    throw new MoveRefusal(`The role of DRAWBRIDGE_DATABASE_URL may not make tables in that database: make it the database's owner. ${nothing}`);
}

async function tableNames(ask: Ask): Promise<string[]> {
  const rows = await ask(
    nameSchema,
    `SELECT relname AS "name" FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
     AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i', 'e')) ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Tables that are there may be those of a copy whose move broke off before it counted, and then only if they are of this Drawbridge. */
async function requireUnfinished(ask: Ask, { present, instance }: { present: string[]; instance: string }): Promise<void> {
  const empty = "Name an empty one (CREATE DATABASE drawbridge OWNER …), or empty it (DROP SCHEMA public CASCADE; CREATE SCHEMA public). Nothing was changed.";
  if (!present.includes("Migration")) throw new MoveRefusal(`That database is not empty: it has ${present.slice(0, 3).join(", ")}. ${empty}`);
  const known = migrationNames("postgresql");
  const applied = (await ask(nameSchema, 'SELECT "name" FROM "Migration"')).map(({ name }) => name);
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown) throw new MoveRefusal(`That database was used by a newer Drawbridge (it has ${unknown}). ${empty}`);
  const older = applied.length < known.length ? "an older " : "a ";
  if (!present.includes(moveMark)) throw new MoveRefusal(`That database is not empty: it is of ${older}Drawbridge. ${empty}`);
  const marks = await ask(z.object({ instance: z.string() }), `SELECT "instance" FROM "${moveMark}"`);
  if (marks[0]?.instance !== instance) throw new MoveRefusal(`That database holds the unfinished copy of another Drawbridge. ${empty}`);
  if (applied.length < known.length) throw new MoveRefusal(`That database holds an unfinished copy that an older Drawbridge has made. ${empty}`);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node gives no words when each address of a name has failed.
  return error.message || ("code" in error ? String(error.code) : error.name);
}
