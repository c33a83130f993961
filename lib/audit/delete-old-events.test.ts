import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { dialectOf } from "../dialect.ts";
import { updateSettings } from "../settings/index.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { deleteOldAuditEvents } from "./index.ts";

const now = new Date("2026-01-15T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

let database: TestDatabase;
let system: Context;
let admin: Context;
beforeEach(async () => {
  database = await openTestDatabase();
  system = { db: database.db, actor: { kind: "system" }, now };
  admin = await contextOfPerson(database.db, "ada", { isAdmin: true, now });
}, 60_000);
afterEach(() => database.close());

const add = (count: number, at: Date, requestURI = "/") =>
  database.db.auditEvent.createMany({ data: Array.from({ length: count }, () => ({ at, action: "request.forwarded", requestURI })) });
const left = () => database.db.auditEvent.count({ where: { action: "request.forwarded" } });
const told = async () =>
  (await database.db.auditEvent.findMany({ where: { action: "audit.deleted" } })).map(({ detail, actorLogin }) => ({
    ...JSON.parse(detail ?? "{}"),
    actorLogin,
  }));

describe("the audit's retention", { timeout: 60_000 }, () => {
  it("deletes what is older than the settings say, and a row says how many went and until when", async () => {
    await updateSettings(admin, { auditRetentionDays: 30 });
    await add(1200, daysAgo(40));
    await add(3, daysAgo(31));
    await add(5, daysAgo(29));
    expect(await deleteOldAuditEvents(system)).toBe(1203);
    expect(await left()).toBe(5);
    expect(await told()).toMatchObject([{ count: 1203, until: daysAgo(31).toISOString(), actorLogin: "system" }]);
  });

  it("deletes nothing, and says nothing, while there is nothing too old or too much", async () => {
    await add(5, daysAgo(300));
    expect(await deleteOldAuditEvents(system)).toBe(0);
    expect(await left()).toBe(5);
    expect(await told()).toEqual([]);
  });

  it("deletes the oldest when there is more than the settings allow, however young, and its space is used again", async () => {
    await updateSettings(admin, { auditMegabytesMax: 2 });
    const uri = `/${"x".repeat(1500)}`;
    await add(1000, daysAgo(2), uri);
    await add(1000, daysAgo(1), uri);
    const gone = await deleteOldAuditEvents(system);
    expect(gone).toBeGreaterThanOrEqual(500);
    expect(gone).toBeLessThan(2000);
    expect(await database.db.auditEvent.count({ where: { requestURI: uri, at: daysAgo(1) } })).toBeGreaterThan(0);
    if (dialectOf(database.db) === "postgresql") return; // There the vacuum makes room, later.
    const pages = () => database.db.$queryRaw`SELECT page_count FROM pragma_page_count`;
    const before = await pages();
    await add(200, now, uri);
    expect(await pages()).toEqual(before);
  });
});
