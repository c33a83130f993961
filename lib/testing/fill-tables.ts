// Rows of every table of an embedded database, made from what the database says of itself, so that a table or column of tomorrow has them too.
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** What a text may be that a careless copy would change. Short enough for an index. */
export const hostileTexts = [
  `'"\\`,
  '{NULL,"}',
  "NULL",
  "",
  " ",
  "\\x00",
  "\u0001\r\n\t\u007f",
  "😀 é e\u0301 \u202e",
  "\ufffd",
  "%s $1 ? :a",
  "\ud7ff\ue000\u{10ffff}",
];

export const hostileTimes = [
  "1969-12-31T23:59:59.999+00:00",
  "0001-01-01T00:00:00.000+00:00",
  "2026-03-29T02:30:00.001+02:00",
  "9999-12-31T23:59:59.999+00:00",
];

const columnsSchema = z.array(z.object({ name: z.string(), type: z.string(), notnull: z.number(), pk: z.number() }));
const referencesSchema = z.array(z.object({ from: z.string() }));
const namesSchema = z.array(z.object({ name: z.string() }));

/** Of each row `index` of a table: those that it refers to are of the same `index`. The first has null wherever it may. */
export function fillTables(database: DatabaseSync): { tables: string[] } {
  const tables = namesSchema
    .parse(database.prepare(`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%' AND "name" <> 'Migration'`).all())
    .map(({ name }) => name);
  database.exec("PRAGMA foreign_keys = OFF");
  for (const table of tables) {
    const columns = columnsSchema.parse(database.prepare('SELECT "name", "type", "notnull", "pk" FROM pragma_table_info(?)').all(table));
    const references = referencesSchema.parse(database.prepare('SELECT "from" FROM pragma_foreign_key_list(?)').all(table));
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    const insert = database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
    for (let index = 0; index < hostileTexts.length; index++) {
      const values = columns.map(({ name, type, notnull, pk }) => {
        if (index === 0 && notnull === 0) return null;
        const isKey = pk > 0 || references.some(({ from }) => from === name);
        return storedValue(type, { index, isKey });
      });
      insert.run(...values);
    }
  }
  return { tables };
}

function storedValue(type: string, { index, isKey }: { index: number; isKey: boolean }): string | number | bigint | Buffer {
  const text = hostileTexts[index] ?? "";
  switch (type) {
    case "TEXT":
      // Some columns are unique, and a key is referred to from other tables.
      return isKey ? `key ${index} ${text}` : `${text}${index}`;
    case "DATETIME":
      return isKey ? `2026-01-15T12:${10 + index}:00.000+00:00` : (hostileTimes[index % hostileTimes.length] ?? "");
    case "INTEGER":
      return isKey ? index + 1 : 2_147_483_647 - index;
    case "BIGINT":
      // The ORM reads no larger one from SQLite.
      return 9_007_199_254_740_000n + BigInt(index);
    case "BOOLEAN":
      return index % 2;
    case "BLOB":
      return Buffer.from([0, 255, index, 39, 92]);
    default:
      throw new Error(`a column of the type ${type}, for which there is no value here`);
  }
}
