import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashPassword } from "../password-hash.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { TooManyTries, verifySignIn } from "./verify-sign-in.ts";

const now = new Date("2026-01-15T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const password = "tulip kettle moss";
let test: TestDatabase;
let passwordHash: string;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});
beforeEach(async () => {
  test = await openTestDatabase();
  await test.db.user.create({ data: { login: "bob", displayName: "Bob", passwordHash, createdAt: now } });
});
afterEach(() => test.close());

const attempt = (changes: { login?: string; password?: string; sourceIP?: string | null; at?: Date } = {}) =>
  verifySignIn(
    test.db,
    { login: changes.login ?? "bob", password: changes.password ?? password },
    changes.sourceIP === undefined ? "10.0.0.1" : changes.sourceIP,
    changes.at ?? now,
  );

/** Wrong tries as the audit has them: to make them by hashing would take seconds. */
async function failures(count: number, row: { targetName?: string; sourceIP?: string }) {
  await test.db.auditEvent.createMany({
    data: Array.from({ length: count }, () => ({ at: now, action: "session.refused", targetKind: "user", targetName: "bob", sourceIP: "10.0.0.1", ...row })),
  });
}

describe("signing in", () => {
  it("needs the right login and password, and is recorded with its address", async () => {
    expect(await attempt()).toMatchObject({ login: "bob", displayName: "Bob", isAdmin: false });
    const [row] = await test.db.auditEvent.findMany();
    expect(row).toMatchObject({ action: "session.signed-in", actorLogin: "bob", sourceIP: "10.0.0.1" });
    expect((await test.db.user.findUniqueOrThrow({ where: { login: "bob" } })).lastSignInAt).toEqual(now);
  });

  // A36
  it.each([
    ["a wrong password", {}, { password: "wrong" }],
    ["an unknown login", {}, { login: "eve" }],
    ["someone who is disabled", { disabledAt: now }, {}],
    ["someone who has not accepted yet", { passwordHash: null }, {}],
  ])("answers %s with the same null", async (_title, data, changes) => {
    await test.db.user.update({ where: { login: "bob" }, data });
    expect(await attempt(changes)).toBeNull();
    expect((await test.db.auditEvent.findMany()).map((row) => row.action)).toEqual(["session.refused"]);
  });

  it("writes no password down, even one typed as the login", async () => {
    await attempt({ login: "my secret word", password: "wrong words here" });
    const stored = JSON.stringify(await test.db.auditEvent.findMany());
    expect(stored).not.toContain("secret");
    expect(stored).not.toContain("wrong words");
    expect(stored).toMatch(/unknown:[0-9a-f]{12}/);
  });
});

// A36
describe("guessing", () => {
  it("is delayed after five wrong passwords from one address, then the longer the more there are", async () => {
    await failures(4, {});
    expect(await attempt({ password: "wrong" })).toBeNull();
    await expect(attempt()).rejects.toThrow(TooManyTries);
    await expect(attempt()).rejects.toThrow("wait 1 seconds");
    await failures(3, {});
    await expect(attempt()).rejects.toThrow("wait 8 seconds");
    expect(await attempt({ at: later(8) })).not.toBeNull();
  });

  it("is forgotten after a quarter of an hour", async () => {
    await failures(100, {});
    await expect(attempt({ at: later(299) })).rejects.toThrow(TooManyTries);
    expect(await attempt({ at: later(900) })).not.toBeNull();
  });

  it("of one login does not keep others from the same address out, until there are many", async () => {
    await test.db.user.create({ data: { login: "eve", displayName: "Eve", passwordHash, createdAt: now } });
    await failures(10, {});
    expect(await attempt({ login: "eve" })).not.toBeNull();
    await failures(25, {});
    await expect(attempt({ login: "eve" })).rejects.toThrow(TooManyTries);
  });

  it("from many addresses at once is delayed for that login", async () => {
    for (let index = 0; index < 25; index++) await failures(1, { sourceIP: `10.1.0.${index}` });
    await expect(attempt()).rejects.toThrow("wait 30 seconds");
  });

  it("does not lock the person out where they have signed in before", async () => {
    await attempt({ sourceIP: "10.0.0.2" });
    for (let index = 0; index < 100; index++) await failures(1, { sourceIP: `10.1.0.${index}` });
    expect(await attempt({ sourceIP: "10.0.0.2" })).not.toBeNull();
    await expect(attempt({ sourceIP: "10.0.0.3" })).rejects.toThrow(TooManyTries);
  });

  it("is delayed for a login that is not there just as for one that is", async () => {
    for (let count = 0; count < 5; count++) expect(await attempt({ login: "nobody", password: "wrong" })).toBeNull();
    await expect(attempt({ login: "nobody" })).rejects.toThrow("wait 1 seconds");
  });

  it("writes no row while it is delayed, so a flood does not grow the database", async () => {
    await failures(10, {});
    for (let count = 0; count < 5; count++) await expect(attempt()).rejects.toThrow(TooManyTries);
    expect(await test.db.auditEvent.count()).toBe(10);
  });
});
