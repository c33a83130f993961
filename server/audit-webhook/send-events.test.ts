// The sender with a real database and a receiver that fails in each way that receivers fail in.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAuditRow, toKubernetesEvent } from "#lib/audit/index.ts";
import type { WebhookTarget } from "#lib/audit-webhook/index.ts";
import { isPostgresqlUrl, sql } from "#lib/db.ts";
import { openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type AuditReceiver, idsIn, startAuditReceiver } from "../testing/audit-receiver.ts";
import { type Backlog, openBacklog } from "./backlog.ts";
import { openDelivery } from "./delivery.ts";
import { type SenderState, sendEvents } from "./send-events.ts";

let database: TestDatabase;
let receiver: AuditReceiver;
let backlog: Backlog;
let ending: AbortController;
let sending: Promise<void>;
let states: SenderState[];
beforeEach(async () => {
  [database, receiver] = await Promise.all([openTestDatabase(), startAuditReceiver()]);
  backlog = await openBacklog(database.location);
  [ending, sending, states] = [new AbortController(), Promise.resolve(), []];
});
afterEach(async () => {
  await stop();
  await backlog.close();
  await receiver.close();
  await database.close();
});

async function stop(): Promise<void> {
  ending.abort();
  await sending;
}

function start(changes: Partial<WebhookTarget> = {}, options: { rowsMax?: number; charactersMax?: number; timeoutMs?: number } = {}): void {
  const { rowsMax = 10, charactersMax = 1_000_000, timeoutMs = 30_000 } = options;
  const target = { url: receiver.url, ca: receiver.ca, tlsServerName: null, token: "t0ken", clientCertificate: null, ...changes };
  const delivery = openDelivery(target, timeoutMs);
  ending = new AbortController();
  sending = sendEvents({
    ...{ backlog, signal: ending.signal, delivery: () => delivery, retryMs: { first: 5, longest: 20 }, random: () => 0.5 },
    batch: { rowsMax, charactersMax, waitMs: 10 },
    eventOf: (row) => JSON.stringify(toKubernetesEvent(readAuditRow(row))),
    onChange: (state) => states.push(state),
  }).finally(() => delivery.close());
}

/** Rows whose times go backwards: the order of writing is what counts. */
async function write(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const row = await database.db.auditEvent.create({ data: { at: new Date(Date.now() - index * 1000), action: "request.forwarded", verb: "get" } });
    ids.push(row.id);
  }
  return ids;
}

const soon = { timeout: 60_000 };
const failed = () => expect.poll(() => states.at(-1)?.failing, soon);

describe("the audit webhook", { timeout: 120_000 }, () => {
  it("posts each row once and in the order of writing, in batches, as kube-apiserver posts an EventList", async () => {
    const ids = await write(25);
    start();
    await receiver.until(25);
    expect(receiver.taken).toEqual(ids);
    expect(receiver.bodies.map((body) => idsIn(body).length)).toEqual([10, 10, 5]);
    expect(JSON.parse(receiver.bodies[0] ?? "")).toMatchObject({ kind: "EventList", apiVersion: "audit.k8s.io/v1", metadata: {}, items: expect.any(Array) });
    expect(receiver.headers[0]).toMatchObject({ "content-type": "application/json", authorization: "Bearer t0ken" });
    const more = await write(3);
    await receiver.until(28);
    expect(receiver.taken.slice(25)).toEqual(more);
    await expect.poll(() => states.at(-1), soon).toEqual({ sent: 28, failures: 0, deleted: 0, waiting: 0, waitingSince: null, failing: null });
  });

  it("tries a batch that was answered by 500 again until it is taken, and sends none out of order", async () => {
    const answers = [500, 503, 429, 404, 302];
    receiver.answer = (response) => void response.writeHead(answers.shift() ?? 200, { location: "https://127.0.0.1:1/" }).end("x".repeat(100_000));
    const ids = await write(15);
    start();
    await receiver.until(15);
    expect(receiver.taken).toEqual(ids);
    expect(receiver.bodies).toHaveLength(7);
    await expect.poll(() => states.at(-1), soon).toMatchObject({ failures: 5, sent: 15, failing: null });
    expect(states.find(({ failing }) => failing !== null)).toMatchObject({ failing: "it answered 500", waiting: 15, waitingSince: expect.any(Number) });
  });

  it("gives up on an answer that does not come, and tries again", async () => {
    const hanging: unknown[] = [];
    receiver.answer = (response) => void hanging.push(response);
    const ids = await write(2);
    start({}, { timeoutMs: 100 });
    await failed().toBe("it did not answer in time");
    receiver.answer = (response) => void response.end();
    await receiver.until(2);
    expect(receiver.taken.slice(-2)).toEqual(ids);
  });

  it("sends nothing to a receiver whose certificate is not the configured authority's, or of another name", async () => {
    await write(1);
    start({ ca: null });
    await failed().toMatch(/self.signed|certificate/);
    await stop();
    states = [];
    start({ tlsServerName: "audit.example" });
    await failed().toMatch(/audit\.example/);
    expect(receiver.bodies).toEqual([]);
  });

  it("waits while nobody is there", async () => {
    await write(1);
    start({ url: "https://127.0.0.1:1/" });
    await failed().toMatch(/ECONNREFUSED/);
  });

  it("sends less at a time to a receiver for which a batch was too large", async () => {
    receiver.answer = (response, body) => void response.writeHead(idsIn(body).length > 3 ? 413 : 200).end();
    const ids = await write(10);
    start();
    await receiver.until(10);
    expect(receiver.taken).toEqual(ids);
  });

  it("holds no more than so many characters at a time, and one row at least", async () => {
    const ids = await write(4);
    start({}, { charactersMax: 10 });
    await receiver.until(4);
    expect(receiver.taken).toEqual(ids);
    expect(receiver.bodies).toHaveLength(4);
  });

  it("goes on after a restart where it was", async () => {
    await write(5);
    start();
    await expect.poll(() => states.at(-1)?.sent, soon).toBe(5);
    await stop();
    const ids = await write(5);
    await backlog.close();
    backlog = await openBacklog(database.location);
    start();
    await receiver.until(10);
    expect(receiver.taken.slice(5)).toEqual(ids);
  });

  it("begins with what is written after it was first configured", async () => {
    await backlog.close();
    await database.db.auditWebhookCursor.deleteMany();
    await write(3);
    backlog = await openBacklog(database.location);
    const ids = await write(2);
    start();
    await receiver.until(2);
    expect(receiver.taken).toEqual(ids);
  });

  it("counts rows that were deleted before they were sent, and sends the others", async () => {
    receiver.answer = (response) => void response.writeHead(500).end();
    const ids = await write(10);
    start({}, { rowsMax: 4 });
    await failed().toBe("it answered 500");
    // None is under way while they are deleted.
    await stop();
    await database.db.auditEvent.deleteMany({ where: { id: { in: [...ids.slice(0, 6), ids[8] ?? ""] } } });
    receiver.answer = (response) => void response.end();
    start({}, { rowsMax: 4 });
    await expect.poll(() => states.at(-1), soon).toMatchObject({ deleted: 7, waiting: 0 });
    expect(receiver.taken).toEqual([ids[6], ids[7], ids[9]]);
  });

  it("does not take a number that a failed write leaves out for a row that was deleted", async () => {
    await write(2);
    const failed = database.db.$transaction(async (transaction) => {
      await transaction.auditEvent.create({ data: { at: new Date(), action: "request.forwarded" } });
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await write(2);
    start({}, { rowsMax: 3 });
    await expect.poll(() => states.at(-1), soon).toMatchObject({ sent: 4, deleted: 0, waiting: 0 });
  });

  it("goes on with what is written after it when the last row was deleted", async () => {
    if (!isPostgresqlUrl(database.location)) return; // SQLite gives the number again.
    await write(3);
    start();
    await expect.poll(() => states.at(-1)?.sent, soon).toBe(3);
    await stop();
    await database.db.$executeRaw(sql`DELETE FROM "AuditEvent" WHERE rowid = (SELECT max(rowid) FROM "AuditEvent")`);
    expect(await backlog.waiting()).toEqual({ rows: 0, since: null });
    const ids = await write(1);
    start();
    await receiver.until(4);
    expect(receiver.taken.slice(3)).toEqual(ids);
  });

  it("finds its place by the last row when the database has numbered its rows anew", async () => {
    await write(6);
    start();
    await expect.poll(() => states.at(-1)?.sent, soon).toBe(6);
    await stop();
    const anew = { sqlite: sql`UPDATE "AuditEvent" SET rowid = rowid + 100`, postgresql: sql`UPDATE "AuditEvent" SET rowid = DEFAULT` };
    await database.db.$executeRaw(anew[isPostgresqlUrl(database.location) ? "postgresql" : "sqlite"]);
    const ids = await write(2);
    start();
    await receiver.until(8);
    expect(receiver.taken.slice(6)).toEqual(ids);
  });

  it("lets the batch that is under way come to its end when it is stopped", async () => {
    const held = Promise.withResolvers<void>();
    receiver.answer = (response) => void held.promise.then(() => response.end());
    await write(1);
    const asked = receiver.asked();
    start();
    await asked;
    ending.abort();
    held.resolve();
    await sending;
    expect(states.at(-1)).toMatchObject({ sent: 1, waiting: 0 });
  });
});
