import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Context, requirePerson } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { withDataDir } from "../testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { confirmTotp, removeTotp, renewRecoveryCodes, startTotp, takeCode, totpCode } from "./index.ts";

withDataDir();
let test: TestDatabase;
let bob: Context;
let userId: string;
beforeEach(async () => {
  test = await openTestDatabase();
  bob = await contextOfPerson(test.db, "bob");
  userId = requirePerson(bob).id;
});
afterEach(() => test.close());

const later = (seconds: number): Date => new Date(bob.now.getTime() + seconds * 1000);

async function setUp(): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = await startTotp(bob);
  const { recoveryCodes } = await confirmTotp(bob, { code: totpCode(secret, bob.now), sessionId: "" });
  return { secret, recoveryCodes: recoveryCodes ?? [] };
}

describe("an authenticator app", () => {
  it("shows the codes of RFC 6238, from a link that apps understand", async () => {
    // Appendix B: the secret "12345678901234567890", at 1111111109 s. Six digits are the last six of its eight.
    expect(totpCode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", new Date(1_111_111_109_000))).toBe("081804");
    const { uri, secret, qr } = await startTotp(bob);
    expect(uri).toBe(`otpauth://totp/Drawbridge:bob?issuer=Drawbridge&secret=${secret}&algorithm=SHA1&digits=6&period=30`);
    expect(qr.length).toBe(qr[0]?.length);
  });

  it("counts once a code of it was shown, and not before", async () => {
    const { secret } = await startTotp(bob);
    expect(await takeCode(test.db, userId, totpCode(secret, bob.now), bob.now)).toBeNull();
    await expect(confirmTotp(bob, { code: "000000", sessionId: "" })).rejects.toThrow(InvalidInput);
    await confirmTotp(bob, { code: totpCode(secret, bob.now), sessionId: "" });
    expect(await takeCode(test.db, userId, totpCode(secret, later(30)), later(30))).toBe("totp");
  });

  it("is kept sealed: the database alone gives no code", async () => {
    const { secret } = await setUp();
    expect(JSON.stringify(await test.db.user.findMany())).not.toContain(secret);
  });

  it("gives no code that is good twice, and none once a later one was used", async () => {
    const { secret } = await setUp();
    const [at60, at90] = [totpCode(secret, later(60)), totpCode(secret, later(90))];
    expect(await takeCode(test.db, userId, at90, later(90))).toBe("totp");
    expect(await takeCode(test.db, userId, at90, later(90))).toBeNull();
    expect(await takeCode(test.db, userId, at60, later(90))).toBeNull();
  });

  it("of two who use one code at once lets one in", async () => {
    const { secret } = await setUp();
    const code = totpCode(secret, later(60));
    const results = await Promise.all([takeCode(test.db, userId, code, later(60)), takeCode(test.db, userId, code, later(60))]);
    expect(results.filter((result) => result === "totp")).toHaveLength(1);
  });

  it("may be half a minute before or behind, and no more", async () => {
    const { secret } = await setUp();
    const now = later(600);
    expect(await takeCode(test.db, userId, totpCode(secret, later(540)), now)).toBeNull();
    expect(await takeCode(test.db, userId, totpCode(secret, later(660)), now)).toBeNull();
    expect(await takeCode(test.db, userId, totpCode(secret, later(570)), now)).toBe("totp");
    expect(await takeCode(test.db, userId, totpCode(secret, later(630)), now)).toBe("totp");
  });

  it("is not replaced by whoever sits down at an open browser: it is removed first, and both are audited", async () => {
    const { secret } = await setUp();
    await expect(startTotp(bob)).rejects.toThrow(InvalidInput);
    await removeTotp(bob, "");
    expect(await takeCode(test.db, userId, totpCode(secret, later(60)), later(60))).toBeNull();
    const actions = (await test.db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
    expect(actions).toEqual(["user.second-factor-added", "user.second-factor-removed"]);
  });
});

describe("recovery codes", () => {
  it("are ten, shown once, kept as hashes, and each good once, however it is typed", async () => {
    const { recoveryCodes } = await setUp();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = "", second = ""] = recoveryCodes;
    expect(JSON.stringify(await test.db.recoveryCode.findMany())).not.toContain(first.replaceAll("-", ""));
    expect(await takeCode(test.db, userId, first.toUpperCase().replaceAll("-", " "), bob.now)).toBe("recovery-code");
    expect(await takeCode(test.db, userId, first, bob.now)).toBeNull();
    const atOnce = await Promise.all([takeCode(test.db, userId, second, bob.now), takeCode(test.db, userId, second, bob.now)]);
    expect(atOnce.filter((result) => result === "recovery-code")).toHaveLength(1);
  });

  it("of before are dead once there are new ones, and open nobody else's account", async () => {
    const { recoveryCodes } = await setUp();
    const eve = requirePerson(await contextOfPerson(test.db, "eve")).id;
    const [fresh = ""] = await renewRecoveryCodes(bob);
    expect(await takeCode(test.db, userId, recoveryCodes[0] ?? "", bob.now)).toBeNull();
    expect(await takeCode(test.db, eve, fresh, bob.now)).toBeNull();
    expect(await takeCode(test.db, userId, fresh, bob.now)).toBe("recovery-code");
  });
});
