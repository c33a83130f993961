// The time that a filter takes on a million rows is measured (`node bench/audit-filters.ts`); that it uses an index is held here.
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Context } from "../context.ts";
import { openDriver, runBefore } from "../database-driver.ts";
import { type Db, databaseFile, openFile } from "../db.ts";
import { contextOfPerson, openTestFile, type TestDatabase } from "../testing/database.ts";
import { listAuditEvents } from "./index.ts";
import { type AuditFilter, auditFilterSchema } from "./schema.ts";

let database: TestDatabase;
let listening: Db;
let context: Context;
const statements: string[] = [];
beforeAll(async () => {
  database = await openTestFile();
  const file = databaseFile(database.dataDir);
  const admin = await contextOfPerson(database.db, "ada", { isAdmin: true });
  listening = openFile(
    file,
    runBefore(openDriver(file), () => async (sql) => void statements.push(sql)),
  );
  context = { ...admin, db: listening };
}, 60_000);
afterAll(async () => {
  await listening.$disconnect();
  await database.close();
});

const planSchema = z.array(z.looseObject({ detail: z.string() }));

/** How SQLite goes about the page of events that pass `filter`. */
async function planOf(filter: AuditFilter): Promise<string> {
  statements.length = 0;
  await listAuditEvents(context, filter);
  const connection = new Database(databaseFile(database.dataDir));
  try {
    const steps = planSchema.parse(connection.prepare(`EXPLAIN QUERY PLAN ${statements.at(-1)}`).all());
    return steps.map(({ detail }) => detail).join("\n");
  } finally {
    connection.close();
  }
}

describe("each filter of the audit's page uses an index", { timeout: 60_000 }, () => {
  it.each([
    ["actorLogin", { person: "bob" }],
    ["environmentId", { environment: 3 }],
    ["namespace", { namespace: "web" }],
    ["resource", { resource: "pods/exec" }],
    ["verb", { verb: "delete" }],
    ["kubeconfigId", { kubeconfig: "f" }],
    ["action", { action: "kubeconfig.issued" }],
    ["action", { action: "kubeconfig" }],
    ["sourceIP", { address: "10.0.0.1" }],
    ["auditID", { auditID: "a" }],
    ["at", { period: "24h" }],
    ["at", { from: "2026-01-01T00:00:00Z", until: "2026-01-02T00:00:00Z" }],
  ])("on %s for %j", async (column, filter) => {
    const plan = await planOf(auditFilterSchema.parse(filter));
    expect(plan).toMatch(new RegExp(`^SEARCH \\S*AuditEvent\\S* USING INDEX AuditEvent_${column}_(?:at_)?idx`, "m"));
  });

  it.each([{ result: "ok" }, { result: "refused" }, { result: "failed" }, { action: "request" }])(
    "on the time, from its end and without sorting the table, for %j",
    async (filter) => {
      expect(await planOf(auditFilterSchema.parse(filter))).toMatch(/USING INDEX AuditEvent_at_idx(?:\nUSE TEMP B-TREE FOR RIGHT PART OF ORDER BY)?$/);
    },
  );
});
