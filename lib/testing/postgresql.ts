import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { migrate, openDatabase } from "../db.ts";

/** The URL of the PostgreSQL server that the tests run on (its maintenance database); null: they run on the embedded database. */
export function testServer(): string | null {
  return process.env.DRAWBRIDGE_TEST_POSTGRESQL ?? null;
}

/** The template of this process: its migrations run once, and each test gets a copy. */
let template: Promise<string> | null = null;

/** A migrated database of its own on `server`. */
export async function createDatabase(server: string): Promise<{ location: string; drop(): Promise<void> }> {
  template ??= createTemplate(server);
  const name = freshName("test");
  await run(server, `CREATE DATABASE "${name}" TEMPLATE "${await template}" STRATEGY FILE_COPY`);
  return { location: urlOf(server, name), drop: () => run(server, `DROP DATABASE "${name}" WITH (FORCE)`) };
}

/** One with nothing in it. */
export async function createEmptyDatabase(server: string): Promise<{ location: string; drop(): Promise<void> }> {
  const name = freshName("empty");
  await run(server, `CREATE DATABASE "${name}"`);
  return { location: urlOf(server, name), drop: () => run(server, `DROP DATABASE "${name}" WITH (FORCE)`) };
}

async function createTemplate(server: string): Promise<string> {
  const name = freshName("template");
  await run(server, `CREATE DATABASE "${name}"`);
  const db = openDatabase(urlOf(server, name));
  await migrate(db);
  await db.$disconnect();
  return name;
}

function freshName(kind: string): string {
  return `${kind}_${randomBytes(8).toString("hex")}`;
}

function urlOf(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

async function run(server: string, statement: string): Promise<void> {
  const client = new Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
