// The one door to the database: a libSQL file in the data directory, or PostgreSQL; ../docs/decisions has the comparison.
import path from "node:path";
import { type Prisma, PrismaClient } from "#prisma/generated/client.ts";
import { type Config, config } from "./config.ts";
import { openDriver } from "./database-driver.ts";
import { markDialect } from "./dialect.ts";
import { isPostgresqlUrl, openPostgresql } from "./postgresql.ts";
import { instanceKey } from "./secrets.ts";

export { type Statement, sql } from "./dialect.ts";
export { migrate, migrationLockKey, migrationNames, migrationStatements } from "./migrations.ts";
export { isPostgresqlUrl, openConnections, storable } from "./postgresql.ts";

export type Db = PrismaClient;
export type Transaction = Prisma.TransactionClient;

// The pages' bundle and the server load this file twice. Two clients in one process would refuse each other's writes; one has its
// statements wait for each other. So the process has one; it carries no state between the two sides.
declare global {
  var drawbridgeDatabase: Db | undefined;
}

/** The database of this process. */
export function database(): Db {
  globalThis.drawbridgeDatabase ??= openDatabase(databaseLocation(config()));
  return globalThis.drawbridgeDatabase;
}

/** What `openDatabase` takes: the URL of the configuration, else the file in the data directory. */
export function databaseLocation({ databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">): string {
  return databaseUrl ?? databaseFile(dataDir);
}

export function databaseFile(dataDir: string): string {
  instanceKey(dataDir); // makes the directory, private
  return path.join(dataDir, "drawbridge.db");
}

/** Opens the database at `location`, a file (made if absent) or the URL of a PostgreSQL database. The caller disconnects. */
export function openDatabase(location: string): Db {
  return isPostgresqlUrl(location) ? markDialect(openPostgresql(location), "postgresql") : openFile(location);
}

/** Opens `file`, made if absent, by a `driver` of its own unless told. The caller disconnects. */
export function openFile(file: string, driver = openDriver(file)): Db {
  return markDialect(new PrismaClient({ adapter: driver, transactionOptions: { maxWait: 10_000, timeout: 10_000 } }), "sqlite");
}
