// The pages and the proxy share no memory: they meet in the database. A change of users, teams, grants, files or environments moves
// this number in its own transaction; whoever keeps a copy in memory drops it when the number has moved.
import type { Db, Transaction } from "./db.ts";

/** Call inside the transaction of the change. */
export async function bumpRevision(transaction: Transaction): Promise<void> {
  // In one statement that is a write from its start, which the ORM does not promise.
  await transaction.$executeRaw`INSERT INTO "Revision" ("id", "number") VALUES (1, 1) ON CONFLICT ("id") DO UPDATE SET "number" = "Revision"."number" + 1`;
}

/** The present revision; 0 before the first change. */
export async function readRevision(db: Db | Transaction): Promise<number> {
  const rows = await db.$queryRaw<{ number: number | bigint }[]>`SELECT "number" FROM "Revision" WHERE "id" = 1`;
  return Number(rows[0]?.number ?? 0);
}
