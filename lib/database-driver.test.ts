import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseFile } from "./db.ts";
import { openTestFile, type TestDatabase } from "./testing/database.ts";
import { holdDatabaseLock } from "./testing/database-lock.ts";

let database: TestDatabase;
let lock: Awaited<ReturnType<typeof holdDatabaseLock>>;
beforeEach(async () => {
  database = await openTestFile();
  lock = await holdDatabaseLock(databaseFile(database.dataDir));
});
afterEach(async () => {
  await lock.release();
  await database.close();
});

const user = { login: "alice", displayName: "Alice", createdAt: new Date() };
const write = () => database.db.user.create({ data: user });

// R15
describe("while another program holds the database's lock", () => {
  it.each([
    ["a statement", write],
    ["a transaction", () => database.db.$transaction(async (transaction) => transaction.user.create({ data: user }))],
  ])("%s waits for it, and the thread does not", async (_name, work) => {
    const working = work();
    let longestMs = 0;
    for (let turn = 0; turn < 20; turn++) {
      const startedAt = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      longestMs = Math.max(longestMs, performance.now() - startedAt);
    }
    await lock.release();
    await working;
    expect(longestMs).toBeLessThan(1000);
    expect(await database.db.user.count()).toBe(1);
  });

  it("reading goes on", async () => {
    expect(await database.db.user.count()).toBe(0);
  });

  it("writing fails after some seconds, and works again afterwards", async () => {
    await expect(write()).rejects.toThrow();
    await lock.release();
    await write();
  });
});

describe("what Prisma splits into several statements, as it is too long for one", () => {
  it("is written whole, as the first thing in a transaction, too", async () => {
    await lock.release();
    const users = Array.from({ length: 6000 }, (_, index) => ({ ...user, login: `user-${index}` }));
    await database.db.$transaction(async (transaction) => transaction.user.createMany({ data: users }));
    expect(await database.db.user.count()).toBe(6000);
  });
});
