import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { acceptInvitation, deleteUser, makeAdminLink } from "./index.ts";

const now = new Date("2026-01-15T12:00:00Z");
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const password = "plum-harbour-quilt-oxide";
let count = 0;
const options = { now, random: (length: number) => Buffer.alloc(length, ++count) };
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const strangerAt = (at: Date): Context => ({ db: test.db, actor: { kind: "anonymous", sourceIP: null }, now: at });
const codeOf = ({ path }: { path: string }) => path.replace("/invitation/", "");

describe("the link that the host's operator makes for an administrator", () => {
  it("makes a new administrator, whose password its holder chooses, once", async () => {
    const link = await makeAdminLink(test.db, { login: "root", hostUser: "ops" }, options);
    expect(link.person).toBe("created");
    expect(await acceptInvitation(strangerAt(minutesLater(59)), codeOf(link), password)).toEqual({ login: "root" });
    expect(await test.db.user.findUniqueOrThrow({ where: { login: "root" } })).toMatchObject({ isAdmin: true, disabledAt: null });
    await expect(acceptInvitation(strangerAt(minutesLater(59)), codeOf(link), password)).rejects.toThrow(InvalidInput);
  });

  it("lets a person in again who was disabled, lost the right or a second factor, and ends what they had", async () => {
    const { actor } = await contextOfPerson(test.db, "ada");
    const userId = actor.kind === "person" ? actor.person.id : "";
    const of = { userId, createdAt: now };
    await test.db.session.create({ data: { id: "s", ...of, expiresAt: minutesLater(60) } });
    await test.db.passkey.create({ data: { id: "p", ...of, name: "key", publicKey: Buffer.from("k"), counter: 0, transports: "[]" } });
    await test.db.recoveryCode.create({ data: { codeHash: "h", userId } });
    await test.db.user.update({ where: { id: userId }, data: { disabledAt: now, passwordHash: "x", sealedTotpSecret: "x", totpConfirmedAt: now } });
    expect((await makeAdminLink(test.db, { login: "ada", hostUser: "ops" }, options)).person).toBe("reset");
    expect(await test.db.user.findUniqueOrThrow({ where: { login: "ada" }, include: { sessions: true, passkeys: true, recoveryCodes: true } })).toMatchObject({
      ...{ id: userId, isAdmin: true, disabledAt: null, passwordHash: null, sealedTotpSecret: null, totpConfirmedAt: null },
      ...{ sessions: [], passkeys: [], recoveryCodes: [] },
    });
  });

  it("is dead after an hour", async () => {
    const link = await makeAdminLink(test.db, { login: "late", hostUser: "ops" }, options);
    await expect(acceptInvitation(strangerAt(minutesLater(60)), codeOf(link), password)).rejects.toThrow(InvalidInput);
  });

  it("is in the audit with who made it on the host, and without the link", async () => {
    const link = await makeAdminLink(test.db, { login: "eve", hostUser: "ops" }, options);
    const row = await test.db.auditEvent.findFirstOrThrow({ where: { action: "instance.admin-link-made", targetName: "eve" } });
    expect(row.actorLogin).toBe("system");
    expect(JSON.parse(row.detail ?? "")).toEqual({ hostUser: "ops", wasThere: false, wasAdmin: false, wasDisabled: false });
    expect(JSON.stringify(row)).not.toContain(codeOf(link));
  });

  it("is made for nothing that is no login", async () => {
    await expect(makeAdminLink(test.db, { login: "system:masters", hostUser: "ops" }, options)).rejects.toThrow(InvalidInput);
    expect(await test.db.user.count({ where: { login: { contains: ":" } } })).toBe(0);
  });

  it("leaves the last administrator's rule whole: a person who has not accepted is none who can sign in", async () => {
    const context = await contextOfPerson(test.db, "other-admin", { isAdmin: true });
    const root = await test.db.user.findUniqueOrThrow({ where: { login: "root" } });
    await expect(deleteUser(context, root.id)).rejects.toThrow("last administrator");
  });
});
