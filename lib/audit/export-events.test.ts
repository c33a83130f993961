import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { exportAuditEvents, followAuditEvents, listAuditEvents } from "./index.ts";

let test: TestDatabase;
let admin: Context;
beforeAll(async () => {
  test = await openTestDatabase();
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  await write(450, "pods");
  await write(3, "secrets", "=cmd|' /C calc'!A0");
});
afterAll(() => test.close());

async function write(count: number, resource: string, name = "web"): Promise<void> {
  const at = (index: number) => new Date(admin.now.getTime() - 3_600_000 + index);
  const data = Array.from({ length: count }, (_, index) => ({
    at: at(index),
    action: "request.forwarded",
    verb: "get",
    resource,
    name,
    auditID: String(index),
  }));
  for (let from = 0; from < data.length; from += 50) await test.db.auditEvent.createMany({ data: data.slice(from, from + 50) });
}

async function whole(parts: AsyncGenerator<string>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}

const exports = async () => (await listAuditEvents(admin, { action: "audit" })).events.map(({ action, detail }) => ({ action, detail }));

describe("an export", () => {
  it("has each row that passes the filter once, newest first, one Event a line", async () => {
    const lines = (await whole(await exportAuditEvents(admin, { resource: "pods" }, "jsonl"))).trimEnd().split("\n");
    const ids = lines.map((line) => Number(JSON.parse(line).auditID));
    expect(ids).toEqual(Array.from({ length: 450 }, (_, index) => 449 - index));
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ kind: "Event", apiVersion: "audit.k8s.io/v1", objectRef: { resource: "pods" } });
  });

  it("as CSV has a head, and nothing that a spreadsheet would run", async () => {
    const [head, ...lines] = (await whole(await exportAuditEvents(admin, { resource: "secrets" }, "csv"))).trimEnd().split("\r\n");
    expect(head).toMatch(/^at,action,actorLogin,/);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toContain(`,"'=cmd|' /C calc'!A0",`);
    expect(await whole(await exportAuditEvents(admin, { resource: "nothing" }, "csv"))).toBe(`${head}\r\n`);
  });

  it("is in the audit before its first row goes out, with its filter, and at its end with its count", async () => {
    const parts = await exportAuditEvents({ ...admin, now: new Date() }, { resource: "pods", verb: "get" }, "csv");
    const filter = { resource: "pods", verb: "get" };
    expect((await exports())[0]).toEqual({ action: "audit.export-started", detail: { format: "csv", filter } });
    await whole(parts);
    expect((await exports())[0]).toEqual({ action: "audit.exported", detail: { format: "csv", filter, count: 450, complete: true } });
  });

  it("ends its query when the reader leaves, and says so", async () => {
    const parts = await exportAuditEvents(admin, { resource: "pods" }, "jsonl");
    await parts.next();
    await parts.next();
    await parts.return(undefined);
    expect((await exports())[0]?.detail).toMatchObject({ count: 200, complete: false });
  });

  it("does not grow by what is written meanwhile", async () => {
    const parts = await exportAuditEvents(admin, { resource: "pods" }, "jsonl");
    const first = await parts.next();
    await test.db.auditEvent.create({ data: { at: new Date(admin.now.getTime() + 1), action: "request.forwarded", resource: "pods" } });
    const rest = await whole(parts);
    expect(`${first.value}${rest}`.trimEnd().split("\n")).toHaveLength(450);
  });

  it("is for administrators, and nothing is written for anybody else", async () => {
    const before = await exports();
    const bob = await contextOfPerson(test.db, "bob");
    await expect(exportAuditEvents(bob, {}, "jsonl")).rejects.toThrow(Forbidden);
    expect(await exports()).toEqual(before);
  });
});

describe("the live tail", () => {
  it("gives what was written since, by the filter, whatever time the rows are of", async () => {
    const start = await followAuditEvents(admin, {}, null);
    expect(start.events).toEqual([]);
    // A request's row may be of a time before rows that are there already.
    await test.db.auditEvent.createMany({
      data: ["late", "other"].map((resource) => ({ at: new Date("2020-01-01T00:00:00Z"), action: "request.forwarded", resource })),
    });
    const next = await followAuditEvents(admin, { resource: "late" }, start.position);
    expect(next.events.map(({ resource }) => resource)).toEqual(["late"]);
    expect(await followAuditEvents(admin, { resource: "late" }, next.position)).toEqual({ events: [], position: next.position, skipped: 0 });
  });

  it("says how many it had to skip when more was written than it looks at", async () => {
    const { position } = await followAuditEvents(admin, {}, null);
    await write(530, "many");
    const next = await followAuditEvents(admin, { resource: "many" }, position);
    expect(next.events).toHaveLength(500);
    expect(next.skipped).toBe(30);
  });

  it("is for administrators", async () => {
    const eve = await contextOfPerson(test.db, "eve");
    await expect(followAuditEvents(eve, {}, null)).rejects.toThrow(Forbidden);
  });
});
