// Statements that the ORM cannot make are said in the words of the database at hand: SQLite's or PostgreSQL's.
import { Prisma } from "#prisma/generated/client.ts";

export type Dialect = "sqlite" | "postgresql";

// The pages' bundle has a copy of this file of its own, and the same client.
const key = Symbol.for("drawbridge.dialect");

/** Tells `client`, and the transactions that come from it, which database it talks to. */
export function markDialect<T extends object>(client: T, dialect: Dialect): T {
  return Object.defineProperty(client, key, { value: dialect });
}

/** Throws for a client that `lib/db.ts` has not opened. */
export function dialectOf(client: object): Dialect {
  const dialect: unknown = Reflect.get(client, key);
  if (dialect === "sqlite" || dialect === "postgresql") return dialect;
  throw new Error("a database client of unknown dialect");
}

/** The one of two forms of a statement that `client` understands. */
export function sqlFor(client: object, forms: Record<Dialect, Prisma.Sql>): Prisma.Sql {
  return forms[dialectOf(client)];
}

/** These columns of all rows as one JSON value, an array of arrays. */
export function rowsAsJson(client: object, columns: Prisma.Sql): Prisma.Sql {
  return sqlFor(client, {
    sqlite: sql`json_group_array(json_array(${columns}))`,
    postgresql: sql`coalesce(json_agg(json_build_array(${columns})), '[]')::text`,
  });
}

/** A statement with its values, in a form that both take (`sql` and `text`). */
export type Statement = Prisma.Sql;

export const { sql } = Prisma;
