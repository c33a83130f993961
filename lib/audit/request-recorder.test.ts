import { afterEach, beforeEach, expect, it } from "vitest";
import { databaseFile } from "../db.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import type { RequestRecord } from "./request-record.ts";
import { DatabaseBusy, openRequestRecorder, type RequestRecorder } from "./request-recorder.ts";

let database: TestDatabase;
let recorder: RequestRecorder;
beforeEach(async () => {
  database = await openTestDatabase();
  recorder = openRequestRecorder(databaseFile(database.dataDir));
});
afterEach(async () => {
  recorder.close();
  await database.close();
});

const record: RequestRecord = {
  ...{ at: new Date("2026-01-15T12:00:00.123Z"), action: "request.refused", actorId: null, actorLogin: "bob", sourceIP: "::1", userAgent: "kubectl/1" },
  ...{ environmentId: 3, environmentName: "alpha", kubeconfigId: "f", message: `no "right"; DROP TABLE`, auditID: "a", stage: "ResponseComplete" },
  ...{ verb: "get", requestURI: "/é?'", apiGroup: "", resource: "pods", subresource: null, namespace: "a", name: "p", code: 403 },
  ...{ durationMs: 0, requestBytes: 0, responseBytes: 3_000_000_000, endedBy: null },
};

it("stores each field as it was, nothing as nothing, and the message as a detail", async () => {
  recorder.record([record]);
  const { message, ...fields } = record;
  expect(await database.db.auditEvent.findFirstOrThrow()).toMatchObject({ ...fields, detail: JSON.stringify({ message }), targetKind: null });
});

it("gives ids in the order of time, beside those of the ORM, and of its form", async () => {
  const later = { ...record, at: new Date("2026-01-15T12:00:01Z") };
  recorder.record([later, record]);
  await database.db.auditEvent.create({ data: { at: new Date(), action: "x" } });
  const rows = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rows.map(({ action, at }) => [action, at.getTime()]).slice(0, 2)).toEqual([
    [record.action, record.at.getTime()],
    [later.action, later.at.getTime()],
  ]);
  for (const { id } of rows) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("stores as many rows as it is given, and none of none", async () => {
  for (const count of [0, 1, 49, 50, 125]) recorder.record(Array.from({ length: count }, () => record));
  expect(await database.db.auditEvent.count()).toBe(225);
});

it("stores nothing and does not wait while somebody else writes, and everything after it", async () => {
  await database.db.$transaction(async (transaction) => {
    await transaction.user.create({ data: { login: "bob", displayName: "bob", createdAt: new Date() } });
    expect(() => recorder.record([record])).toThrow(DatabaseBusy);
  });
  recorder.record([record]);
  expect(await database.db.auditEvent.count()).toBe(1);
});
