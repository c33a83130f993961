// Prisma's own CLI would fetch a native engine for this; the WebAssembly build of the same engine comes from the registry.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";

/** The SQL that makes a database of the schema `to` out of one of `from`, or out of an empty one. Both are the text of a schema.prisma of one provider. */
export async function schemaDiff(from: string | null, to: string): Promise<string> {
  const wasm = path.join(path.dirname(fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm"))), "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function") throw new Error("the schema engine has no start function: its package has changed");
  start();
  const adapter = bindMigrationAwareSqlAdapterFactory(to.includes('provider = "postgresql"') ? postgresql() : new PrismaLibSql({ url: ":memory:" }));
  const schemaEngine = await engine.SchemaEngine.new({ datamodels: [["schema.prisma", to]] }, () => {}, adapter);
  const datamodel = (content: string) => ({ tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content }] });
  const { stdout } = await schemaEngine.diff({
    from: from === null ? { tag: "empty" } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? "";
}

/** Without a server: all that the engine asks of one is its version. */
function postgresql(): PrismaPg {
  const adapter = new PrismaPg({});
  const { connect } = adapter;
  adapter.connect = async () => {
    const connection = await connect.call(adapter);
    connection.queryRaw = async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 14.0", 140_000]],
    });
    return connection;
  };
  return adapter;
}
