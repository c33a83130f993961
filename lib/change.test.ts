import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { change } from "./change.ts";
import type { Context } from "./context.ts";
import { readRevision } from "./revision.ts";
import { contextOfPerson, openTestDatabase, openTestFile, type TestDatabase } from "./testing/database.ts";
import { writeBeside } from "./testing/database-lock.ts";

let test: TestDatabase;
let bob: Context;
beforeEach(async () => {
  test = await openTestDatabase();
  bob = await contextOfPerson(test.db, "bob");
});
afterEach(() => test.close());

const createTeam = (context: Context, name: string) =>
  change(context, async (transaction) => {
    const team = await transaction.team.create({ data: { name, createdAt: context.now } });
    return { audit: { action: "team.created", target: { kind: "team", name }, detail: { members: 0 } }, result: team.id };
  });

describe("a change", () => {
  it("comes with its audit row and a new revision", async () => {
    expect(await readRevision(test.db)).toBe(0);
    const id = await createTeam(bob, "ops");
    expect(await test.db.team.findUnique({ where: { id } })).not.toBeNull();
    expect(await readRevision(test.db)).toBe(1);
    const rows = await test.db.auditEvent.findMany();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      at: bob.now,
      action: "team.created",
      actorLogin: "bob",
      sourceIP: "127.0.0.1",
      targetKind: "team",
      targetName: "ops",
      detail: '{"members":0}',
    });
  });

  it("that fails leaves neither audit row nor revision", async () => {
    await createTeam(bob, "ops");
    await expect(createTeam(bob, "ops")).rejects.toThrow();
    expect([await test.db.team.count(), await test.db.auditEvent.count(), await readRevision(test.db)]).toEqual([1, 1, 1]);
  });

  it("can have several audit rows, and one revision", async () => {
    await change(bob, async () => ({ audit: [{ action: "grant.applied" }, { action: "grant.refused" }], result: null }));
    expect([await test.db.auditEvent.count(), await readRevision(test.db)]).toEqual([2, 1]);
  });

  it("by Drawbridge itself or by nobody known names no person", async () => {
    await createTeam({ ...bob, actor: { kind: "system" } }, "a");
    await createTeam({ ...bob, actor: { kind: "anonymous", sourceIP: "10.0.0.1" } }, "b");
    const rows = await test.db.auditEvent.findMany({ orderBy: { targetName: "asc" } });
    expect(rows.map((row) => [row.actorId, row.actorLogin, row.sourceIP])).toEqual([
      [null, "system", null],
      [null, "anonymous", "10.0.0.1"],
    ]);
  });

  it("that reads before it writes is not refused because another connection has written in between", async () => {
    const file = await openTestFile();
    const beside = await writeBeside(file.location);
    const context = await contextOfPerson(file.db, "bob");
    try {
      for (let index = 0; index < 20; index++)
        await change(context, async (transaction) => {
          for (let reads = 0; reads < 5; reads++) await transaction.team.count();
          await transaction.team.create({ data: { name: `t${index}`, createdAt: context.now } });
          return { audit: { action: "team.created" }, result: null };
        });
    } finally {
      await beside.stop();
    }
    expect([await file.db.team.count(), await readRevision(file.db)]).toEqual([20, 20]);
    await file.close();
  });

  it("loses no revision when many come at once", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => createTeam(bob, `t${index}`)));
    expect(await readRevision(test.db)).toBe(20);
  });
});
