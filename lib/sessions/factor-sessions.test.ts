import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Context, requirePerson } from "../context.ts";
import { removePasskey } from "../passkeys/index.ts";
import { withDataDir } from "../testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { signInAs } from "../testing/session.ts";
import { confirmTotp, removeTotp, startTotp, totpCode } from "../totp/index.ts";
import { findSession } from "./index.ts";

withDataDir();
let test: TestDatabase;
let bob: Context;
let userId: string;
beforeEach(async () => {
  test = await openTestDatabase();
  bob = await contextOfPerson(test.db, "bob");
  userId = requirePerson(bob).id;
  await test.db.user.update({ where: { id: userId }, data: { passwordHash: "set" } });
});
afterEach(() => test.close());

const signIn = (how: Parameters<typeof signInAs>[3] = {}) => signInAs(test.db, userId, bob.now, how);
const methodOf = async ({ sid }: { sid: string }) => (await findSession(test.db, sid, bob.now))?.method ?? "ended";
const addPasskeyRow = (id: string) =>
  test.db.passkey.create({ data: { id, userId, name: id, publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: bob.now } });

async function setUpApp(sessionId: string): Promise<void> {
  const { secret } = await startTotp(bob);
  await confirmTotp(bob, { code: totpCode(secret, bob.now), sessionId });
}

describe("a second factor that is added", () => {
  it("ends the person's other sessions that the password alone opened, and raises the one that asks", async () => {
    const [asking, other, byPasskey] = [await signIn(), await signIn(), await signIn({ method: "passkey" })];
    await setUpApp(asking.id);
    expect([await methodOf(asking), await methodOf(other), await methodOf(byPasskey)]).toEqual(["password+totp", "ended", "passkey"]);
    const [row] = await test.db.auditEvent.findMany({ where: { action: "user.second-factor-added" } });
    expect(row?.detail).toBe('{"factor":"authenticator app","endedSessions":1}');
  });
});

describe("a passkey that is removed", () => {
  it("ends the sessions that it opened, but the one that asks, which counts as one without a second factor", async () => {
    await addPasskeyRow("lost");
    await addPasskeyRow("kept");
    const byLost = { method: "passkey", passkeyId: "lost" } as const;
    const [asking, thief, other] = [await signIn(byLost), await signIn(byLost), await signIn({ method: "passkey", passkeyId: "kept" })];
    const fromBefore = await signIn({ method: "passkey" });
    await removePasskey(bob, "lost", asking.id);
    expect([await methodOf(asking), await methodOf(thief), await methodOf(other), await methodOf(fromBefore)]).toEqual([
      "factor-removed",
      "ended",
      "passkey",
      "ended",
    ]);
  });

  it("opens no session any more, also by a sign-in that is under way", async () => {
    await addPasskeyRow("lost");
    await removePasskey(bob, "lost", "");
    await expect(signIn({ method: "passkey", passkeyId: "lost" })).rejects.toThrow();
    expect(await test.db.session.count()).toBe(0);
  });
});

describe("an authenticator app that is removed", () => {
  it("leaves no session two-factor by it, and takes the recovery codes with it when nothing else is there", async () => {
    const asking = await signIn();
    await setUpApp(asking.id);
    const [byApp, byCode] = [await signIn({ method: "password+totp" }), await signIn({ method: "password+recovery-code" })];
    await removeTotp(bob, asking.id);
    expect([await methodOf(asking), await methodOf(byApp), await methodOf(byCode)]).toEqual(["password", "ended", "ended"]);
    expect(await test.db.recoveryCode.count()).toBe(0);
  });

  it("leaves recovery codes and what they opened to a person who has a passkey", async () => {
    await addPasskeyRow("kept");
    const asking = await signIn();
    await setUpApp(asking.id);
    const byCode = await signIn({ method: "password+recovery-code" });
    await removeTotp(bob, asking.id);
    expect(await methodOf(byCode)).toBe("password+recovery-code");
    expect(await test.db.recoveryCode.count()).toBe(10);
  });
});
