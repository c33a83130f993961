import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, Unauthenticated } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { listAuditEvents, type RequestRecord } from "./index.ts";
import type { AuditFilter } from "./schema.ts";

const start = Date.parse("2026-01-15T12:00:00Z");
let test: TestDatabase;
let admin: Context;
beforeAll(async () => {
  test = await openTestDatabase();
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
});
afterAll(() => test.close());

function request(at: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    at: new Date(at),
    action: "request.forwarded",
    actorId: "u1",
    actorLogin: "bob",
    sourceIP: "10.0.0.1",
    userAgent: "kubectl/v1.36",
    environmentId: 1,
    environmentName: "prod",
    kubeconfigId: "kfile",
    auditID: "a",
    stage: "ResponseComplete",
    verb: "list",
    requestURI: "/api/v1/pods",
    apiGroup: "",
    resource: "pods",
    subresource: null,
    namespace: "web",
    name: null,
    code: 200,
    durationMs: 5,
    requestBytes: 0,
    responseBytes: 100,
    endedBy: null,
    message: null,
    ...changes,
  };
}

async function store(records: readonly RequestRecord[]): Promise<void> {
  const data = records.map(({ message, ...record }) => ({ ...record, detail: message === null ? null : JSON.stringify({ message }) }));
  for (let at = 0; at < data.length; at += 50) await test.db.auditEvent.createMany({ data: data.slice(at, at + 50) });
}

async function allPages(filter: AuditFilter) {
  const ids: string[] = [];
  let before: string | undefined;
  for (let pages = 0; pages < 20; pages++) {
    const page = await listAuditEvents(admin, { ...filter, before });
    ids.push(...page.events.map((event) => event.id));
    if (page.next === null) break;
    before = page.next;
  }
  return ids;
}

describe("the audit's list", () => {
  it("is for administrators", async () => {
    const bob = await contextOfPerson(test.db, "bob");
    await expect(listAuditEvents(bob, {})).rejects.toThrow(Forbidden);
    await expect(listAuditEvents({ ...bob, actor: { kind: "anonymous", sourceIP: null } }, {})).rejects.toThrow(Unauthenticated);
  });

  it("shows each row once, newest first, over all pages, many of one millisecond and of both writers among them", async () => {
    await store(Array.from({ length: 250 }, (_, index) => request(start + Math.floor(index / 90), { resource: "paged" })));
    await test.db.auditEvent.createMany({
      data: Array.from({ length: 50 }, () => ({ at: new Date(start + 1), action: "request.forwarded", resource: "paged" })),
    });
    const ids = await allPages({ resource: "paged" });
    expect(new Set(ids).size).toBe(300);
    expect(ids).toHaveLength(300);
  });

  it("keeps its pages whole while rows arrive", async () => {
    const first = await listAuditEvents(admin, { resource: "paged" });
    await store([request(start + 1000, { resource: "paged" })]);
    const second = await listAuditEvents(admin, { resource: "paged", before: first.next ?? "" });
    expect(first.events).toHaveLength(100);
    expect(second.events.some((event) => first.events.some((other) => other.id === event.id))).toBe(false);
  });

  it("keeps the filter's time over all pages", async () => {
    const until = new Date(start + 2).toISOString();
    expect(await allPages({ resource: "paged", until })).toHaveLength(90 + 90 + 50);
    expect(await allPages({ resource: "paged", from: new Date(start + 1).toISOString(), until })).toHaveLength(90 + 50);
  });

  it.each<[string, AuditFilter, string[]]>([
    ["person", { person: "carol" }, ["by carol"]],
    ["environment", { environment: 7 }, ["in 7"]],
    ["action", { action: "stream.started", resource: "filtered" }, ["stream"]],
    ["kind of action", { action: "stream", resource: "filtered" }, ["stream"]],
    ["verb", { verb: "patch" }, ["patch"]],
    ["file", { kubeconfig: "kother" }, ["by file"]],
    ["namespace", { namespace: "shop" }, ["in shop"]],
    ["address", { address: "10.9.9.9" }, ["from afar"]],
    ["the cluster's Audit-ID", { auditID: "joined" }, ["joined"]],
    ["resource with its subresource", { resource: "filtered/log" }, ["log"]],
    ["time, the first moment included and the last not", { resource: "filtered", from: "2026-01-15T13:00:00Z", until: "2026-01-15T14:00Z" }, ["at one"]],
    ["a length of time up to now", { resource: "filtered", period: "24h" }, ["at one", "at two"]],
    [
      "result ok",
      { result: "ok", resource: "filtered" },
      ["at one", "at two", "by carol", "by file", "from afar", "in 7", "in shop", "joined", "log", "patch", "stream"],
    ],
    ["result refused", { result: "refused", resource: "filtered" }, ["403", "refused by us"]],
    ["result failed", { result: "failed", resource: "filtered" }, ["502"]],
    ["several at once", { verb: "list", resource: "filtered", result: "failed", person: "bob" }, ["502"]],
  ])("filters by %s", async (_title, filter, expected) => {
    if ((await test.db.auditEvent.count({ where: { resource: "filtered" } })) === 0) {
      await store(
        [
          request(start, { name: "by carol", actorLogin: "carol" }),
          request(start, { name: "in 7", environmentId: 7 }),
          request(start, { name: "stream", action: "stream.started", code: 101 }),
          request(start, { name: "patch", verb: "patch" }),
          request(start, { name: "by file", kubeconfigId: "kother" }),
          request(start, { name: "403", code: 403 }),
          request(start, { name: "refused by us", action: "request.refused", code: null }),
          request(start, { name: "502", code: 502 }),
          request(start, { name: "in shop", namespace: "shop" }),
          request(start, { name: "from afar", sourceIP: "10.9.9.9" }),
          request(start, { name: "joined", auditID: "joined" }),
          request(start, { name: "log", subresource: "log" }),
          request(start + 3_600_000, { name: "at one" }),
          request(start + 2 * 3_600_000, { name: "at two" }),
        ].map((row) => ({ ...row, resource: "filtered" })),
      );
    }
    const now = new Date(start + 3 * 3_600_000 + (filter.period ? 22 * 3_600_000 : 0));
    const { events } = await listAuditEvents({ ...admin, now }, filter);
    expect(events.map((event) => event.name).sort()).toEqual(expected);
  });

  it("shows what a row tells, and nothing more", async () => {
    await store([request(start, { verb: "create", message: "no", code: 500 })]);
    const { events } = await listAuditEvents(admin, { verb: "create" });
    expect(events).toEqual([
      {
        id: expect.any(String),
        at: "2026-01-15T12:00:00.000Z",
        action: "request.forwarded",
        actorLogin: "bob",
        sourceIP: "10.0.0.1",
        userAgent: "kubectl/v1.36",
        environment: { id: 1, name: "prod" },
        kubeconfigId: "kfile",
        target: null,
        detail: { message: "no" },
        auditID: "a",
        verb: "create",
        requestURI: "/api/v1/pods",
        apiGroup: "",
        resource: "pods",
        subresource: null,
        namespace: "web",
        name: null,
        code: 500,
        durationMs: 5,
        requestBytes: 0,
        responseBytes: 100,
        endedBy: null,
        stream: null,
      },
    ]);
  });
});
