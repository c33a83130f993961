// Writes Prisma's client anew: npm run db:generate. PostgreSQL has all in common with it but the class, which holds the schema and the
// compiler of queries; see docs/decisions/0024-postgresql.md.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { postgresqlSchema } from "./postgresql-schema.ts";

const root = path.join(import.meta.dirname, "..");
const schemaFile = path.join(root, "prisma/schema.prisma");
const ours = path.join(root, "prisma/generated/postgresql");

generate(schemaFile);
const folder = await mkdtemp(path.join(tmpdir(), "drawbridge-client-"));
const copy = path.join(folder, "schema.prisma");
await writeFile(copy, postgresqlSchema(await readFile(schemaFile, "utf8")));
generate(copy);
const text = await readFile(path.join(folder, "generated/internal/class.ts"), "utf8");
await mkdir(ours, { recursive: true });
await writeFile(path.join(ours, "class.ts"), text.replace('"./prismaNamespace.ts"', '"../internal/prismaNamespace.ts"'));
await rm(folder, { recursive: true });

/** The client needs no schema engine; the CLI, which would fetch one, is content with any program. */
function generate(schema: string): void {
  execFileSync(path.join(root, "node_modules/.bin/prisma"), ["generate", "--schema", schema], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
}
