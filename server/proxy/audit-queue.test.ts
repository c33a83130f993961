import { describe, expect, it } from "vitest";
import type { RequestRecord } from "#lib/audit/index.ts";
import { createAuditQueue } from "./audit-queue.ts";

const row = (requestURI: string): RequestRecord => Object.assign(Object.create(null), { requestURI });
const uris = (batches: readonly (readonly RequestRecord[])[]) => batches.map((batch) => batch.map(({ requestURI }) => requestURI));

describe("the audit queue", () => {
  it("writes many rows at once, in their order, and the last ones at its close", async () => {
    const batches: (readonly RequestRecord[])[] = [];
    const queue = createAuditQueue({ write: async (records) => void batches.push(records), batchMax: 2 });
    for (const uri of ["/1", "/2", "/3"]) queue.push(row(uri));
    await queue.close();
    expect(uris(batches)).toEqual([["/1", "/2"], ["/3"]]);
  });

  it("writes one row soon, without waiting for more", async () => {
    const written = new Promise<readonly RequestRecord[]>((resolve) => {
      createAuditQueue({ write: async (records) => resolve(records), flushMs: 10 }).push(row("/1"));
    });
    expect(await written).toHaveLength(1);
  });

  it("holds so many rows and no more when the database stands still", async () => {
    const batches: (readonly RequestRecord[])[] = [];
    let goOn = () => {};
    const standstill = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const write = async (records: readonly RequestRecord[]) => {
      await standstill;
      batches.push(records);
    };
    const queue = createAuditQueue({ write, batchMax: 1, waitingMax: 3 });
    for (let index = 0; index < 100; index++) queue.push(row(`/${index}`));
    expect(queue.status()).toEqual({ waiting: 3, waitingMax: 3, dropped: 96 });
    goOn();
    await queue.close();
    expect(queue.status()).toEqual({ waiting: 0, waitingMax: 3, dropped: 96 });
    expect(batches.flat()).toHaveLength(4);
  });

  it("goes on after a batch that the database refused", async () => {
    const batches: (readonly RequestRecord[])[] = [];
    const write = async (records: readonly RequestRecord[]) => {
      if (records.some(({ requestURI }) => requestURI === "/1")) throw new Error("disk full");
      batches.push(records);
    };
    const queue = createAuditQueue({ write, batchMax: 1 });
    queue.push(row("/1"));
    queue.push(row("/2"));
    await queue.close();
    expect(uris(batches)).toEqual([["/2"]]);
    expect(queue.status()).toMatchObject({ waiting: 0, dropped: 1 });
  });
});
