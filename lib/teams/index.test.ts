import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTeam, deleteTeam, listTeams, updateTeam } from "./index.ts";
import { teamSchema } from "./schema.ts";

let test: TestDatabase;
let admin: Context;
let bobId: string;
let eveId: string;

beforeEach(async () => {
  test = await openTestDatabase();
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  for (const login of ["bob", "eve"]) await contextOfPerson(test.db, login);
  bobId = (await test.db.user.findUniqueOrThrow({ where: { login: "bob" } })).id;
  eveId = (await test.db.user.findUniqueOrThrow({ where: { login: "eve" } })).id;
});
afterEach(() => test.close());

describe("teams", () => {
  it("are for administrators", async () => {
    const team = await createTeam(admin, { name: "ops", memberIds: [] });
    const zed = await contextOfPerson(test.db, "zed");
    for (const call of [
      (context: Context) => listTeams(context),
      (context: Context) => createTeam(context, { name: "x", memberIds: [] }),
      (context: Context) => updateTeam(context, team.id, { name: "x", memberIds: [] }),
      (context: Context) => deleteTeam(context, team.id),
    ]) {
      await expect(call(zed)).rejects.toThrow(Forbidden);
      await expect(call({ ...zed, actor: { kind: "anonymous", sourceIP: null } })).rejects.toThrow(Unauthenticated);
    }
    expect(await listTeams(admin)).toEqual([team]);
  });

  it("have members, each once, by login", async () => {
    const team = await createTeam(admin, { name: "ops", memberIds: [eveId, bobId, eveId] });
    expect(team.members.map((member) => member.login)).toEqual(["bob", "eve"]);
  });

  it("move the revision and record who came and who went", async () => {
    const before = await readRevision(test.db);
    const team = await createTeam(admin, { name: "ops", memberIds: [bobId] });
    await updateTeam(admin, team.id, { name: "sre", memberIds: [eveId] });
    await deleteTeam(admin, team.id);
    expect(await readRevision(test.db)).toBe(before + 3);
    const rows = await test.db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(rows.map((row) => [row.action, row.targetName, JSON.parse(row.detail ?? "")])).toEqual([
      ["team.created", "ops", { members: ["bob"] }],
      ["team.updated", "sre", { formerName: "ops", added: ["eve"], removed: ["bob"] }],
      ["team.deleted", "sre", { members: ["eve"], grants: 0 }],
    ]);
  });

  it("take their grants with them, and leave their members", async () => {
    const team = await createTeam(admin, { name: "ops", memberIds: [bobId] });
    await test.db.environment.create({ data: { id: 1, name: "prod", server: "https://x", createdAt: admin.now } });
    await test.db.grant.create({
      data: { teamId: team.id, environmentId: 1, clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt: admin.now, createdBy: "ada" },
    });
    expect((await listTeams(admin))[0]?.grantCount).toBe(1);
    await deleteTeam(admin, team.id);
    expect([await test.db.grant.count(), await test.db.teamMember.count(), await test.db.user.count()]).toEqual([0, 0, 3]);
  });

  it("have one name each, which may stay the same", async () => {
    const team = await createTeam(admin, { name: "ops", memberIds: [] });
    await createTeam(admin, { name: "web", memberIds: [] });
    await expect(createTeam(admin, { name: "ops", memberIds: [] })).rejects.toMatchObject({ field: "name" });
    await expect(updateTeam(admin, team.id, { name: "web", memberIds: [] })).rejects.toMatchObject({ field: "name" });
    expect((await updateTeam(admin, team.id, { name: "ops", memberIds: [bobId] })).members).toHaveLength(1);
  });

  it("take no member who is not there, and change nothing then", async () => {
    const team = await createTeam(admin, { name: "ops", memberIds: [bobId] });
    await expect(updateTeam(admin, team.id, { name: "new", memberIds: [eveId, "0197c000-0000-7000-8000-000000000000"] })).rejects.toMatchObject({
      field: "memberIds",
    });
    expect(await listTeams(admin)).toEqual([team]);
    await expect(updateTeam(admin, "x", { name: "new", memberIds: [] })).rejects.toThrow(NotFound);
    await expect(deleteTeam(admin, "x")).rejects.toThrow(NotFound);
  });

  it.each(["system:masters", "system", "Ops", "a b", "a,b", "a\r\nb", "-a", "", "x".repeat(64), "оps"])("cannot be called %j", (name) => {
    expect(teamSchema.safeParse({ name, memberIds: [] }).success).toBe(false);
  });
});
