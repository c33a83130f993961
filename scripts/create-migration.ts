// Writes the next migration from the difference between the schema of the newest migration and prisma/schema.prisma:
//   npm run db:migration -- add-something
// Prisma's own CLI would fetch a native engine for this; the WebAssembly build of the same engine comes from the registry.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";

const migrations = path.join(import.meta.dirname, "../prisma/migrations");
const schemaFile = path.join(import.meta.dirname, "../prisma/schema.prisma");

const name = process.argv[2];
if (!name || !/^[a-z0-9-]+$/.test(name)) throw new Error("usage: npm run db:migration -- <name-in-kebab-case>");

const existing = (await readdir(migrations).catch(() => [])).filter((entry) => /^\d{4}-/.test(entry)).sort();
const newest = existing.at(-1);
const schema = await readFile(schemaFile, "utf8");
const from = newest
  ? { tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content: await readFile(path.join(migrations, newest, "schema.prisma"), "utf8") }] }
  : { tag: "empty" as const };

const wasm = path.join(path.dirname(fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm"))), "schema_engine_bg.wasm");
const { instance } = await WebAssembly.instantiate(await readFile(wasm), { "./schema_engine_bg.js": engine });
engine.__wbg_set_wasm(instance.exports);
const start = instance.exports.__wbindgen_start;
if (typeof start !== "function") throw new Error("the schema engine has no start function: its package has changed");
start();
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: ":memory:" }));
const schemaEngine = await engine.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => {}, adapter);
const { stdout } = await schemaEngine.diff({
  from,
  to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});

const folder = path.join(migrations, `${String(existing.length + 1).padStart(4, "0")}-${name}`);
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, "migration.sql"), stdout ?? "");
await writeFile(path.join(folder, "schema.prisma"), schema);
process.stdout.write(`${path.relative(process.cwd(), folder)}\n`);
