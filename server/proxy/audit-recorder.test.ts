import { afterEach, beforeEach, expect, it } from "vitest";
import type { RequestRecord } from "#lib/audit/index.ts";
import { sql } from "#lib/db.ts";
import { openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { createBatch } from "./audit-batch.ts";
import { type AuditRecorder, openAuditRecorder } from "./audit-recorder.ts";

let database: TestDatabase;
let recorder: AuditRecorder;
beforeEach(async () => {
  database = await openTestDatabase();
  recorder = openAuditRecorder(database.location);
});
afterEach(async () => {
  await recorder.close();
  await database.close();
});

const record: RequestRecord = {
  ...{ at: new Date("2026-01-15T12:00:00.123Z"), action: "request.refused", actorId: null, actorLogin: "bob", sourceIP: "::1", userAgent: "kubectl/1" },
  ...{ environmentId: 3, environmentName: "alpha", kubeconfigId: "f", message: `no "right"; DROP TABLE`, auditID: "a", stage: "ResponseComplete" },
  ...{ verb: "get", requestURI: "/é?'", apiGroup: "", resource: "pods", subresource: null, namespace: "a", name: "p", code: 403 },
  ...{ durationMs: 0, requestBytes: 0, responseBytes: 3_000_000_000, endedBy: null },
};

it("stores each field as it was, nothing as nothing, and the message as a detail", async () => {
  await recorder.record(createBatch([record]));
  const { message, ...fields } = record;
  expect(await database.db.auditEvent.findFirstOrThrow()).toMatchObject({ ...fields, detail: JSON.stringify({ message }), targetKind: null });
});

it("stores a row whose text no database takes as it is, and the others of its batch with it", async () => {
  const name = "p\0\u0001'\\{}";
  await recorder.record(createBatch([record, { ...record, name, userAgent: "\0" }]));
  const rows = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rows.map((row) => [row.name, row.userAgent])).toEqual([
    ["p", "kubectl/1"],
    [name.replace("\0", "\uFFFD"), "\uFFFD"],
  ]);
});

it("gives ids in the order of time, beside those of the ORM, and of its form", async () => {
  const later = { ...record, at: new Date("2026-01-15T12:00:01Z") };
  await recorder.record(createBatch([later, record]));
  await database.db.auditEvent.create({ data: { at: new Date(), action: "x" } });
  const rows = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rows.map(({ action, at }) => [action, at.getTime()]).slice(0, 2)).toEqual([
    [record.action, record.at.getTime()],
    [later.action, later.at.getTime()],
  ]);
  for (const { id } of rows) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("stores as many rows as it is given, and none of none", async () => {
  for (const count of [0, 1, 49, 50, 125]) await recorder.record(createBatch(Array.from({ length: count }, () => record)));
  expect(await database.db.auditEvent.count()).toBe(225);
});

it("waits on its own thread while somebody else writes", async () => {
  let stored = Promise.resolve();
  await database.db.$transaction(async (transaction) => {
    await transaction.user.create({ data: { login: "bob", displayName: "bob", createdAt: new Date() } });
    stored = recorder.record(createBatch([record]));
    // Were it this thread that waits, the transaction could never go on to its end.
    await transaction.user.update({ where: { login: "bob" }, data: { displayName: "Bob" } });
  });
  await stored;
  expect(await database.db.auditEvent.count()).toBe(1);
});

it("tells what the database says, and goes on with the next rows", async () => {
  await database.db.$executeRawUnsafe('ALTER TABLE "AuditEvent" RENAME TO "Away"');
  await expect(recorder.record(createBatch([record]))).rejects.toThrow(/AuditEvent/);
  await database.db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "AuditEvent"');
  await recorder.record(createBatch([record]));
  expect(await database.db.auditEvent.count()).toBe(1);
});

it("stores a batch that is given again once", async () => {
  const batch = createBatch([record, { ...record, auditID: "b" }]);
  await recorder.record(batch);
  await recorder.record(batch);
  expect((await database.db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ auditID }) => auditID)).toEqual(["a", "b"]);
});

it("stores what was dropped as a row of its own", async () => {
  const [at, from, until] = [record.at, new Date("2026-01-15T11:00:00Z"), new Date("2026-01-15T11:30:00Z")];
  await recorder.record(createBatch([{ action: "audit.dropped", at, count: 7, from, until }]));
  const detail = JSON.stringify({ count: 7, from, until });
  expect(await database.db.auditEvent.findFirstOrThrow()).toMatchObject({ at, action: "audit.dropped", actorLogin: "system", detail, requestURI: null });
});

it("runs other statements between two batches, all or none", async () => {
  const insert = (id: number, codeHash: string) => sql`INSERT INTO "SetupCode" ("id", "codeHash") VALUES (${id}, ${codeHash})`;
  const before = recorder.record(createBatch([record]));
  const run = recorder.run([insert(1, "one")]);
  const refused = recorder.run([insert(2, "two"), insert(1, "again")]);
  const after = recorder.record(createBatch([record]));
  await expect(refused).rejects.toThrow(/unique/i);
  await Promise.all([before, run, after]);
  expect(await database.db.setupCode.findMany()).toEqual([{ id: 1, codeHash: "one" }]);
  expect(await database.db.auditEvent.count()).toBe(2);
});
