// What becomes of requests and their rows while the audit cannot be written.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { databaseFile, openDatabase } from "#lib/db.ts";
import { openTestDatabase } from "#lib/testing/database.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { sound } from "./exchanges.ts";

let relay: Relay;
const start = async (options: Parameters<typeof startRelay>[0]) => {
  relay = await startRelay({ script: sound, ...options });
};
const pods = () => relay.ask("GET", "/api/v1/pods");
const audit = () => relay.gateway.proxy.status().audit;
const rename = (from: string, to: string) => relay.gateway.database.db.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`);
const patience = { timeout: 20_000 };

describe("while audit rows cannot be written", () => {
  afterEach(() => relay.close());

  it("requests go on where the instance says so, and what is dropped is counted and becomes a row", async () => {
    await start({ auditFailure: "continue", auditWaitingMax: 2 });
    await rename("AuditEvent", "Away");
    expect(await pods()).toMatchObject({ code: 200 });
    await expect.poll(() => audit().failing, patience).toBe(true);
    for (let index = 0; index < 5; index++) expect(await pods()).toMatchObject({ code: 200 });
    expect(audit()).toMatchObject({ dropped: 3 });
    await rename("Away", "AuditEvent");
    const { db } = relay.gateway.database;
    await expect.poll(() => db.auditEvent.count({ where: { action: "audit.dropped" } }), patience).toBe(1);
    expect(await db.auditEvent.count({ where: { action: "request.forwarded" } })).toBe(3);
    const { detail } = await db.auditEvent.findFirstOrThrow({ where: { action: "audit.dropped" } });
    expect(JSON.parse(detail ?? "")).toMatchObject({ count: 3, from: expect.any(String), until: expect.any(String) });
  });

  it("new requests get a 503 with a sentence where the instance refuses, readiness says so, and it recovers by itself", async () => {
    await start({ auditFailure: "refuse" });
    await rename("AuditEvent", "Away");
    expect(await pods()).toMatchObject({ code: 200 });
    await expect.poll(() => audit().failing, patience).toBe(true);
    expect(await pods()).toMatchObject({ code: 503, message: expect.stringContaining("the audit cannot be written") });
    const ready = () => relay.raw("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    expect(await ready()).toContain("[-]audit failed: rows cannot be written");
    await rename("Away", "AuditEvent");
    await expect.poll(async () => (await pods()).code, patience).toBe(200);
    await expect.poll(ready, patience).toContain("ok");
    // The refused one has its row, too.
    await expect.poll(() => relay.gateway.database.db.auditEvent.count({ where: { action: "request.refused", code: 503 } }), patience).toBeGreaterThan(0);
  });
});

it("every request that was answered a second before kill -9 has its row, and only one", { timeout: 120_000 }, async () => {
  const database = await openTestDatabase();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "audit-until-killed.ts"), database.dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  child.stdout.on("data", (data: Buffer) => {
    told += data.toString();
  });
  while (told === "") await once(child.stdout, "data");
  const startedAt = Date.now();
  while (Date.now() - startedAt < 3000) await once(child.stdout, "data");
  const killedAt = Date.now();
  child.kill("SIGKILL");
  await once(child, "close");
  const answered = told
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split(" "));
  const old = answered.flatMap(([auditID = "", at]) => (Number(at) < killedAt - 1000 ? [auditID] : []));
  expect(old.length).toBeGreaterThan(50);
  const db = openDatabase(databaseFile(database.dataDir));
  const rows = (await db.auditEvent.findMany({ where: { auditID: { not: null } } })).map(({ auditID }) => auditID);
  const kept = new Set(rows);
  expect(old.filter((auditID) => !kept.has(auditID))).toEqual([]);
  expect(rows).toHaveLength(kept.size);
  await db.$disconnect();
  await database.close();
});
