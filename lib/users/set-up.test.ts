import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { verifyPassword } from "../password-hash.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createFirstAdmin, createFirstAdminUnattended, prepareSetUpCode, setUpState } from "./index.ts";

const password = "tulip kettle moss";
const now = new Date("2026-01-15T12:00:00Z");
/** The delay after wrong codes is one for the process: each test is at another hour. */
let hour = 0;
let at = now;
let test: TestDatabase;
beforeEach(async () => {
  at = new Date(now.getTime() + hour++ * 3_600_000);
  test = await openTestDatabase();
});
afterEach(() => test.close());

async function prepared(): Promise<string> {
  return (await prepareSetUpCode(test.db, randomBytes)) ?? "";
}

function stranger(): Context {
  return { db: test.db, actor: { kind: "anonymous", sourceIP: "192.0.2.7" }, now: at };
}

function input(code: string) {
  return { code, login: "ada", displayName: "Ada", password };
}

describe("set-up", () => {
  it("is needed until there is an administrator, and then gives out no more codes", async () => {
    expect(await setUpState(test.db)).toEqual({ needsSetUp: true });
    const code = await prepared();
    expect(code).toMatch(/^([a-z2-7]{4}-){6}[a-z2-7]{2}$/);
    expect(JSON.stringify(await test.db.setupCode.findMany())).not.toContain(code.replaceAll("-", ""));
    await createFirstAdmin(stranger(), input(code));
    expect(await setUpState(test.db)).toEqual({ needsSetUp: false });
    expect(await prepareSetUpCode(test.db, randomBytes)).toBeNull();
    expect(await test.db.setupCode.count()).toBe(0);
  });

  it("makes an administrator who can sign in, and records it without a secret, with the address from which it was asked", async () => {
    const code = await prepared();
    await createFirstAdmin(stranger(), input(code));
    const user = await test.db.user.findUniqueOrThrow({ where: { login: "ada" } });
    expect(user).toMatchObject({ isAdmin: true, mustChangePassword: false, disabledAt: null });
    expect(await verifyPassword(user.passwordHash, password)).toBe(true);
    const rows = await test.db.auditEvent.findMany();
    expect(rows.map((row) => [row.action, row.targetName, row.sourceIP])).toEqual([["instance.set-up", "ada", "192.0.2.7"]]);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${code}|${password}`));
  });

  it("takes the code as people type it", async () => {
    const code = await prepared();
    await createFirstAdmin(stranger(), input(` ${code.toUpperCase().replaceAll("-", " ")} `));
  });

  it("takes no other code, no earlier one and none twice", async () => {
    const earlier = await prepared();
    const code = await prepared();
    for (const wrong of [earlier, "", "-", code.slice(1)]) await expect(createFirstAdmin(stranger(), input(wrong))).rejects.toMatchObject({ field: "code" });
    await createFirstAdmin(stranger(), input(code));
    await expect(createFirstAdmin(stranger(), { ...input(code), login: "eve" })).rejects.toMatchObject({ field: "code" });
    expect(await test.db.user.count()).toBe(1);
  });

  it("without a prepared code takes none at all", async () => {
    await expect(createFirstAdmin(stranger(), input(""))).rejects.toMatchObject({ field: "code" });
  });

  it("lets one of two who hold the code be first", async () => {
    const code = await prepared();
    const results = await Promise.allSettled([createFirstAdmin(stranger(), input(code)), createFirstAdmin(stranger(), { ...input(code), login: "eve" })]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await test.db.user.count()).toBe(1);
  });

  it("refuses a weak password and keeps the code", async () => {
    const code = await prepared();
    await expect(createFirstAdmin(stranger(), { ...input(code), password: "password1234" })).rejects.toMatchObject({ field: "password" });
    await createFirstAdmin(stranger(), input(code));
  });

  it("takes the right code after any number of wrong ones: nobody can keep the operator out", async () => {
    const code = await prepared();
    for (let count = 0; count < 40; count++) await expect(createFirstAdmin(stranger(), input("wrong"))).rejects.toThrow("not the set-up code");
    expect(await createFirstAdmin(stranger(), input(code))).toEqual({ login: "ada" });
  });
});

describe("unattended set-up", () => {
  it("makes the administrator whom the operator wrote down, once", async () => {
    expect(await createFirstAdminUnattended(test.db, { login: "ada", password }, at)).toBe(true);
    expect(await createFirstAdminUnattended(test.db, { login: "eve", password }, at)).toBe(false);
    expect((await test.db.user.findMany()).map((user) => user.login)).toEqual(["ada"]);
  });

  it("makes one administrator when two processes start at once", async () => {
    const start = (login: string) => createFirstAdminUnattended(test.db, { login, password }, at);
    await Promise.allSettled([start("ada"), start("eve")]);
    expect(await test.db.user.count()).toBe(1);
  });

  it.each([
    ["a weak password", { login: "ada", password: "password1234" }, "password"],
    ["a short one", { login: "ada", password: "x9!kQ" }, "password"],
    ["a login that Kubernetes reads otherwise", { login: "system:masters", password }, "login"],
  ])("is refused with %s", async (_title, bad, field) => {
    await expect(createFirstAdminUnattended(test.db, bad, at)).rejects.toMatchObject({ field });
    expect(await test.db.user.count()).toBe(0);
  });
});
