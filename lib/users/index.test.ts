import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, InvalidInput, NotFound, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import {
  acceptInvitation,
  createUser,
  deleteUser,
  describeInvitation,
  findUser,
  inviteAgain,
  listAdministratorNames,
  listUsers,
  resetPassword,
  setUsersDisabled,
  updateUser,
} from "./index.ts";
import { createUserSchema } from "./schema.ts";

const invited = { login: "bob", displayName: "Bob", isAdmin: false, initialPassword: null };
const password = "tulip kettle moss";
let test: TestDatabase;
let admin: Context;
let other: Context;

beforeEach(async () => {
  test = await openTestDatabase();
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  other = await contextOfPerson(test.db, "eve");
  await test.db.user.updateMany({ data: { passwordHash: "set" } });
});
afterEach(() => test.close());

async function idOf(login: string): Promise<string> {
  return (await test.db.user.findUniqueOrThrow({ where: { login } })).id;
}

function codeOf(invitation: { path: string } | null): string {
  return invitation?.path.replace("/invitation/", "") ?? "";
}

async function auditOf(action: string) {
  return test.db.auditEvent.findMany({ where: { action } });
}

describe("all of it", () => {
  it("is for administrators", async () => {
    const id = await idOf("ada");
    const anonymous: Context = { ...other, actor: { kind: "anonymous", sourceIP: null } };
    for (const call of [
      (context: Context) => listUsers(context),
      (context: Context) => createUser(context, invited),
      (context: Context) => updateUser(context, id, { displayName: "x", isAdmin: false }),
      (context: Context) => setUsersDisabled(context, [id], true),
      (context: Context) => deleteUser(context, id),
      (context: Context) => inviteAgain(context, id),
      (context: Context) => resetPassword(context, id, { endsFiles: false, removesFactors: false }),
    ]) {
      await expect(call(other)).rejects.toThrow(Forbidden);
      await expect(call(anonymous)).rejects.toThrow(Unauthenticated);
    }
    expect(await test.db.user.count()).toBe(2);
    expect(await test.db.auditEvent.count()).toBe(0);
  });

  it("tells everyone who is signed in whom to ask: administrators who can sign in, by name", async () => {
    await test.db.user.updateMany({ data: { passwordHash: null } });
    expect(await listAdministratorNames(other)).toEqual([]);
    await test.db.user.updateMany({ data: { passwordHash: "x" } });
    expect(await listAdministratorNames(other)).toEqual(["ada"]);
    await expect(listAdministratorNames({ ...other, actor: { kind: "anonymous", sourceIP: null } })).rejects.toThrow(Unauthenticated);
    await test.db.user.updateMany({ data: { disabledAt: other.now } });
    expect(await listAdministratorNames(other)).toEqual([]);
  });

  it("knows no user that is not there", async () => {
    for (const call of [
      () => updateUser(admin, "x", { displayName: "x", isAdmin: true }),
      () => setUsersDisabled(admin, ["x"], true),
      () => deleteUser(admin, "x"),
      () => resetPassword(admin, "x", { endsFiles: false, removesFactors: false }),
    ])
      await expect(call()).rejects.toThrow(NotFound);
  });

  it("moves the revision and is recorded, with no secret", async () => {
    const before = await readRevision(test.db);
    const { invitation, user } = await createUser(admin, invited);
    await updateUser(admin, user.id, { displayName: "Robert", isAdmin: true });
    await setUsersDisabled(admin, [user.id], true);
    await setUsersDisabled(admin, [user.id], false);
    const again = await inviteAgain(admin, user.id);
    await acceptInvitation(admin, codeOf(again), password);
    const reset = await resetPassword(admin, user.id, { endsFiles: false, removesFactors: false });
    await deleteUser(admin, user.id);
    expect(await readRevision(test.db)).toBe(before + 8);
    const rows = await test.db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(rows.map((row) => [row.action, row.actorLogin, row.targetName])).toEqual([
      ["user.created", "ada", "bob"],
      ["user.updated", "ada", "bob"],
      ["user.disabled", "ada", "bob"],
      ["user.enabled", "ada", "bob"],
      ["user.invited", "ada", "bob"],
      ["user.invitation-accepted", "bob", "bob"],
      ["user.password-reset", "ada", "bob"],
      ["user.deleted", "ada", "bob"],
    ]);
    for (const secret of [codeOf(invitation), codeOf(again), codeOf(reset), password, "argon2"]) expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

describe("a new user", () => {
  it("is invited by a link that is shown once and kept as a hash", async () => {
    const { user, invitation } = await createUser(admin, invited);
    expect(user).toMatchObject({ login: "bob", state: "invited", isAdmin: false, teams: [], liveKubeconfigs: 0 });
    expect(invitation?.path).toMatch(/^\/invitation\/[A-Za-z0-9_-]{43}$/);
    const stored = JSON.stringify([await test.db.user.findMany(), await listUsers(admin)]);
    expect(stored).not.toContain(codeOf(invitation));
  });

  it("can have an initial password, which must be changed", async () => {
    const { user, invitation } = await createUser(admin, { ...invited, initialPassword: password });
    expect(user.state).toBe("must-change-password");
    expect(invitation).toBeNull();
    expect(JSON.stringify(await listUsers(admin))).not.toContain("argon2");
  });

  it("gets no weak initial password", async () => {
    await expect(createUser(admin, { ...invited, initialPassword: "password1234" })).rejects.toMatchObject({ field: "initialPassword" });
    expect(await test.db.user.count()).toBe(2);
  });

  it("gets no login that is taken", async () => {
    await expect(createUser(admin, { ...invited, login: "eve" })).rejects.toMatchObject({ field: "login" });
  });

  // wire.md's A40 and A41 in words: nothing that Kubernetes or a header could read as another name.
  it.each(["system:admin", "system", "kubernetes-admin", "Bob", "bob ", " bob", "a\tb", "a,b", "a\r\nb", "é", "аda", "", "x".repeat(65), "-x", "x."])(
    "cannot be called %j",
    (login) => {
      expect(createUserSchema.safeParse({ ...invited, login }).success).toBe(false);
    },
  );
});

describe("an invitation", () => {
  it("tells whom it is for, sets their password, and is used up", async () => {
    const code = codeOf((await createUser(admin, invited)).invitation);
    expect(await describeInvitation(test.db, code, admin.now)).toEqual({ login: "bob", displayName: "Bob" });
    await acceptInvitation(admin, code, password);
    expect((await listUsers(admin)).find((user) => user.login === "bob")?.state).toBe("active");
    expect(await describeInvitation(test.db, code, admin.now)).toBeNull();
    await expect(acceptInvitation(admin, code, password)).rejects.toMatchObject({ field: "form" });
  });

  it("is recorded with the address from which it was accepted", async () => {
    const code = codeOf((await createUser(admin, invited)).invitation);
    await acceptInvitation({ ...admin, actor: { kind: "anonymous", sourceIP: "192.0.2.7" } }, code, password);
    const row = await test.db.auditEvent.findFirstOrThrow({ where: { action: "user.invitation-accepted" } });
    expect(row).toMatchObject({ actorLogin: "bob", sourceIP: "192.0.2.7" });
  });

  it("is won by one of two who open it at once", async () => {
    const code = codeOf((await createUser(admin, invited)).invitation);
    const results = await Promise.allSettled([acceptInvitation(admin, code, password), acceptInvitation(admin, code, `${password} 2`)]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  it("dies after three days", async () => {
    const code = codeOf((await createUser(admin, invited)).invitation);
    expect(await describeInvitation(test.db, code, new Date(admin.now.getTime() + 3 * 86_400_000 - 1))).not.toBeNull();
    const late = new Date(admin.now.getTime() + 3 * 86_400_000);
    expect(await describeInvitation(test.db, code, late)).toBeNull();
    await expect(acceptInvitation({ ...admin, now: late }, code, password)).rejects.toThrow(InvalidInput);
  });

  it("dies when another is made, when its person is disabled, and is none when made up", async () => {
    const { user, invitation } = await createUser(admin, invited);
    const again = await inviteAgain(admin, user.id);
    expect(await describeInvitation(test.db, codeOf(invitation), admin.now)).toBeNull();
    await setUsersDisabled(admin, [user.id], true);
    expect(await describeInvitation(test.db, codeOf(again), admin.now)).toBeNull();
    expect(await describeInvitation(test.db, "", admin.now)).toBeNull();
  });

  it("stays good after a weak password was refused", async () => {
    const code = codeOf((await createUser(admin, invited)).invitation);
    await expect(acceptInvitation(admin, code, "qwertyuiop123")).rejects.toMatchObject({ field: "password" });
    await acceptInvitation(admin, code, password);
  });

  it("is not made again for someone who has accepted", async () => {
    await expect(inviteAgain(admin, await idOf("eve"))).rejects.toThrow("reset it instead");
  });
});

describe("a password reset", () => {
  it("ends the sessions and the old password at once", async () => {
    const id = await idOf("eve");
    await test.db.session.create({ data: { id: "s", userId: id, createdAt: admin.now, expiresAt: admin.now } });
    const { path } = await resetPassword(admin, id, { endsFiles: false, removesFactors: false });
    expect(await test.db.session.count()).toBe(0);
    expect((await test.db.user.findUniqueOrThrow({ where: { id } })).passwordHash).toBeNull();
    await acceptInvitation(admin, codeOf({ path }), password);
  });

  it.each([
    [true, ["user.password-reset", "kubeconfig.revoked"], { revokedAt: new Date("2026-01-15T12:00:00Z"), revokedBy: "ada", endReason: "password-reset" }],
    [false, ["user.password-reset"], { revokedAt: null, endReason: null }],
  ])("ends their files when it is asked to (%s), and nobody else's", async (endsFiles, actions, ended) => {
    const { db } = test;
    for (const login of ["ada", "eve"])
      await db.kubeconfig.create({ data: { id: login, ownerId: await idOf(login), ownerLogin: login, name: "laptop", createdAt: admin.now } });
    await resetPassword(admin, await idOf("eve"), { endsFiles, removesFactors: false });
    expect(await db.kubeconfig.findUniqueOrThrow({ where: { id: "eve" } })).toMatchObject(ended);
    expect(await db.kubeconfig.findUniqueOrThrow({ where: { id: "ada" } })).toMatchObject({ revokedAt: null });
    expect((await db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action)).toEqual(actions);
  });

  it.each([true, false])("by a reset takes the person's second factors with it as the administrator chose (%s), and they are told", async (removesFactors) => {
    const id = await idOf("eve");
    await test.db.passkey.create({
      data: { id: "p", userId: id, name: "key", publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: admin.now },
    });
    await resetPassword(admin, id, { endsFiles: false, removesFactors });
    expect(await test.db.passkey.count()).toBe(removesFactors ? 0 : 1);
    expect(await test.db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({
      factorsResetBy: removesFactors ? "ada" : null,
      factorsResetSeenAt: null,
    });
    expect(await test.db.auditEvent.count({ where: { action: "user.second-factors-reset" } })).toBe(removesFactors ? 1 : 0);
  });

  it("is not for oneself", async () => {
    await expect(resetPassword(admin, await idOf("ada"), { endsFiles: false, removesFactors: false })).rejects.toThrow("your own password");
  });
});

describe("disabling and deleting", () => {
  it("end the sessions of that person only", async () => {
    for (const login of ["ada", "eve"])
      await test.db.session.create({ data: { id: login, userId: await idOf(login), createdAt: admin.now, expiresAt: admin.now } });
    expect(await setUsersDisabled(admin, [await idOf("eve")], true)).toBe(1);
    expect((await findUser(admin, await idOf("eve")))?.state).toBe("disabled");
    expect((await test.db.session.findMany()).map((session) => session.id)).toEqual(["ada"]);
  });

  it("is done to several at once, each with an audit row, and to all of them or to nobody", async () => {
    const ids = await Promise.all(["uma", "finn"].map(async (login) => (await createUser(admin, { ...invited, login })).user.id));
    const states = async () => (await listUsers(admin)).filter(({ id }) => ids.includes(id)).map(({ state }) => state);
    const missing = "01890000-0000-7000-8000-000000000000";
    await expect(setUsersDisabled(admin, [...ids, missing], true)).rejects.toThrow(NotFound);
    await expect(setUsersDisabled(admin, [...ids, await idOf("ada")], true)).rejects.toThrow("yourself");
    expect(await states()).toEqual(["invited", "invited"]);
    expect(await setUsersDisabled(admin, ids.slice(0, 1), true)).toBe(1);
    const since = (await test.db.user.findUniqueOrThrow({ where: { login: "uma" } })).disabledAt;
    // Who is disabled already stays so since then, and is not recorded again.
    expect(await setUsersDisabled({ ...admin, now: new Date(admin.now.getTime() + 1000) }, ids, true)).toBe(1);
    expect((await test.db.user.findUniqueOrThrow({ where: { login: "uma" } })).disabledAt).toEqual(since);
    expect((await auditOf("user.disabled")).map(({ targetName }) => targetName).sort()).toEqual(["finn", "uma"]);
    expect(await setUsersDisabled(admin, ids, false)).toBe(2);
    expect(await states()).toEqual(["invited", "invited"]);
  });

  // A31
  it("end a person's files and take their grants and memberships away for good: the same login given again is someone else", async () => {
    const id = await idOf("eve");
    const { db } = test;
    await db.environment.create({ data: { id: 1, name: "prod", server: "https://x", createdAt: admin.now } });
    await db.grant.create({
      data: { userId: id, environmentId: 1, clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt: admin.now, createdBy: "ada" },
    });
    await db.team.create({ data: { name: "ops", createdAt: admin.now, members: { create: { userId: id } } } });
    await db.kubeconfig.create({
      data: {
        ...{ id: "k", ownerId: id, ownerLogin: "eve", name: "k", createdAt: admin.now },
        tokens: { create: { tokenHash: "h", environmentId: 1, environmentName: "prod", createdAt: admin.now } },
      },
    });
    await deleteUser(admin, id);
    expect([await db.grant.count(), await db.teamMember.count()]).toEqual([0, 0]);
    // The file stays, dead and nobody's, so that it is told why it died.
    expect(await db.kubeconfig.findMany()).toMatchObject([{ ownerId: null, ownerLogin: "eve", revokedAt: admin.now, endReason: "owner-deleted" }]);
    const again = await createUser(admin, { ...invited, login: "eve" });
    expect(again.user.id).not.toBe(id);
    expect(await auditOf("user.deleted")).toHaveLength(1);
  });

  it("are not for oneself", async () => {
    const id = await idOf("ada");
    await expect(setUsersDisabled(admin, [id], true)).rejects.toThrow("yourself");
    await expect(deleteUser(admin, id)).rejects.toThrow("yourself");
  });
});

describe("the last administrator who can sign in", () => {
  it("cannot be demoted, and nothing is changed or recorded by the try", async () => {
    const id = await idOf("ada");
    const revision = await readRevision(test.db);
    await expect(updateUser(admin, id, { displayName: "Ada", isAdmin: false })).rejects.toThrow("last administrator");
    expect(await test.db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ isAdmin: true, displayName: "ada" });
    expect(await readRevision(test.db)).toBe(revision);
    expect(await test.db.auditEvent.count()).toBe(0);
  });

  it("is not replaced by one who is only invited or is disabled", async () => {
    const { user } = await createUser(admin, { ...invited, isAdmin: true });
    await updateUser(admin, await idOf("eve"), { displayName: "Eve", isAdmin: true });
    await setUsersDisabled(admin, [await idOf("eve")], true);
    await expect(updateUser(admin, await idOf("ada"), { displayName: "Ada", isAdmin: false })).rejects.toThrow("last administrator");
    expect(user.state).toBe("invited");
  });

  it("cannot be disabled with others, whoever asks, and none of these is then", async () => {
    const ids = [await idOf("eve"), await idOf("ada")];
    await expect(setUsersDisabled({ ...admin, actor: { kind: "system" } }, ids, true)).rejects.toThrow("last administrator");
    expect(await test.db.user.count({ where: { disabledAt: { not: null } } })).toBe(0);
  });

  it("of two who demote each other at once, one stays", async () => {
    const id = await idOf("eve");
    await updateUser(admin, id, { displayName: "Eve", isAdmin: true });
    const eve: Context = { ...other, actor: { kind: "person", person: { id, login: "eve", displayName: "Eve", isAdmin: true }, sourceIP: null } };
    const results = await Promise.allSettled([
      updateUser(admin, id, { displayName: "Eve", isAdmin: false }),
      updateUser(eve, await idOf("ada"), { displayName: "Ada", isAdmin: false }),
    ]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });
});

describe("the list", () => {
  it("counts the files that still work", async () => {
    const ownerId = await idOf("eve");
    const file = { ownerId, ownerLogin: "eve", name: "k", createdAt: admin.now };
    await test.db.kubeconfig.createMany({
      data: [
        { ...file, id: "lives", expiresAt: new Date(admin.now.getTime() + 1) },
        { ...file, id: "never dies" },
        { ...file, id: "expired", expiresAt: admin.now },
        { ...file, id: "revoked", revokedAt: admin.now },
      ],
    });
    const count = async () => (await listUsers(admin)).find((user) => user.login === "eve")?.liveKubeconfigs;
    expect(await count()).toBe(2);
    await setUsersDisabled(admin, [ownerId], true);
    expect(await count()).toBe(0);
  });
});
