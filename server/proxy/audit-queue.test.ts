import { describe, expect, it } from "vitest";
import type { RequestRecord } from "#lib/audit/index.ts";
import type { AuditBatch } from "./audit-batch.ts";
import { createAuditQueue } from "./audit-queue.ts";

const at = (index: number) => new Date(Date.UTC(2026, 0, 15, 12, 0, index));
const row = (requestURI: string, index = 0): RequestRecord => Object.assign(Object.create(null), { requestURI, at: at(index), action: "request.forwarded" });
const uris = (batches: readonly AuditBatch[]) => batches.map(({ rows }) => rows.map((each) => ("requestURI" in each ? each.requestURI : each.action)));
const retryMs = { first: 1, longest: 5 };

/** A database that takes nothing until it is told to. */
function closedDatabase() {
  const written: AuditBatch[] = [];
  const tried: string[] = [];
  const database = { open: false, written, tried };
  const write = async (batch: AuditBatch) => {
    tried.push(batch.key);
    if (!database.open) throw new Error("disk full");
    written.push(batch);
  };
  return { database, write };
}

describe("the audit queue", () => {
  it("writes many rows at once, in their order, and the last ones at its close", async () => {
    const batches: AuditBatch[] = [];
    const queue = createAuditQueue({ write: async (batch) => void batches.push(batch), batchMax: 2 });
    for (const uri of ["/1", "/2", "/3"]) queue.push(row(uri));
    await queue.close();
    expect(uris(batches)).toEqual([["/1", "/2"], ["/3"]]);
  });

  it("writes one row soon, without waiting for more", async () => {
    const written = new Promise<AuditBatch>((resolve) => {
      createAuditQueue({ write: async (batch) => resolve(batch), flushMs: 10 }).push(row("/1"));
    });
    expect((await written).rows).toHaveLength(1);
  });

  it("holds so many rows and no more when the database stands still, which is failing", async () => {
    let goOn = () => {};
    const standstill = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const batches: AuditBatch[] = [];
    const write = async (batch: AuditBatch) => {
      await standstill;
      batches.push(batch);
    };
    const queue = createAuditQueue({ write, batchMax: 1, waitingMax: 3 });
    for (let index = 0; index < 100; index++) queue.push(row(`/${index}`));
    expect(queue.status()).toEqual({ waiting: 3, waitingMax: 3, dropped: 96, failing: true });
    goOn();
    await queue.close();
    expect(queue.status()).toEqual({ waiting: 0, waitingMax: 3, dropped: 96, failing: false });
    expect(uris(batches).flat()).toEqual(["/0", "/1", "/2", "/3", "audit.dropped"]);
  });

  it("is failing while one write takes longer than a disk should", async () => {
    let goOn = () => {};
    const queue = createAuditQueue({ write: () => new Promise((resolve) => (goOn = resolve)), batchMax: 1, stalledMs: 5 });
    queue.push(row("/1"));
    expect(queue.status().failing).toBe(false);
    await expect.poll(() => queue.status().failing).toBe(true);
    goOn();
    await queue.close();
    expect(queue.status().failing).toBe(false);
  });

  it("tries a batch again until it is taken, as the same batch and before all later rows, and is failing until then", async () => {
    const { database, write } = closedDatabase();
    const queue = createAuditQueue({ write, batchMax: 1, retryMs });
    queue.push(row("/1"));
    await expect.poll(() => database.tried.length).toBeGreaterThan(3);
    expect(queue.status().failing).toBe(true);
    expect(new Set(database.tried).size).toBe(1);
    queue.push(row("/2"));
    database.open = true;
    await expect.poll(() => uris(database.written)).toEqual([["/1"], ["/2"]]);
    expect(queue.status()).toMatchObject({ dropped: 0, failing: false });
    await queue.close();
  });

  it("tells what was dropped as a row, with its number and its time, once rows are taken again", async () => {
    const { database, write } = closedDatabase();
    const queue = createAuditQueue({ write, batchMax: 1, waitingMax: 1, retryMs });
    for (const index of [0, 1, 2, 3, 4]) queue.push(row(`/${index}`, index));
    database.open = true;
    await expect
      .poll(() => database.written.flatMap(({ rows }) => rows).at(-1))
      .toMatchObject({
        ...{ action: "audit.dropped", count: 3, from: at(2), until: at(4) },
      });
    await queue.close();
    expect(uris(database.written).flat()).toEqual(["/0", "/1", "audit.dropped"]);
  });

  it("ends although the database takes nothing, and counts what is lost by that", async () => {
    const { write } = closedDatabase();
    const queue = createAuditQueue({ write, batchMax: 1, retryMs });
    for (const index of [0, 1, 2]) queue.push(row(`/${index}`));
    await queue.close();
    expect(queue.status()).toMatchObject({ waiting: 0, dropped: 3 });
  });
});
