import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Db, Transaction } from "./db.ts";
import { type Dialect, dialectOf } from "./dialect.ts";
import { refuseMoved } from "./move-marks.ts";

/** Not a constant: the pages' bundle loads this file too, and there it has no directory. */
function folderOf(dialect: Dialect): string {
  return path.join(import.meta.dirname, "../prisma", dialect === "sqlite" ? "migrations" : "migrations-postgresql");
}

/** Of the migrations that this program knows, in order. */
export function migrationNames(dialect: Dialect): string[] {
  return readdirSync(folderOf(dialect))
    .filter((name) => /^\d{4}-/.test(name))
    .sort();
}

/** The statements of a migration, in order. */
export function migrationStatements(dialect: Dialect, name: string): string[] {
  return readFileSync(path.join(folderOf(dialect), name, "migration.sql"), "utf8")
    .split(/;\s*\n/)
    .filter((statement) => statement.trim() !== "");
}

/** "drawbridg" as a number: several processes that start at once bring the schema up to date one after another. */
export const migrationLockKey = 0x64726177;

/**
 * Brings the schema up to date: each migration whole or not at all, in order, once. Throws a sentence if the database is newer than this program,
 * was moved away, or is a copy that is not finished.
 */
export async function migrate(db: Db): Promise<void> {
  if (dialectOf(db) === "sqlite") return migrateFile(db);
  await db.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${migrationLockKey})`;
      await refuseMoved(transaction);
      for (const name of await missingMigrations(transaction)) await apply(transaction, name);
    },
    { timeout: 600_000 },
  );
}

async function migrateFile(db: Db): Promise<void> {
  await refuseMoved(db);
  await db.$queryRawUnsafe("PRAGMA journal_mode = WAL");
  for (const name of await missingMigrations(db)) await db.$transaction((transaction) => apply(transaction, name));
}

async function missingMigrations(db: Db | Transaction): Promise<string[]> {
  await db.$executeRawUnsafe('CREATE TABLE IF NOT EXISTS "Migration" ("name" TEXT NOT NULL PRIMARY KEY)');
  const names = migrationNames(dialectOf(db));
  const rows = await db.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Migration"`;
  const applied = new Set(rows.map((row) => row.name));
  const unknown = [...applied].find((name) => !names.includes(name));
  if (unknown) throw new Error(`The database was used by a newer Drawbridge (it has ${unknown}). Start that version, or restore a backup.`);
  return names.filter((name) => !applied.has(name));
}

async function apply(transaction: Transaction, name: string): Promise<void> {
  for (const statement of migrationStatements(dialectOf(transaction), name)) await transaction.$executeRawUnsafe(statement);
  await transaction.$executeRaw`INSERT INTO "Migration" ("name") VALUES (${name})`;
}
