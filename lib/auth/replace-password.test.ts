import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Unauthenticated } from "../errors.ts";
import { hashPassword, verifyPassword } from "../password-hash.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { replacePassword } from "./replace-password.ts";
import { findSession, startSession } from "./sessions.ts";

const input = { current: "tulip kettle moss", next: "granite window seven" };
let test: TestDatabase;
let bob: Context;
let hash: string;

beforeAll(async () => {
  hash = await hashPassword(input.current);
});
beforeEach(async () => {
  test = await openTestDatabase();
  bob = await contextOfPerson(test.db, "bob");
  await test.db.user.update({ where: { login: "bob" }, data: { passwordHash: hash, mustChangePassword: true } });
});
afterEach(() => test.close());

const stored = () => test.db.user.findUniqueOrThrow({ where: { login: "bob" } });

describe("changing one's password", () => {
  it("replaces it, ends the other sessions and is recorded without either password", async () => {
    const { id } = await stored();
    const mine = await startSession(test.db, id, bob.now, randomBytes);
    const elsewhere = await startSession(test.db, id, bob.now, randomBytes);
    const session = await findSession(test.db, mine, bob.now);
    const revision = await readRevision(test.db);
    await replacePassword(bob, input, session?.id ?? "");
    const user = await stored();
    expect([await verifyPassword(user.passwordHash, input.next), await verifyPassword(user.passwordHash, input.current)]).toEqual([true, false]);
    expect(user.mustChangePassword).toBe(false);
    expect(await findSession(test.db, mine, bob.now)).not.toBeNull();
    expect(await findSession(test.db, elsewhere, bob.now)).toBeNull();
    expect(await readRevision(test.db)).toBe(revision + 1);
    const rows = await test.db.auditEvent.findMany();
    expect(rows.map((row) => [row.action, row.actorLogin])).toEqual([["user.password-changed", "bob"]]);
    expect(JSON.stringify(rows)).not.toMatch(/tulip|granite|argon2/);
  });

  it.each([
    ["a wrong present one", { ...input, current: "wrong" }, "current"],
    ["the same one again", { ...input, next: input.current }, "next"],
    ["a weak one", { ...input, next: "qwertyuiop123" }, "next"],
  ])("is refused with %s, beside its field", async (_title, bad, field) => {
    await expect(replacePassword(bob, bad, "s")).rejects.toMatchObject({ field });
    expect((await stored()).passwordHash).toBe(hash);
  });

  it("does not undo what came in between: of two changes at once one is refused", async () => {
    const results = await Promise.allSettled([replacePassword(bob, input, "s"), replacePassword(bob, { ...input, next: "copper ladder nine" }, "s")]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await test.db.auditEvent.count()).toBe(1);
  });

  it("needs someone who is signed in", async () => {
    await expect(replacePassword({ ...bob, actor: { kind: "anonymous", sourceIP: null } }, input, "s")).rejects.toThrow(Unauthenticated);
  });
});
