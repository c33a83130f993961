import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { hashPassword } from "../password-hash.ts";
import { withDataDir } from "../testing/data-dir.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { confirmTotp, startTotp, totpCode } from "../totp/index.ts";
import { TooManyTries } from "./sign-in-delay.ts";
import { verifySignIn } from "./verify-sign-in.ts";

const now = new Date("2026-01-15T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const password = "tulip kettle moss";
withDataDir();
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

const attempt = (changes: { login?: string; password?: string; code?: string; sourceIP?: string | null; at?: Date } = {}) =>
  verifySignIn(
    test.db,
    { login: changes.login ?? "bob", password: changes.password ?? password, code: changes.code ?? "" },
    changes.sourceIP === undefined ? "10.0.0.1" : changes.sourceIP,
    changes.at ?? now,
  );

/** Wrong tries as the audit has them: to make them by hashing would take seconds. */
async function failures(count: number, row: { targetName?: string; sourceIP?: string; detail?: string }) {
  await test.db.auditEvent.createMany({
    data: Array.from({ length: count }, () => ({ at: now, action: "session.refused", targetKind: "user", targetName: "bob", sourceIP: "10.0.0.1", ...row })),
  });
}

const bob = async (): Promise<Context> => {
  const { id, login, displayName, isAdmin } = await test.db.user.findUniqueOrThrow({ where: { login: "bob" } });
  return { db: test.db, actor: { kind: "person", person: { id, login, displayName, isAdmin }, sourceIP: null }, now };
};

async function setUp(): Promise<{ codeAt: (seconds: number) => string; recoveryCodes: string[] }> {
  const context = await bob();
  const { secret } = await startTotp(context);
  const { recoveryCodes } = await confirmTotp(context, { code: totpCode(secret, now), sessionId: "" });
  return { codeAt: (seconds) => totpCode(secret, later(seconds)), recoveryCodes: recoveryCodes ?? [] };
}

describe("signing in", () => {
  it("needs the right login and password, and is recorded with its address", async () => {
    expect(await attempt()).toMatchObject({ person: { login: "bob", displayName: "Bob", isAdmin: false }, method: "password" });
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

  it("from all the addresses of one IPv6 network is delayed as if they were one", async () => {
    for (let index = 0; index < 6; index++) await failures(1, { sourceIP: `2001:db8:1:2::${index + 1}` });
    await expect(attempt({ sourceIP: "2001:db8:1:2:ffff::9" })).rejects.toThrow(TooManyTries);
    expect(await attempt({ sourceIP: "2001:db8:1:3::1" })).not.toBeNull();
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

// A36
describe("many tries at once are worth as many one after the other", () => {
  const answers = async (tries: Promise<unknown>[]) => {
    const results = await Promise.allSettled(tries);
    return results.map((result) => (result.status === "fulfilled" ? result.value : result.reason instanceof TooManyTries ? "delayed" : result.reason.name));
  };

  it("of passwords for one login from one address: five are looked at, and once there were wrong ones, one", async () => {
    const wrong = () => attempt({ password: "wrong" });
    expect((await answers(Array.from({ length: 12 }, wrong))).filter((answer) => answer === null)).toHaveLength(5);
    expect(await test.db.auditEvent.count()).toBe(5);
    expect((await answers(Array.from({ length: 4 }, () => attempt({ password: "wrong", at: later(1) })))).filter((answer) => answer === null)).toHaveLength(1);
  });

  it("of codes for one person: one, once there were wrong ones", async () => {
    await setUp();
    await test.db.auditEvent.create({ data: { at: now, action: "session.signed-in", actorLogin: "bob", sourceIP: "10.0.0.1" } });
    const wrongCode = { detail: JSON.stringify({ factor: "code" }) };
    for (let index = 0; index < 10; index++) await failures(1, { sourceIP: `10.9.0.${index}`, ...wrongCode });
    const tries = await answers(Array.from({ length: 4 }, () => attempt({ code: "000000", at: later(1) })));
    expect(tries.filter((answer) => answer === "SecondFactorNeeded")).toHaveLength(1);
    expect(tries.filter((answer) => answer === "delayed")).toHaveLength(3);
  });
});

describe("a second factor", () => {
  it("is asked for after a right password alone, so that it tells nothing to who has none", async () => {
    await setUp();
    expect(await attempt({ password: "wrong", code: "123456" })).toBeNull();
    await expect(attempt()).rejects.toMatchObject({ factors: ["totp"], wasWrong: false });
  });

  it("of an app or of the recovery codes signs in, and the audit says which", async () => {
    const { codeAt, recoveryCodes } = await setUp();
    expect(await attempt({ code: codeAt(60), at: later(60) })).toMatchObject({ method: "password+totp" });
    expect(await attempt({ code: recoveryCodes[0] ?? "", at: later(60) })).toMatchObject({ method: "password+recovery-code" });
    const rows = await test.db.auditEvent.findMany({ where: { action: "session.signed-in" }, orderBy: { id: "asc" } });
    expect(rows.map(({ detail }) => detail)).toEqual(['{"method":"password+totp"}', '{"method":"password+recovery-code"}']);
  });

  // A36
  it("that is wrong counts as a wrong try: who has the password may not guess the code", async () => {
    const { codeAt } = await setUp();
    for (let tries = 0; tries < 5; tries++) await expect(attempt({ code: "000000" })).rejects.toMatchObject({ wasWrong: true });
    await expect(attempt({ code: codeAt(0) })).rejects.toThrow(TooManyTries);
    expect(await test.db.auditEvent.count({ where: { action: "session.refused" } })).toBe(5);
  });

  // A36
  it("is not guessed from many addresses either, nor from where the person has signed in before: an hour for each try, once there were some", async () => {
    const { codeAt } = await setUp();
    await test.db.auditEvent.create({ data: { at: now, action: "session.signed-in", actorLogin: "bob", sourceIP: "10.0.0.1" } });
    const wrongCode = { detail: JSON.stringify({ factor: "code" }) };
    for (let index = 0; index < 10; index++) await failures(1, { sourceIP: `10.9.0.${index}`, ...wrongCode });
    await expect(attempt({ code: "000000" })).rejects.toThrow("wait 1 seconds");
    for (let index = 0; index < 12; index++) await failures(1, { sourceIP: `10.9.1.${index}`, ...wrongCode });
    await expect(attempt({ code: codeAt(3599), at: later(3599) })).rejects.toThrow(TooManyTries);
    expect(await attempt({ code: codeAt(3600), at: later(3600) })).toMatchObject({ method: "password+totp" });
  });

  it("is needed by a person who has only a passkey, too", async () => {
    const { actor } = await bob();
    const userId = actor.kind === "person" ? actor.person.id : "";
    await test.db.passkey.create({ data: { id: "p", userId, name: "key", publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: now } });
    await expect(attempt()).rejects.toMatchObject({ factors: ["passkey"] });
    await expect(attempt({ code: "123456" })).rejects.toMatchObject({ wasWrong: true });
  });
});
