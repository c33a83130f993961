// The embedded database that is moved. Node's own SQLite, not the ORM's: what is in it is read as it is, row by row.
import { existsSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { migrationNames } from "../db.ts";
import { moveMark } from "../move-marks.ts";
import { canonicalOf, isChanged, isSuspect } from "./canonical.ts";
import { MoveRefusal } from "./refusal.ts";
import type { Table } from "./table.ts";

export interface SourceMark {
  /** Of the move. */
  id: string;
  at: string;
  /** The URL without its password. */
  target: string;
}

export interface Source {
  /** Null while it was not moved. */
  mark(): SourceMark | null;
  /** Takes the write lock until `finish` or `close`: nobody can change anything. Throws MoveRefusal when another program has it. */
  lock(): void;
  /** Throws MoveRefusal when it is damaged, or not of this program's schema. */
  requireSound(): void;
  /** Names of its tables with those of their columns, and which others each refers to. */
  tables(): Map<string, { columns: string[]; refersTo: Set<string> }>;
  count(table: string): number;
  /** Every row in its canonical form, in the order of writing. `onChanged` is told of each text that PostgreSQL cannot hold as it is. */
  rows(table: Table, onChanged: (column: string) => void): Iterable<{ rowid: bigint; values: (string | null)[] }>;
  /** The highest number that was ever given to a row of `table`, and is not given again; 0 where numbers are. */
  highestGiven(table: string): bigint;
  /** In one step: leaves the mark, makes every later change fail, lets the lock go. */
  finish(mark: SourceMark): void;
  close(): void;
}

/** Milliseconds for which another program's lock is waited for. */
const busyMs = 5000;
const triggerPrefix = "moved away: ";

export function openSource(dataDir: string): Source {
  const database = openFile(dataDir);
  return {
    mark: () => readMark(database),
    lock() {
      try {
        database.exec("BEGIN IMMEDIATE");
      } catch (error) {
        throw new MoveRefusal(`The database is in use by another program (${wordsOf(error)}). End that, and run the command again; nothing was changed.`);
      }
    },
    requireSound: () => requireSound(database),
    tables: () => new Map(tableNames(database).map((name) => [name, shapeOf(database, name)])),
    count: (table) => countSchema.parse(database.prepare(`SELECT count(*) AS "count" FROM "${table}"`).get()).count,
    rows: (table, onChanged) => rowsOf(database, table, onChanged),
    highestGiven(table) {
      if (database.prepare(`SELECT 1 FROM "sqlite_schema" WHERE "name" = 'sqlite_sequence'`).get() === undefined) return 0n;
      const statement = database.prepare('SELECT "seq" FROM "sqlite_sequence" WHERE "name" = ?');
      statement.setReadBigInts(true);
      return z.object({ seq: z.bigint() }).optional().parse(statement.get(table))?.seq ?? 0n;
    },
    finish({ id, at, target }) {
      const tables = tableNames(database, "");
      database.exec(`CREATE TABLE "${moveMark}" ("id" TEXT NOT NULL, "at" TEXT NOT NULL, "target" TEXT NOT NULL)`);
      database.prepare(`INSERT INTO "${moveMark}" VALUES (?, ?, ?)`).run(id, at, target);
      for (const table of tables) for (const what of ["INSERT", "UPDATE", "DELETE"]) database.exec(trigger(table, what));
      database.exec("COMMIT");
    },
    close: () => database.close(),
  };
}

/** Makes a moved database usable again; the caller has locked the data directory. Returns its mark. Throws MoveRefusal when it was not moved. */
export function takeBack(dataDir: string): SourceMark {
  const database = openFile(dataDir);
  try {
    database.exec("BEGIN IMMEDIATE");
    const mark = readMark(database);
    if (mark === null) throw new MoveRefusal(`The database of ${dataDir} was not moved. Nothing was changed.`);
    const triggers = database.prepare(`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'trigger' AND "name" LIKE ?`).all(`${triggerPrefix}%`);
    for (const { name } of namesSchema.parse(triggers)) database.exec(`DROP TRIGGER "${name}"`);
    database.exec(`DROP TABLE "${moveMark}"; COMMIT`);
    return mark;
  } finally {
    database.close();
  }
}

const countSchema = z.object({ count: z.number() });
const namesSchema = z.array(z.object({ name: z.string() }));
const markSchema = z.object({ id: z.string(), at: z.string(), target: z.string() });

function openFile(dataDir: string): DatabaseSync {
  const file = path.join(dataDir, "drawbridge.db");
  if (!existsSync(file))
    throw new MoveRefusal(`There is no database in ${dataDir}. DRAWBRIDGE_DATA_DIR names the directory of the Drawbridge that is to be moved.`);
  return new DatabaseSync(file, { timeout: busyMs });
}

/** Null when `database`, an embedded one, was not moved. */
export function readMark(database: DatabaseSync): SourceMark | null {
  if (database.prepare(`SELECT 1 FROM "sqlite_schema" WHERE "type" = 'table' AND "name" = ?`).get(moveMark) === undefined) return null;
  return markSchema.parse(database.prepare(`SELECT "id", "at", "target" FROM "${moveMark}"`).get());
}

function requireSound(database: DatabaseSync): void {
  let complaints: unknown[];
  try {
    complaints = database.prepare("PRAGMA quick_check(1)").all();
  } catch (error) {
    throw new MoveRefusal(`The database is damaged (${wordsOf(error)}). Restore a backup first.`);
  }
  const complaint = z.array(z.object({ quick_check: z.string() })).parse(complaints)[0]?.quick_check;
  if (complaint !== "ok") throw new MoveRefusal(`The database is damaged (${complaint}). Restore a backup first.`);
  const astray = z.object({ table: z.string(), rowid: z.number().nullable(), parent: z.string() }).optional();
  const row = astray.parse(database.prepare("PRAGMA foreign_key_check").get());
  if (row) throw new MoveRefusal(`The database is damaged: row ${row.rowid} of ${row.table} refers to one of ${row.parent} that is not there.`);
  const known = migrationNames("sqlite");
  const applied = tableNames(database, "").includes("Migration") ? namesSchema.parse(database.prepare('SELECT "name" FROM "Migration"').all()) : [];
  const unknown = applied.find(({ name }) => !known.includes(name));
  if (unknown) throw new MoveRefusal(`The database was used by a newer Drawbridge (it has ${unknown.name}). Move it with that version.`);
  if (applied.length < known.length)
    throw new MoveRefusal("The database is of an older Drawbridge. Start this version on it once, which brings it up to date, then run the command again.");
}

/** Without `Migration` unless told. */
function tableNames(database: DatabaseSync, besides = "Migration"): string[] {
  const rows = database.prepare(`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%' ORDER BY "name"`).all();
  return namesSchema.parse(rows).flatMap(({ name }) => (name === besides ? [] : [name]));
}

function shapeOf(database: DatabaseSync, table: string): { columns: string[]; refersTo: Set<string> } {
  const references = database.prepare('SELECT "table" AS "name" FROM pragma_foreign_key_list(?)').all(table);
  return {
    columns: namesSchema.parse(database.prepare('SELECT "name" FROM pragma_table_info(?)').all(table)).map(({ name }) => name),
    refersTo: new Set(namesSchema.parse(references).map(({ name }) => name)),
  };
}

function* rowsOf(database: DatabaseSync, table: Table, onChanged: (column: string) => void): Generator<{ rowid: bigint; values: (string | null)[] }> {
  const columns = table.columns.map(({ name }) => `"${name}"`).join(", ");
  const statement = database.prepare(`SELECT rowid AS "row id", ${columns} FROM "${table.name}" ORDER BY rowid`);
  statement.setReadBigInts(true);
  for (const row of statement.iterate()) {
    const rowid = BigInt(Number(row["row id"]));
    const values = table.columns.map(({ name, type }) => {
      const value = row[name] ?? null;
      if (typeof value === "string" && isSuspect(value) && isChanged(bytesOf(database, { table: table.name, column: name, rowid }))) onChanged(name);
      try {
        return canonicalOf(type, value);
      } catch (error) {
        throw new MoveRefusal(`PostgreSQL cannot hold ${wordsOf(error)}: “${name}” of row ${rowid} of ${table.name}. Mend that row; nothing was changed.`);
      }
    });
    yield { rowid, values };
  }
}

function bytesOf(database: DatabaseSync, { table, column, rowid }: { table: string; column: string; rowid: bigint }): Uint8Array {
  const row = database.prepare(`SELECT CAST("${column}" AS BLOB) AS "bytes" FROM "${table}" WHERE rowid = ?`).get(rowid);
  return z.object({ bytes: z.instanceof(Uint8Array) }).parse(row).bytes;
}

function trigger(table: string, what: string): string {
  const words = "this database was moved to PostgreSQL, and takes no more changes";
  return `CREATE TRIGGER "${triggerPrefix}${table} ${what}" BEFORE ${what} ON "${table}" BEGIN SELECT RAISE(ABORT, '${words}'); END`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
