// What a move to PostgreSQL leaves in the two databases, so that no Drawbridge ever works on the wrong one. Both marks are a table of this name.
import type { Db, Transaction } from "./db.ts";
import { dialectOf, sql, sqlFor } from "./dialect.ts";

/** Here, the embedded database has been copied away and takes no more changes; there, the copy is not yet the one that counts. */
export const moveMark = "Move";

/** Throws a sentence for the operator when `db` was moved away, or is a copy that is not finished. */
export async function refuseMoved(db: Db | Transaction): Promise<void> {
  const found = await db.$queryRaw<unknown[]>(
    sqlFor(db, {
      sqlite: sql`SELECT 1 FROM "sqlite_schema" WHERE "type" = 'table' AND "name" = ${moveMark}`,
      postgresql: sql`SELECT 1 FROM pg_class WHERE oid = to_regclass(${`"${moveMark}"`}::text)`,
    }),
  );
  if (found.length === 0) return;
  if (dialectOf(db) === "postgresql")
    throw new Error("This PostgreSQL database holds a copy that is not finished. Run `npm run move-to-postgres` again: it finishes it, or begins anew.");
  const rows = await db.$queryRaw<{ at: string; target: string }[]>(sql`SELECT "at", "target" FROM "Move"`);
  throw new Error(movedSentence(rows[0] ?? { at: "", target: "" }));
}

/** For whoever would use an embedded database that was moved. */
export function movedSentence({ at, target }: { at: string; target: string }): string {
  return `The database of this data directory was moved to PostgreSQL (${target}) on ${at.slice(0, 10)}: set DRAWBRIDGE_DATABASE_URL to that. To use this old one all the same, without what was changed since: npm run move-to-postgres -- --back`;
}
