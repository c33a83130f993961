import Database from "libsql";
import { storedTime } from "#lib/stored-time.ts";

type Value = string | number | boolean | Date | null;
export type Row = Record<string, Value>;

/**
 * Puts rows into the migrated database `file` as the ORM would have stored them, by one statement: tens of thousands would take the ORM a
 * minute. All rows of a table have the columns of its first one.
 */
export function insertRows(file: string, tables: Record<string, readonly Row[]>): void {
  const database = new Database(file);
  database.exec("PRAGMA synchronous = OFF");
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? {});
    const names = columns.map((name) => `"${name}"`).join(", ");
    const values = columns.map((_name, index) => `json_extract(value, '$[${index}]')`).join(", ");
    const stored = rows.map((row) => columns.map((name) => storedValue(row[name] ?? null)));
    database.prepare(`INSERT INTO "${table}" (${names}) SELECT ${values} FROM json_each(?)`).run([JSON.stringify(stored)]);
  }
  database.close();
}

function storedValue(value: Value): string | number | null {
  if (value instanceof Date) return storedTime(value);
  return typeof value === "boolean" ? Number(value) : value;
}
