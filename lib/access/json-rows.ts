import { setImmediate as nextTurn } from "node:timers/promises";
import { Prisma } from "#prisma/generated/client.ts";
import type { Transaction } from "../db.ts";
import { rowsAsJson, sql, sqlFor } from "../dialect.ts";

interface Kinds {
  text: string;
  number: number;
  flag: boolean;
  time: Date;
}
type Kind = keyof Kinds;
/** What each column holds; with `?` it may hold nothing. */
export type Columns = Record<string, Kind | `${Kind}?`>;
type ValueOf<K> = K extends Kind ? Kinds[K] : K extends `${infer Inner extends Kind}?` ? Kinds[Inner] | null : never;
export type RowOf<C extends Columns> = { -readonly [Name in keyof C]: ValueOf<C[Name]> };

/** For a transaction that sees one moment, as SQLite's do in any case. */
export const asOfOneMoment = { isolationLevel: "Serializable" as const };

/** Of rows at once: some milliseconds of the thread, for which every request and every stream has to wait. */
const pieceRows = 4_000;

/**
 * These columns of all rows of `table`: in pieces, each as one JSON value, and others have a turn in between. Row by row through the ORM,
 * thousands of rows would keep the thread ten times as long, and at one stretch; a schema's parser twice as long. Throws when a value is not
 * of its kind. `table` and `columns` are our own words, never input. The transaction is `asOfOneMoment`.
 */
export async function readJsonRows<const C extends Columns>(transaction: Transaction, table: string, columns: C): Promise<RowOf<C>[]> {
  const names = Prisma.raw(
    Object.keys(columns)
      .map((name) => `"${name}"`)
      .join(", "),
  );
  const from = Prisma.raw(`"${table}"`);
  const inOneValue = rowsAsJson(transaction, names);
  const all: RowOf<C>[] = [];
  for (let last = 0; ; ) {
    const [piece] = await transaction.$queryRaw<{ rows: string; last: bigint | number | null }[]>(
      sqlFor(transaction, {
        sqlite: sql`SELECT ${inOneValue} AS "rows", MAX("place") AS "last"
          FROM (SELECT ${names}, rowid AS "place" FROM ${from} WHERE rowid > ${last} ORDER BY rowid LIMIT ${pieceRows})`,
        // Where a row lies is no number to compare with, but stays while the transaction goes on.
        postgresql: sql`SELECT ${inOneValue} AS "rows", CAST(${last + pieceRows} AS INTEGER) AS "last"
          FROM (SELECT ${names} FROM ${from} ORDER BY ctid LIMIT ${pieceRows} OFFSET ${last}) piece`,
      }),
    );
    const rows: unknown = JSON.parse(piece?.rows ?? "");
    if (!Array.isArray(rows)) throw new TypeError(`${table}: not rows`);
    for (const row of rows) all.push(rowOf(row, table, columns));
    if (rows.length < pieceRows) return all;
    last = Number(piece?.last);
    await nextTurn();
  }
}

function rowOf<C extends Columns>(values: unknown, table: string, columns: C): RowOf<C> {
  const row: Record<string, unknown> = {};
  let place = 0;
  for (const name in columns) row[name] = cellOf(Array.isArray(values) ? values[place++] : undefined, columns[name], `${table}.${name}`);
  return row as RowOf<C>;
}

function cellOf(value: unknown, kind: Columns[string] | undefined, where: string): unknown {
  if (value === null && kind?.endsWith("?")) return null;
  switch (kind) {
    case "text":
    case "text?":
      if (typeof value === "string") return value;
      break;
    case "number":
    case "number?":
      if (typeof value === "number") return value;
      break;
    case "flag":
    case "flag?":
      // SQLite has numbers for it.
      if (value === 0 || value === 1 || typeof value === "boolean") return Boolean(value);
      break;
    case "time":
    case "time?": {
      const time = new Date(typeof value === "string" ? value : Number.NaN);
      if (!Number.isNaN(time.getTime())) return time;
    }
  }
  throw new TypeError(`${where} holds no ${kind}`);
}
