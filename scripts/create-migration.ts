// Writes the next migration of both databases from the difference between the schema of the newest migration and prisma/schema.prisma:
//   npm run db:migration -- add-something
// What the schema's language cannot say is added by hand, to both.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { postgresqlSchema } from "./postgresql-schema.ts";
import { schemaDiff } from "./schema-diff.ts";

const prisma = path.join(import.meta.dirname, "../prisma");

const name = process.argv[2];
if (!name || !/^[a-z0-9-]+$/.test(name)) throw new Error("usage: npm run db:migration -- <name-in-kebab-case>");

const schema = await readFile(path.join(prisma, "schema.prisma"), "utf8");
const newest = (await migrationsIn("migrations")).at(-1);
const before = newest ? await readFile(path.join(prisma, "migrations", newest, "schema.prisma"), "utf8") : null;

const folder = await write("migrations", await schemaDiff(before, schema));
await writeFile(path.join(folder, "schema.prisma"), schema);
await write("migrations-postgresql", await schemaDiff(before === null ? null : postgresqlSchema(before), postgresqlSchema(schema)));

async function write(parent: string, sql: string): Promise<string> {
  const number = String((await migrationsIn(parent)).length + 1).padStart(4, "0");
  const folder = path.join(prisma, parent, `${number}-${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "migration.sql"), sql);
  process.stdout.write(`${path.relative(process.cwd(), folder)}\n`);
  return folder;
}

async function migrationsIn(parent: string): Promise<string[]> {
  return (await readdir(path.join(prisma, parent))).filter((entry) => /^\d{4}-/.test(entry)).sort();
}
