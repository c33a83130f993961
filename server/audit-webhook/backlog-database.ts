// The webhook's own connection, on its own thread, to either database.
import Database from "libsql";
import { isPostgresqlUrl, openConnections } from "#lib/db.ts";

type Values = readonly (string | number | null)[];

export interface BacklogDatabase {
  /** Whether a number is given to no row when a write fails. */
  readonly leavesNumbersOut: boolean;
  /** Values stand where the statement has `?`. */
  rows(statement: string, values?: Values): Promise<unknown[]>;
  run(statement: string, values?: Values): Promise<void>;
  close(): Promise<void>;
}

/** At `location`, as lib/db.ts says it. */
export function openBacklogDatabase(location: string): BacklogDatabase {
  return isPostgresqlUrl(location) ? openPostgresql(location) : openFile(location);
}

/** Milliseconds for which another's lock is waited for. */
const busyMs = 5000;

function openFile(file: string): BacklogDatabase {
  const database = new Database(file, { timeout: busyMs });
  database.exec("PRAGMA synchronous = NORMAL");
  const prepared = new Map<string, Database.Statement>();
  function prepare(text: string): Database.Statement {
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, statement);
    return statement;
  }
  return {
    leavesNumbersOut: false,
    rows: async (statement, values = []) => prepare(statement).all(...values),
    async run(statement, values = []) {
      prepare(statement).run(...values);
    },
    close: async () => void database.close(),
  };
}

function openPostgresql(url: string): BacklogDatabase {
  // One: statements come one after another.
  const pool = openConnections(url, 1);
  const numbered = (statement: string) => {
    let number = 0;
    return statement.replaceAll("?", () => `$${++number}`);
  };
  return {
    leavesNumbersOut: true,
    rows: async (statement, values = []) => (await pool.query(numbered(statement), [...values])).rows,
    async run(statement, values = []) {
      await pool.query(numbered(statement), [...values]);
    },
    close: () => pool.end(),
  };
}
