// The one door to the database. A libSQL file in the data directory: ../docs/decisions has the comparison.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Prisma, PrismaClient } from "#prisma/generated/client.ts";
import { config } from "./config.ts";
import { openDriver } from "./database-driver.ts";
import { instanceKey } from "./secrets.ts";

export type Db = PrismaClient;
export type Transaction = Prisma.TransactionClient;

// The pages' bundle and the server load this file twice. Two clients in one process would refuse each other's writes; one has its
// statements wait for each other. So the process has one; it carries no state between the two sides.
declare global {
  var drawbridgeDatabase: Db | undefined;
}

/** The database of this process. */
export function database(): Db {
  globalThis.drawbridgeDatabase ??= openDatabase(databaseFile(config().dataDir));
  return globalThis.drawbridgeDatabase;
}

export function databaseFile(dataDir: string): string {
  instanceKey(dataDir); // makes the directory, private
  return path.join(dataDir, "drawbridge.db");
}

/** Opens `file`, made if absent, by a `driver` of its own unless told. The caller disconnects. */
export function openDatabase(file: string, driver = openDriver(file)): Db {
  return new PrismaClient({ adapter: driver, transactionOptions: { maxWait: 10_000, timeout: 10_000 } });
}

/** Brings the schema up to date: each migration whole or not at all, in order, once. Throws if the database is newer than this program. */
export async function migrate(db: Db): Promise<void> {
  const migrationsDir = path.join(import.meta.dirname, "../prisma/migrations");
  await db.$queryRawUnsafe("PRAGMA journal_mode = WAL");
  await db.$executeRawUnsafe('CREATE TABLE IF NOT EXISTS "Migration" ("name" TEXT NOT NULL PRIMARY KEY)');
  const names = readdirSync(migrationsDir)
    .filter((name) => /^\d{4}-/.test(name))
    .sort();
  const rows = await db.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Migration"`;
  const applied = new Set(rows.map((row) => row.name));
  const unknown = [...applied].find((name) => !names.includes(name));
  if (unknown) throw new Error(`The database was used by a newer Drawbridge (it has ${unknown}). Start that version, or restore a backup.`);
  for (const name of names.filter((candidate) => !applied.has(candidate))) {
    const statements = readFileSync(path.join(migrationsDir, name, "migration.sql"), "utf8")
      .split(/;\s*\n/)
      .filter((statement) => statement.trim() !== "");
    await db.$transaction(async (transaction) => {
      for (const statement of statements) await transaction.$executeRawUnsafe(statement);
      await transaction.$executeRaw`INSERT INTO "Migration" ("name") VALUES (${name})`;
    });
  }
}
