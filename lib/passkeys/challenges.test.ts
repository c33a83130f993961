import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withDataDir } from "../testing/data-dir.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createChallenge, type Purpose, takeChallenge } from "./challenges.ts";

withDataDir();
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const now = new Date("2026-01-15T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const signIn: Purpose = { purpose: "sign-in", userId: null };
const create = (purpose: Purpose = signIn) => Buffer.from(createChallenge(purpose, now, randomBytes)).toString("base64url");
const take = (challenge: string, purpose: Purpose = signIn, at = now) => takeChallenge(test.db, challenge, purpose, at);

describe("a challenge", () => {
  it("is good once, also for two who answer at the same time", async () => {
    const challenge = create();
    expect((await Promise.all([take(challenge), take(challenge)])).filter(Boolean)).toHaveLength(1);
    expect(await take(challenge)).toBe(false);
  });

  it("is good for five minutes", async () => {
    expect(await take(create(), signIn, later(299))).toBe(true);
    expect(await take(create(), signIn, later(300))).toBe(false);
  });

  it("that was used is remembered for as long as it would have been good", async () => {
    const challenge = create();
    await take(challenge, signIn, now);
    await take(create(), signIn, later(299));
    expect(await take(challenge, signIn, later(299))).toBe(false);
  });

  it("is good for what it was made for alone", async () => {
    expect(await take(create({ purpose: "add", userId: "bob" }))).toBe(false);
    expect(await take(create(), { purpose: "add", userId: "bob" })).toBe(false);
    expect(await take(create({ purpose: "add", userId: "bob" }), { purpose: "add", userId: "eve" })).toBe(false);
  });

  it("is one of ours: no byte of it can be changed, and none can be made elsewhere", async () => {
    const bytes = Buffer.from(create(), "base64url");
    for (let index = 0; index < bytes.length; index += 7) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(await take(changed.toString("base64url"))).toBe(false);
    }
    for (const text of ["", "AAAA", randomBytes(64).toString("base64url")]) expect(await take(text)).toBe(false);
    expect(await test.db.usedChallenge.count({ where: { challengeHash: "" } })).toBe(0);
  });

  it("that nobody answers leaves nothing behind", async () => {
    const before = await test.db.usedChallenge.count();
    for (let index = 0; index < 100; index++) create();
    expect(await test.db.usedChallenge.count()).toBe(before);
  });
});
