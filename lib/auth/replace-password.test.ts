import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Unauthenticated } from "../errors.ts";
import { hashPassword, verifyPassword } from "../password-hash.ts";
import { readRevision } from "../revision.ts";
import { findSession } from "../sessions/index.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { signInAs } from "../testing/session.ts";
import { replacePassword } from "./replace-password.ts";

const input = { current: "tulip kettle moss", next: "granite window seven", endsFiles: false, removesFactors: false };
let test: TestDatabase;
let asking: { id: string; signedInAt: Date };
let bob: Context;
let hash: string;

beforeAll(async () => {
  hash = await hashPassword(input.current);
});
beforeEach(async () => {
  test = await openTestDatabase();
  bob = await contextOfPerson(test.db, "bob");
  asking = { id: "s", signedInAt: bob.now };
  await test.db.user.update({ where: { login: "bob" }, data: { passwordHash: hash, mustChangePassword: true } });
});
afterEach(() => test.close());

const stored = () => test.db.user.findUniqueOrThrow({ where: { login: "bob" } });

describe("changing one's password", () => {
  it("replaces it, ends the other sessions and is recorded without either password", async () => {
    const { id } = await stored();
    const mine = await signInAs(test.db, id, bob.now);
    const elsewhere = await signInAs(test.db, id, bob.now);
    const revision = await readRevision(test.db);
    await replacePassword(bob, input, { id: mine.id, signedInAt: bob.now });
    const user = await stored();
    expect([await verifyPassword(user.passwordHash, input.next), await verifyPassword(user.passwordHash, input.current)]).toEqual([true, false]);
    expect(user.mustChangePassword).toBe(false);
    expect(await findSession(test.db, mine.sid, bob.now)).not.toBeNull();
    expect(await findSession(test.db, elsewhere.sid, bob.now)).toBeNull();
    expect(await readRevision(test.db)).toBe(revision + 1);
    const rows = await test.db.auditEvent.findMany();
    expect(rows.map((row) => [row.action, row.actorLogin])).toEqual([["user.password-changed", "bob"]]);
    expect(JSON.stringify(rows)).not.toMatch(/tulip|granite|argon2/);
  });

  it.each([
    [true, "password-reset"],
    [false, null],
  ])("ends one's files when it is asked to (%s)", async (endsFiles, endReason) => {
    const { id } = await stored();
    await test.db.kubeconfig.create({ data: { id: "f", ownerId: id, ownerLogin: "bob", name: "laptop", createdAt: bob.now } });
    await replacePassword(bob, { ...input, endsFiles }, asking);
    expect(await test.db.kubeconfig.findUniqueOrThrow({ where: { id: "f" } })).toMatchObject({ endReason, revokedBy: endsFiles ? "bob" : null });
  });

  it.each([
    ["a wrong present one", { ...input, current: "wrong" }, "current"],
    ["the same one again", { ...input, next: input.current }, "next"],
    ["a weak one", { ...input, next: "qwertyuiop123" }, "next"],
  ])("is refused with %s, beside its field", async (_title, bad, field) => {
    await expect(replacePassword(bob, bad, asking)).rejects.toMatchObject({ field });
    expect((await stored()).passwordHash).toBe(hash);
  });

  it("does not undo what came in between: of two changes at once one is refused", async () => {
    const results = await Promise.allSettled([replacePassword(bob, input, asking), replacePassword(bob, { ...input, next: "copper ladder nine" }, asking)]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await test.db.auditEvent.count()).toBe(1);
  });

  it("needs someone who is signed in", async () => {
    await expect(replacePassword({ ...bob, actor: { kind: "anonymous", sourceIP: null } }, input, asking)).rejects.toThrow(Unauthenticated);
  });

  it("takes passkeys, authenticator app and recovery codes with it if asked, in the same transaction, and only then", async () => {
    const { id } = await stored();
    await addFactors(id);
    await replacePassword(bob, input, asking);
    expect(await factorsOf(id)).toEqual([1, true, 1]);
    await test.db.user.update({ where: { id }, data: { passwordHash: hash } });
    const { sid, id: sessionId } = await signInAs(test.db, id, bob.now, { method: "passkey", passkeyId: "p" });
    await replacePassword(bob, { ...input, removesFactors: true }, { id: sessionId, signedInAt: bob.now });
    expect(await factorsOf(id)).toEqual([0, false, 0]);
    expect((await findSession(test.db, sid, bob.now))?.method).toBe("factor-removed");
    const rows = await test.db.auditEvent.findMany({ where: { action: "user.second-factor-removed" }, orderBy: { id: "asc" } });
    expect(rows.map(({ detail }) => detail).toSorted()).toEqual(['{"factor":"authenticator app"}', '{"factor":"passkey","name":"laptop"}']);
    expect((await stored()).factorsResetAt).toBeNull();
  });

  it("takes no second factor away for a sign-in of a while ago: the password alone is no proof for that", async () => {
    const { id } = await stored();
    await addFactors(id);
    const old = { id: "s", signedInAt: new Date(bob.now.getTime() - 16 * 60_000) };
    await expect(replacePassword(bob, { ...input, removesFactors: true }, old)).rejects.toMatchObject({ field: "removesFactors" });
    expect(await factorsOf(id)).toEqual([1, true, 1]);
    expect((await stored()).passwordHash).toBe(hash);
  });

  // A36
  it("slows guesses at the present password down as those at the sign-in, and counts them there", async () => {
    for (let tries = 0; tries < 5; tries++) await expect(replacePassword(bob, { ...input, current: "wrong" }, asking)).rejects.toThrow("not your present");
    await expect(replacePassword(bob, input, asking)).rejects.toMatchObject({ field: "current", message: "Too many wrong tries: wait 1 seconds." });
    const [row] = await test.db.auditEvent.findMany();
    expect(row).toMatchObject({ action: "session.refused", actorLogin: "bob", targetName: "bob", detail: '{"factor":"present password"}' });
  });

  async function addFactors(userId: string): Promise<void> {
    const passkey = { id: "p", userId, name: "laptop", publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: bob.now };
    await test.db.passkey.create({ data: passkey });
    await test.db.recoveryCode.create({ data: { codeHash: "a", userId } });
    await test.db.user.update({ where: { id: userId }, data: { sealedTotpSecret: "sealed", totpConfirmedAt: bob.now, totpLastStep: 1 } });
  }

  async function factorsOf(userId: string) {
    const { totpConfirmedAt } = await stored();
    return [await test.db.passkey.count({ where: { userId } }), totpConfirmedAt !== null, await test.db.recoveryCode.count({ where: { userId } })];
  }
});
