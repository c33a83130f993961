import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Context, requirePerson } from "../context.ts";
import { Forbidden, NotFound } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { signInAs } from "../testing/session.ts";
import { endSessionsOf, findSession, listSessions } from "./index.ts";

let test: TestDatabase;
let bob: Context;
let eve: Context;
let admin: Context;
beforeEach(async () => {
  test = await openTestDatabase();
  bob = await contextOfPerson(test.db, "bob");
  eve = await contextOfPerson(test.db, "eve");
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  await test.db.user.updateMany({ data: { passwordHash: "set" } });
});
afterEach(() => test.close());

const idOf = (context: Context) => requirePerson(context).id;
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function signIn(context: Context, minutesAgo = 0) {
  const at = new Date(context.now.getTime() - minutesAgo * 60_000);
  const { sid, id } = await signInAs(test.db, idOf(context), at, { sourceIP: "10.0.0.9", userAgent, method: "passkey" });
  return { id, isLive: async () => (await findSession(test.db, sid, context.now)) !== null };
}

describe("the list of sessions", () => {
  it("tells one's own apart by device, address, way and times, and marks the one that asks", async () => {
    const old = await signIn(bob, 30);
    const mine = await signIn(bob);
    await signIn(eve);
    const list = await listSessions(bob, idOf(bob), mine.id);
    expect(list.map(({ id, isThis }) => [id, isThis])).toEqual([
      [mine.id, true],
      [old.id, false],
    ]);
    expect(list[1]).toMatchObject({ device: "Firefox on Linux", sourceIP: "10.0.0.9", method: "passkey", createdAt: "2026-01-15T11:30:00.000Z" });
  });

  it("is shown to the person and to administrators, and to nobody else", async () => {
    await signIn(bob);
    expect(await listSessions(admin, idOf(bob), null)).toHaveLength(1);
    await expect(listSessions(eve, idOf(bob), null)).rejects.toThrow(Forbidden);
  });
});

describe("ending sessions", () => {
  it("ends one, all others, or all, with an audit row that says how many and whose", async () => {
    const [mine, first, second, third] = [await signIn(bob), await signIn(bob), await signIn(bob), await signIn(bob)];
    expect(await endSessionsOf(bob, [idOf(bob)], { id: first.id })).toBe(1);
    expect([await first.isLive(), await second.isLive()]).toEqual([false, true]);
    expect(await endSessionsOf(bob, [idOf(bob)], { exceptId: mine.id })).toBe(2);
    expect([await second.isLive(), await third.isLive(), await mine.isLive()]).toEqual([false, false, true]);
    expect(await endSessionsOf(admin, [idOf(bob)], { exceptId: null })).toBe(1);
    expect(await mine.isLive()).toBe(false);
    const rows = await test.db.auditEvent.findMany({ where: { action: "session.ended" }, orderBy: { id: "asc" } });
    expect(rows.map(({ actorLogin, targetName, detail }) => [actorLogin, targetName, detail])).toEqual([
      ["bob", "bob", '{"sessions":1}'],
      ["bob", "bob", '{"sessions":2}'],
      ["ada", "bob", '{"sessions":1}'],
    ]);
  });

  it("of several people is done for an administrator at once, with an audit row for each who had any, or for nobody", async () => {
    const [his, hers, hersToo] = [await signIn(bob), await signIn(eve), await signIn(eve)];
    await expect(endSessionsOf(eve, [idOf(eve), idOf(bob)], { exceptId: null })).rejects.toThrow(Forbidden);
    await expect(endSessionsOf(admin, [idOf(bob), "nobody"], { exceptId: null })).rejects.toThrow(NotFound);
    expect(await his.isLive()).toBe(true);
    expect(await endSessionsOf(admin, [idOf(bob), idOf(eve), idOf(admin)], { exceptId: null })).toBe(3);
    expect([await his.isLive(), await hers.isLive(), await hersToo.isLive()]).toEqual([false, false, false]);
    const rows = await test.db.auditEvent.findMany({ where: { action: "session.ended" }, orderBy: { targetName: "asc" } });
    expect(rows.map(({ targetName, detail }) => [targetName, detail])).toEqual([
      ["bob", '{"sessions":1}'],
      ["eve", '{"sessions":2}'],
    ]);
  });

  it("of somebody else is refused, also by naming one's own person and their session", async () => {
    const hers = await signIn(eve);
    await expect(endSessionsOf(bob, [idOf(eve)], { id: hers.id })).rejects.toThrow(Forbidden);
    await expect(endSessionsOf(bob, [idOf(bob)], { id: hers.id })).rejects.toThrow(NotFound);
    expect(await hers.isLive()).toBe(true);
  });
});
