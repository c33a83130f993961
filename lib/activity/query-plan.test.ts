import Database from "libsql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Context } from "../context.ts";
import { contextOfPerson, openTestFile, type TestDatabase } from "../testing/database.ts";
import { listActivity } from "./index.ts";

const statements: string[] = [];
let database: TestDatabase;
let admin: Context;
beforeAll(async () => {
  database = await openTestFile((sql) => statements.push(sql));
  admin = await contextOfPerson(database.db, "ada", { isAdmin: true });
  await database.db.user.create({ data: { id: "bob", login: "bob", displayName: "bob", createdAt: admin.now } });
  await database.db.kubeconfig.create({ data: { id: "laptop", ownerId: "bob", ownerLogin: "bob", name: "laptop", createdAt: admin.now } });
  await database.db.auditEvent.create({ data: { id: "first", at: admin.now, action: "session.signed-in", actorId: "bob", actorLogin: "bob" } });
}, 60_000);
afterAll(() => database.close());

it.each([
  ["a person", { user: "bob" }, "actorLogin"],
  ["a file", { kubeconfig: "laptop" }, "kubeconfigId"],
])("a page of %s's timeline is read by an index that holds what it shows and nothing else", async (_name, of, column) => {
  statements.length = 0;
  await listActivity(admin, { of, before: "first" });
  const connection = new Database(database.location);
  const asked = statements.find((sql) => sql.includes("stream.started"));
  const steps = z.array(z.looseObject({ detail: z.string() })).parse(connection.prepare(`EXPLAIN QUERY PLAN ${asked}`).all());
  connection.close();
  expect(steps[0]?.detail).toMatch(new RegExp(`^SEARCH AuditEvent USING INDEX AuditEvent_activity_${column}_at_idx`));
});
