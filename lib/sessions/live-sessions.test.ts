import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { signInAs } from "../testing/session.ts";
import { endSession, findSession, startSession } from "./live-sessions.ts";
import { proofColumns, proofsOf } from "./proofs.ts";

const hour = 3_600_000;
const now = new Date("2026-01-15T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
let test: TestDatabase;
let userId: string;

beforeEach(async () => {
  test = await openTestDatabase();
  userId = (await test.db.user.create({ data: { login: "bob", displayName: "Bob", passwordHash: "set", createdAt: now } })).id;
});
afterEach(() => test.close());

const start = async () => (await signInAs(test.db, userId, now)).sid;

describe("a session", () => {
  it("is known by what its cookie holds, of which only a hash is kept", async () => {
    const sid = await start();
    expect((await findSession(test.db, sid, now))?.person).toEqual({ id: userId, login: "bob", displayName: "Bob", isAdmin: false });
    expect(JSON.stringify(await test.db.session.findMany())).not.toContain(sid);
    const [row] = await test.db.session.findMany();
    expect(await findSession(test.db, row?.id ?? "", now)).toBeNull();
    expect(await findSession(test.db, "", now)).toBeNull();
  });

  it("ends after 12 hours without use", async () => {
    const sid = await start();
    expect(await findSession(test.db, sid, later(12 * hour))).toBeNull();
  });

  it("lives on while it is used, for 7 days in all", async () => {
    const sid = await start();
    for (let hours = 11; hours < 7 * 24; hours += 11) expect(await findSession(test.db, sid, later(hours * hour))).not.toBeNull();
    expect(await findSession(test.db, sid, later(7 * 24 * hour - 1))).not.toBeNull();
    expect(await findSession(test.db, sid, later(7 * 24 * hour))).toBeNull();
  });

  it("ends when it is signed out, whoever has a copy of the cookie", async () => {
    const sid = await start();
    expect((await endSession(test.db, sid))?.login).toBe("bob");
    expect(await findSession(test.db, sid, now)).toBeNull();
    expect(await endSession(test.db, sid)).toBeNull();
  });

  it.each([
    ["is disabled", { disabledAt: now }],
    ["has their password taken away", { passwordHash: null }],
  ])("is worth nothing while its person %s, even if its row is still there", async (_title, data) => {
    const sid = await start();
    await test.db.user.update({ where: { id: userId }, data });
    expect(await findSession(test.db, sid, now)).toBeNull();
  });

  it("shows at once that its person is no longer an administrator, or must change their password", async () => {
    await test.db.user.update({ where: { id: userId }, data: { isAdmin: true } });
    const sid = await start();
    expect((await findSession(test.db, sid, now))?.person.isAdmin).toBe(true);
    await test.db.user.update({ where: { id: userId }, data: { isAdmin: false, mustChangePassword: true } });
    expect(await findSession(test.db, sid, now)).toMatchObject({ person: { isAdmin: false }, mustChangePassword: true });
  });

  it.each([
    ["the password was changed", { passwordHash: "another" }],
    ["the password was taken away", { passwordHash: null }],
    ["its person was disabled", { disabledAt: now }],
    ["an authenticator app was set up", { totpConfirmedAt: now }],
    ["a passkey was added", { passkeys: { create: { id: "p", name: "key", publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: now } } }],
  ])("is not opened by a sign-in during which %s", async (_title, data) => {
    const proofs = proofsOf(await test.db.user.findUniqueOrThrow({ where: { id: userId }, select: proofColumns }));
    await test.db.user.update({ where: { id: userId }, data });
    const signIn = { userId, sourceIP: null, userAgent: null, method: "password" as const, passkeyId: null, proofs };
    expect(await startSession(test.db, signIn, now, randomBytes)).toBeNull();
    expect(await test.db.session.count()).toBe(0);
  });
});
