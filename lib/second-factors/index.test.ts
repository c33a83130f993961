import { afterEach, beforeEach, expect, it } from "vitest";
import { type Context, requirePerson } from "../context.ts";
import { Forbidden, InvalidInput } from "../errors.ts";
import { findSession } from "../sessions/index.ts";
import { readSettings } from "../settings/index.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { signInAs } from "../testing/session.ts";
import { acknowledgeFactorsReset, findSecondFactors, requireSecondFactorOfAdmins, resetSecondFactors } from "./index.ts";

let test: TestDatabase;
let admin: Context;
let bob: Context;
let eve: Context;
let userId: string;
beforeEach(async () => {
  test = await openTestDatabase();
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  bob = await contextOfPerson(test.db, "bob");
  eve = await contextOfPerson(test.db, "eve");
  userId = requirePerson(bob).id;
  const of = { userId, createdAt: admin.now };
  await test.db.passkey.create({ data: { id: "p", ...of, name: "laptop", publicKey: Buffer.from("k"), counter: 0, transports: "[]" } });
  await test.db.recoveryCode.createMany({
    data: [
      { codeHash: "a", userId },
      { codeHash: "b", userId, usedAt: admin.now },
    ],
  });
  await test.db.session.create({ data: { id: "s", ...of, expiresAt: new Date("2027-01-01T00:00:00Z") } });
});
afterEach(() => test.close());

it("are shown to the person and to administrators, without a secret, and to nobody else", async () => {
  const view = await findSecondFactors(bob, userId);
  expect(view).toEqual({
    totpSince: null,
    totpLastUsedAt: null,
    reset: null,
    passkeys: [{ id: "p", name: "laptop", createdAt: admin.now.toISOString(), lastUsedAt: null }],
    recoveryCodesLeft: 1,
  });
  expect(await findSecondFactors(admin, userId)).toEqual(view);
  await expect(findSecondFactors(eve, userId)).rejects.toThrow(Forbidden);
});

it("are taken away by an administrator, with the sessions, and the audit says so", async () => {
  await expect(resetSecondFactors(bob, userId)).rejects.toThrow(Forbidden);
  await resetSecondFactors(admin, userId);
  expect(await findSecondFactors(admin, userId)).toMatchObject({ totpSince: null, passkeys: [], recoveryCodesLeft: 0 });
  expect(await test.db.session.count()).toBe(0);
  expect(await test.db.auditEvent.findFirst({ where: { action: "user.second-factors-reset" } })).toMatchObject({ actorLogin: "ada", targetName: "bob" });
});

it("taken away by an administrator are told to the person, from the database, until they say that they know", async () => {
  await test.db.user.update({ where: { id: userId }, data: { passwordHash: "set" } });
  await resetSecondFactors(admin, userId);
  const { sid } = await signInAs(test.db, userId, bob.now);
  expect((await findSession(test.db, sid, bob.now))?.factorsReset).toEqual({ at: admin.now, by: "ada" });
  await acknowledgeFactorsReset(bob);
  expect((await findSession(test.db, sid, bob.now))?.factorsReset).toBeNull();
  expect((await findSecondFactors(bob, userId)).reset).toEqual({ at: admin.now.toISOString(), by: "ada" });
});

it("cannot be made a duty of administrators by one who has not shown one: they would shut themselves out", async () => {
  await expect(requireSecondFactorOfAdmins(admin, true, "password")).rejects.toThrow(InvalidInput);
  expect((await readSettings(test.db)).adminsNeedSecondFactor).toBe(false);
  await requireSecondFactorOfAdmins(admin, true, "passkey");
  expect((await readSettings(test.db)).adminsNeedSecondFactor).toBe(true);
  await requireSecondFactorOfAdmins(admin, false, "password");
  expect((await readSettings(test.db)).adminsNeedSecondFactor).toBe(false);
});
