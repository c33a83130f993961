import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actor, Context } from "../context.ts";
import { type Db, databaseFile, migrate, openDatabase } from "../db.ts";

export interface TestDatabase {
  db: Db;
  dataDir: string;
  /** Disconnects and deletes the directory. */
  close(): Promise<void>;
}

/** A migrated database of its own in a throw-away directory. (libSQL's `:memory:` loses its tables after a transaction.) */
export async function openTestDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "drawbridge-"));
  const db = openDatabase(databaseFile(dataDir));
  await migrate(db);
  return {
    db,
    dataDir,
    async close() {
      await db.$disconnect();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** A person in the database, and the context in which they act at `now`. */
export async function contextOfPerson(db: Db, login: string, options: { isAdmin?: boolean; now?: Date } = {}): Promise<Context> {
  const now = options.now ?? new Date("2026-01-15T12:00:00Z");
  const user = await db.user.create({ data: { login, displayName: login, isAdmin: options.isAdmin ?? false, createdAt: now } });
  const actor: Actor = { kind: "person", person: { id: user.id, login, displayName: login, isAdmin: user.isAdmin }, sourceIP: "127.0.0.1" };
  return { db, actor, now };
}
