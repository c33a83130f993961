import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import {
  createGrant,
  deleteGrants,
  listGrantChoices,
  listGrants,
  listReachableEnvironments,
  listReachableHealth,
  reconcileEnvironment,
  updateGrant,
} from "./index.ts";
import { type CreateGrantInput, type GrantFilter, grantFilterSchema } from "./schema.ts";

let store: TestDatabase;
let admin: Context;
let bob: Context;
let environmentId: number;
const key = randomBytes(32);

beforeEach(async () => {
  store = await openTestDatabase();
  admin = await contextOfPerson(store.db, "ada", { isAdmin: true });
  bob = await contextOfPerson(store.db, "bob");
  const roles = ["view", "edit", "drawbridge-proxy"].map((name) => ({ name }));
  const data = { name: "alpha", server: "https://127.0.0.1:1", createdAt: admin.now, clusterRoles: { create: roles } };
  environmentId = (await store.db.environment.create({ data })).id;
});
afterEach(() => store.close());

const idOf = (context: Context) => (context.actor.kind === "person" ? context.actor.person.id : "");
const input = (change: Partial<CreateGrantInput> = {}): CreateGrantInput => ({
  subject: { kind: "user", id: idOf(bob) },
  environmentId,
  clusterRole: "view",
  namespaces: null,
  ...change,
});
const unknownId = "01890000-0000-7000-8000-000000000000";

describe("grants", () => {
  it("are an administrator's business alone", async () => {
    const anonymous: Context = { ...admin, actor: { kind: "anonymous", sourceIP: null } };
    for (const work of [
      (context: Context) => createGrant(context, input(), key),
      (context: Context) => updateGrant(context, unknownId, { clusterRole: "view", namespaces: null }, key),
      (context: Context) => deleteGrants(context, [unknownId]),
      listGrants,
      listGrantChoices,
    ]) {
      await expect(work(bob)).rejects.toThrow(Forbidden);
      await expect(work(anonymous)).rejects.toThrow(Unauthenticated);
    }
    expect(await store.db.grant.count()).toBe(0);
  });

  it("can be edited, role and namespaces, with the row of before in the audit", async () => {
    const { id } = await createGrant(admin, input({ namespaces: ["web"] }), key);
    const revision = await readRevision(store.db);
    const edited = await updateGrant(admin, id, { clusterRole: "edit", namespaces: ["shop", "web", "shop"] }, key);
    expect(edited).toMatchObject({ id, clusterRole: "edit", namespaces: ["shop", "web"], createdBy: "ada" });
    expect(await readRevision(store.db)).toBe(revision + 1);
    const row = await store.db.auditEvent.findFirstOrThrow({ where: { action: "grant.updated" } });
    expect([row.actorLogin, row.targetName, row.environmentName]).toEqual(["ada", "bob", "alpha"]);
    expect(JSON.parse(row.detail ?? "")).toEqual({ clusterRole: "edit", namespaces: ["shop", "web"], from: { clusterRole: "view", namespaces: ["web"] } });
  });

  it("are edited to nothing that is there already, is Drawbridge's own or names nothing", async () => {
    const { id } = await createGrant(admin, input({ namespaces: ["web"] }), key);
    await createGrant(admin, input(), key);
    await expect(updateGrant(admin, id, { clusterRole: "view", namespaces: null }, key)).rejects.toThrow("has exactly this grant already");
    await expect(updateGrant(admin, id, { clusterRole: "drawbridge-proxy", namespaces: null }, key)).rejects.toThrow("Drawbridge's own");
    await expect(updateGrant(admin, id, { clusterRole: "view", namespaces: [] }, key)).rejects.toThrow("Name at least one");
    await expect(updateGrant(admin, unknownId, { clusterRole: "view", namespaces: null }, key)).rejects.toThrow(NotFound);
    expect((await store.db.grant.findUniqueOrThrow({ where: { id } })).namespaces).toBe('["web"]');
  });

  it("move the revision and leave an audit row, when made and when deleted", async () => {
    const view = await createGrant(admin, input({ namespaces: ["web", "shop", "web"] }), key);
    expect(view).toMatchObject({
      subject: { kind: "user", name: "bob" },
      environment: { name: "alpha" },
      namespaces: ["shop", "web"],
      state: "applying",
      createdBy: "ada",
    });
    expect(await readRevision(store.db)).toBe(1);
    await deleteGrants(admin, [view.id]);
    expect(await readRevision(store.db)).toBe(2);
    await expect(deleteGrants(admin, [view.id])).rejects.toThrow(NotFound);
    const rows = await store.db.auditEvent.findMany({ orderBy: { action: "asc" } });
    expect(
      rows.map(({ action, actorLogin, targetKind, targetName, environmentName, detail }) => [
        action,
        actorLogin,
        targetKind,
        targetName,
        environmentName,
        detail,
      ]),
    ).toEqual(
      ["grant.created", "grant.deleted"].map((action) => [action, "ada", "user", "bob", "alpha", '{"clusterRole":"view","namespaces":["shop","web"]}']),
    );
  });

  it("are removed several at once, each with an audit row, and all of them or none", async () => {
    const ids: string[] = [];
    for (const clusterRole of ["view", "edit"]) ids.push((await createGrant(admin, input({ clusterRole }), key)).id);
    await expect(deleteGrants(admin, [...ids, unknownId])).rejects.toThrow(NotFound);
    expect(await listGrants(admin)).toHaveLength(2);
    await deleteGrants(admin, [...ids, ...ids]);
    expect(await listGrants(admin)).toEqual([]);
    expect(await store.db.auditEvent.count({ where: { action: "grant.deleted" } })).toBe(2);
  });

  it.each<[string, Partial<CreateGrantInput>, string]>([
    ["an unknown person", { subject: { kind: "user", id: unknownId } }, "subject"],
    ["an unknown team", { subject: { kind: "team", id: unknownId } }, "subject"],
    ["an unknown environment", { environmentId: 999 }, "environmentId"],
    ["Drawbridge's own role", { clusterRole: "drawbridge-proxy" }, "clusterRole"],
  ])("are refused for %s", async (_name, change, field) => {
    await expect(createGrant(admin, input(change), key)).rejects.toMatchObject({ field });
    expect(await readRevision(store.db)).toBe(0);
  });

  it("are refused when there is exactly the same one", async () => {
    await createGrant(admin, input({ namespaces: ["a", "b"] }), key);
    await expect(createGrant(admin, input({ namespaces: ["b", "a"] }), key)).rejects.toThrow(/exactly this grant/);
    await createGrant(admin, input(), key);
    expect(await listGrants(admin)).toHaveLength(2);
  });

  it.each([[{ namespaces: [] }], [{ namespaces: ["Web"] }], [{ clusterRole: "a/b" }], [{ clusterRole: "" }]])(
    "are refused as malformed: %j",
    async (change) => {
      await expect(createGrant(admin, input(change), key)).rejects.toThrow();
      expect(await store.db.grant.count()).toBe(0);
    },
  );

  it("offer the roles of the cluster but Drawbridge's own", async () => {
    expect(await listGrantChoices(admin)).toEqual([{ id: environmentId, name: "alpha", clusterRoles: ["edit", "view"] }]);
  });
});

describe("listReachableEnvironments", () => {
  it("shows nothing without a grant, to administrators neither", async () => {
    expect(await listReachableEnvironments(admin)).toEqual([]);
    expect(await listReachableEnvironments(bob)).toEqual([]);
  });

  it("shows the person's own rights and those of their teams, and nobody else's", async () => {
    const team = await store.db.team.create({ data: { name: "ops", createdAt: admin.now, members: { create: { userId: idOf(bob) } } } });
    await createGrant(admin, input({ namespaces: ["web"] }), key);
    await createGrant(admin, input({ subject: { kind: "team", id: team.id }, clusterRole: "edit" }), key);
    await createGrant(admin, input({ subject: { kind: "user", id: idOf(admin) } }), key);
    expect(await listReachableEnvironments(bob)).toMatchObject([
      {
        name: "alpha",
        applying: true,
        health: { state: "unknown" },
        rights: [
          { clusterRole: "edit", namespaces: null },
          { clusterRole: "view", namespaces: ["web"] },
        ],
      },
    ]);
    expect(await listReachableEnvironments(admin)).toMatchObject([{ rights: [{ clusterRole: "view", namespaces: null }] }]);
  });

  it("names the person's newest file that still works, and their last use of any", async () => {
    await createGrant(admin, input(), key);
    const at = (day: number) => new Date(Date.UTC(2026, 0, day));
    const file = (id: string, ownerId: string, change: { expiresAt?: Date; createdAt?: Date; revokedAt?: Date; lastUsedAt?: Date }) => {
      const token = { tokenHash: id, environmentId, environmentName: "alpha", createdAt: at(1), expiresAt: change.expiresAt ?? null };
      return store.db.kubeconfig.create({ data: { id, ownerId, ownerLogin: "x", name: id, createdAt: at(1), tokens: { create: token }, ...change } });
    };
    await file("old", idOf(bob), { lastUsedAt: at(9) });
    await file("new", idOf(bob), { createdAt: at(3), expiresAt: at(30) });
    await file("expired", idOf(bob), { createdAt: at(4), expiresAt: at(10) });
    await file("revoked", idOf(bob), { createdAt: at(5), revokedAt: at(6) });
    await file("hers", idOf(admin), { createdAt: at(6), lastUsedAt: at(12) });
    expect(await listReachableEnvironments(bob)).toMatchObject([
      { newestKubeconfig: { id: "new", name: "new", expiresAt: at(30).toISOString() }, lastUsedAt: at(9).toISOString() },
    ]);
  });
});

describe("reconcileEnvironment", () => {
  it("leaves alone what is gone or switched off, and says what is missing otherwise", async () => {
    await reconcileEnvironment(store.db, 999, admin.now, { key });
    await expect(reconcileEnvironment(store.db, environmentId, admin.now, { key })).rejects.toThrow(/no credential/);
    expect((await store.db.environment.findFirst())?.reconcileError).toMatch(/no credential/);
    await store.db.environment.updateMany({ data: { disabledAt: admin.now } });
    await reconcileEnvironment(store.db, environmentId, admin.now, { key });
  });
});

describe("the list of grants", () => {
  it("is filtered by person (their teams' grants among them), team, environment and role", async () => {
    const { db } = store;
    const { id: teamId } = await db.team.create({ data: { name: "ops", createdAt: admin.now, members: { create: { userId: idOf(bob) } } } });
    const { id: other } = await db.environment.create({
      data: { name: "beta", server: "https://127.0.0.1:1", createdAt: admin.now, clusterRoles: { create: [{ name: "view" }] } },
    });
    await createGrant(admin, input(), key);
    await createGrant(admin, input({ clusterRole: "edit", subject: { kind: "team", id: teamId } }), key);
    await createGrant(admin, input({ environmentId: other, subject: { kind: "user", id: idOf(admin) } }), key);
    const found = async (filter: GrantFilter) => (await listGrants(admin, filter)).map(({ subject, environment }) => `${subject.name} ${environment.name}`);
    expect(await found({})).toHaveLength(3);
    expect(await found({ person: idOf(bob) })).toEqual(["bob alpha", "ops alpha"]);
    expect(await found({ team: teamId })).toEqual(["ops alpha"]);
    expect(await found({ environment: other })).toEqual(["ada beta"]);
    expect(await found({ role: "view" })).toEqual(["bob alpha", "ada beta"]);
    expect(await found({ role: "view", person: unknownId })).toEqual([]);
  });

  it("takes what is no filter for none", () => {
    expect(grantFilterSchema.parse({ person: "x", environment: "-1", role: ["a", "b"], other: "y" })).toEqual({});
  });
});

describe("listReachableHealth", () => {
  const probedAt = new Date("2026-01-15T12:00:00Z");
  const later = (seconds: number) => new Date(probedAt.getTime() + seconds * 1000);

  it("tells what clusters have answered since, of those that the person can reach and no others", async () => {
    await createGrant(admin, input(), key);
    await store.db.environment.update({ where: { id: environmentId }, data: { probedAt, probeOk: false, probeStep: "tcp", version: "v1.36.1" } });
    const { environments, revision } = await listReachableHealth(bob, later(-30));
    expect(environments).toMatchObject([{ id: environmentId, version: "v1.36.1", health: { state: "down", step: "tcp" } }]);
    expect(revision).toBe(1);
    expect((await listReachableHealth(bob, later(30))).environments).toEqual([]);
    expect((await listReachableHealth(admin, later(-30))).environments).toEqual([]);
  });

  it("loses no answer that was written while the last one was read", async () => {
    await createGrant(admin, input(), key);
    await store.db.environment.update({ where: { id: environmentId }, data: { probedAt, probeOk: true } });
    expect((await listReachableHealth(bob, later(2))).environments).toHaveLength(1);
  });
});
