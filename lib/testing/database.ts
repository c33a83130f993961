import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actor, Context } from "../context.ts";
import { openDriver, runBefore } from "../database-driver.ts";
import { type Db, databaseFile, migrate, openDatabase, openFile } from "../db.ts";
import { createDatabase, testServer } from "./postgresql.ts";

export interface TestDatabase {
  db: Db;
  dataDir: string;
  /** Where `db` is: a file of `dataDir`, or the URL of a PostgreSQL database. */
  location: string;
  /** Disconnects and deletes everything. */
  close(): Promise<void>;
}

/** As `openTestDatabase`, always a file: for what is about SQLite, and for what is about statements, each of which `onStatement` is told. */
export function openTestFile(onStatement: (sql: string) => void = () => {}): Promise<TestDatabase> {
  return open(null, onStatement);
}

/** A migrated database of its own: in PostgreSQL when the tests run on it, else a file. (libSQL's `:memory:` loses its tables after a transaction.) */
export function openTestDatabase(): Promise<TestDatabase> {
  return open(testServer());
}

async function open(server: string | null, onStatement: (sql: string) => void = () => {}): Promise<TestDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "drawbridge-"));
  const { location, drop } = server === null ? { location: databaseFile(dataDir), drop: async () => {} } : await createDatabase(server);
  const db = server === null ? openFile(location, listened(location, onStatement)) : openDatabase(location);
  await migrate(db);
  return {
    db,
    dataDir,
    location,
    async close() {
      await db.$disconnect();
      await drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

function listened(file: string, onStatement: (sql: string) => void) {
  return runBefore(openDriver(file), () => async (sql) => onStatement(sql));
}

/** A person in the database, and the context in which they act at `now`. */
export async function contextOfPerson(db: Db, login: string, options: { isAdmin?: boolean; now?: Date } = {}): Promise<Context> {
  const now = options.now ?? new Date("2026-01-15T12:00:00Z");
  const user = await db.user.create({ data: { login, displayName: login, isAdmin: options.isAdmin ?? false, createdAt: now } });
  const actor: Actor = { kind: "person", person: { id: user.id, login, displayName: login, isAdmin: user.isAdmin }, sourceIP: "127.0.0.1" };
  return { db, actor, now };
}
