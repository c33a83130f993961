import { afterEach, beforeEach, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { recordRequests } from "./record-requests.ts";
import type { RequestRecord } from "./request-record.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.close());

const record: RequestRecord = {
  ...{ at: new Date("2026-01-15T12:00:00.123Z"), action: "request.refused", actorId: null, actorLogin: "bob", sourceIP: "::1", userAgent: "kubectl/1" },
  ...{ environmentId: 3, environmentName: "alpha", kubeconfigId: "f", message: `no "right"; DROP TABLE`, auditID: "a", stage: "ResponseComplete" },
  ...{ verb: "get", requestURI: "/é?'", apiGroup: "", resource: "pods", subresource: null, namespace: "a", name: "p", code: 403 },
  ...{ durationMs: 0, requestBytes: 0, responseBytes: 3_000_000_000, endedBy: null },
};

it("stores each field as it was, nothing as nothing, and the message as a detail", async () => {
  await recordRequests(database.db, [record]);
  const { message, ...fields } = record;
  expect(await database.db.auditEvent.findFirstOrThrow()).toMatchObject({ ...fields, detail: JSON.stringify({ message }), targetKind: null });
});

it("gives ids in the order of time, beside those of the ORM, and of its form", async () => {
  const later = { ...record, at: new Date("2026-01-15T12:00:01Z") };
  await recordRequests(database.db, [later, record]);
  await database.db.auditEvent.create({ data: { at: new Date(), action: "x" } });
  const rows = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rows.map(({ action, at }) => [action, at.getTime()]).slice(0, 2)).toEqual([
    [record.action, record.at.getTime()],
    [later.action, later.at.getTime()],
  ]);
  for (const { id } of rows) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("stores 500 rows with one statement, and none of none", async () => {
  await recordRequests(database.db, []);
  await recordRequests(
    database.db,
    Array.from({ length: 500 }, () => record),
  );
  expect(await database.db.auditEvent.count()).toBe(500);
});
