// The database is slow, dead, or held by somebody else. Who is known goes on working; who is not is never told to throw a token away.

import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { databaseFile } from "#lib/db.ts";
import { createToken } from "#lib/kubeconfig/index.ts";
import { logger } from "#lib/logger.ts";
import { holdDatabaseLock } from "#lib/testing/database-lock.ts";
import { addFileRow, publish } from "#server/testing/access-rows.ts";
import { type FaultDatabase, openFaultDatabase } from "#server/testing/fault-database.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { chunk, get, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
let database: FaultDatabase;
afterEach(async () => {
  database.faults.delayMs = 0;
  vi.restoreAllMocks();
  await relay.close();
});

async function start(options: Parameters<typeof startRelay>[0] = {}): Promise<FaultDatabase["faults"]> {
  database = await openFaultDatabase();
  relay = await startRelay({ script: sound, openDatabase: async () => database, ...options });
  return database.faults;
}

const pods = () => relay.ask("GET", "/api/v1/pods");
/** One that no snapshot knows. */
const unknownToken = createToken(randomBytes(32));

/** The longest of `count` requests on one connection, in milliseconds. */
async function slowest(count: number): Promise<number> {
  const client = await connect(relay.gateway);
  let longest = 0;
  for (let index = 0; index < count; index++) {
    client.received = "";
    const startedAt = performance.now();
    client.send(relay.fill(get));
    await client.until("{}");
    longest = Math.max(longest, performance.now() - startedAt);
  }
  client.socket.destroy();
  return longest;
}

// R14
describe("a database that is dead", () => {
  it("keeps nobody who is known from working, nor ends what is open, and is told once", async () => {
    const faults = await start();
    const { client, request } = await open(relay, watch);
    const told = vi.spyOn(logger, "error");
    faults.dead = true;
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    for (let index = 0; index < 20; index++) expect(await pods()).toMatchObject({ code: 200 });
    request.socket.write(chunk('{"type":"ADDED"}\n'));
    await client.until("ADDED");
    expect(told.mock.calls.filter(([, text]) => text?.includes("cannot read the database"))).toHaveLength(1);
    client.socket.destroy();
  });

  it("makes an unknown token a 503, never a 401 that clients would act on", async () => {
    const faults = await start();
    faults.dead = true;
    expect(await relay.ask("GET", "/api/v1/pods", { token: unknownToken })).toMatchObject({ code: 503, message: expect.stringContaining("database") });
  });

  it("is a 503 to everybody once nothing was heard of it for the time that rights may be old, and forgotten as soon as it is back", async () => {
    const faults = await start({ staleAfterMs: 500 });
    faults.dead = true;
    await vi.waitFor(async () => expect(await pods()).toMatchObject({ code: 503, message: expect.stringContaining("database") }), { timeout: 10_000 });
    faults.dead = false;
    await vi.waitFor(async () => expect(await pods()).toMatchObject({ code: 200 }), { timeout: 10_000 });
    expect(await relay.ask("GET", "/api/v1/pods", { token: unknownToken })).toMatchObject({ code: 401 });
  });

  it("hides no change for longer than it is dead", async () => {
    const faults = await start();
    const { db } = relay.gateway.database;
    await db.kubeconfig.update({ where: { id: relay.fileId }, data: { revokedAt: new Date() } });
    faults.dead = true;
    // Written, and not seen: who was known is believed for the time being.
    await expect(publish(db)).rejects.toThrow();
    faults.dead = false;
    await publish(db);
    await vi.waitFor(async () => expect(await pods()).toMatchObject({ code: 401 }));
  });
});

// R15
describe("a database that takes five seconds", () => {
  it("is not felt by those who are known", async () => {
    const faults = await start();
    await slowest(20);
    faults.delayMs = 5000;
    expect(await slowest(200)).toBeLessThan(1000);
  });

  it("is asked once for any number of tokens that are not known yet", async () => {
    const faults = await start();
    const { db } = relay.gateway.database;
    const files = [];
    for (let index = 0; index < 30; index++)
      files.push(await addFileRow(db, { ownerId: relay.userId, environmentId: relay.environmentId, name: `file ${index}` }));
    await publish(db);
    faults.delayMs = 50;
    let revisions = 0;
    faults.onStatement = (sql) => {
      if (/from .*revision/i.test(sql)) revisions++;
    };
    const answers = await Promise.all(files.map(({ token }) => relay.ask("GET", "/api/v1/pods", { token })));
    expect(answers.map(({ code }) => code)).toEqual(files.map(() => 200));
    // One that is under way, one that waits behind it, and what the watch over changes asks meanwhile.
    expect(revisions).toBeLessThan(10);
  });

  it("that does not answer in time makes an unknown token a 503, in time", async () => {
    const faults = await start();
    faults.delayMs = 15_000;
    const startedAt = performance.now();
    expect(await relay.ask("GET", "/api/v1/pods", { token: unknownToken })).toMatchObject({ code: 503 });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    faults.delayMs = 0;
  });
});

// R15, R25
describe("another program that holds the database's lock", () => {
  it("holds up nobody's requests, and nothing is lost of what was to be written meanwhile", async () => {
    await start();
    let sent = 20;
    await slowest(20);
    const lock = await holdDatabaseLock(databaseFile(relay.gateway.database.dataDir));
    const until = performance.now() + 3000;
    let longest = 0;
    for (; performance.now() < until; sent += 10) longest = Math.max(longest, await slowest(10));
    const { waiting, waitingMax } = relay.gateway.proxy.status().audit;
    expect(waiting).toBeLessThanOrEqual(waitingMax);
    await lock.release();
    expect(longest).toBeLessThan(1000);
    expect(await relay.audited(sent)).toHaveLength(sent);
  });
});
