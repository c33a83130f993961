import { afterEach, beforeEach, expect, it } from "vitest";
import { readRevision } from "../revision.ts";
import { openTestFile, type TestDatabase } from "../testing/database.ts";
import { readAccess } from "./snapshot.ts";

let database: TestDatabase;
const statements: string[] = [];
beforeEach(async () => {
  database = await openTestFile((sql) => statements.push(sql));
});
afterEach(() => database.close());

const at = new Date("2026-01-01T00:00:00Z");

async function fill() {
  const { db } = database;
  const environment = await db.environment.create({ data: { name: "alpha", server: "https://a", createdAt: at } });
  for (const kind of ["proxy", "manager"])
    await db.environmentCredential.create({ data: { environmentId: environment.id, kind, sealedToken: `sealed ${kind}`, issuedAt: at } });
  for (const [kind, name, refusal] of [
    ["user", "drawbridge:bob", null],
    ["group", "g", null],
    ["group", "refused", "no such role"],
  ] as const)
    await db.appliedSubject.create({ data: { environmentId: environment.id, kind, name, refusal, updatedAt: at } });
  const bob = await db.user.create({ data: { login: "bob", displayName: "Bob", createdAt: at } });
  const eve = await db.user.create({ data: { login: "eve", displayName: "Eve", createdAt: at, disabledAt: at } });
  const team = await db.team.create({ data: { name: "red", createdAt: at, members: { create: { userId: bob.id } } } });
  const grant = { environmentId: environment.id, createdAt: at, createdBy: "test" };
  await db.grant.create({ data: { ...grant, userId: bob.id, clusterRole: "view", allNamespaces: true, namespaces: "[]" } });
  await db.grant.create({ data: { ...grant, teamId: team.id, clusterRole: "edit", allNamespaces: false, namespaces: '["a","b"]' } });
  const expiresAt = new Date("2026-02-01T00:00:00.001Z");
  await db.kubeconfig.create({ data: { id: "f", ownerId: bob.id, ownerLogin: "bob", name: "laptop", createdAt: at, expiresAt } });
  const token = { kubeconfigId: "f", environmentId: environment.id, environmentName: "alpha", createdAt: at, expiresAt };
  await db.kubeconfigToken.create({ data: { tokenHash: "h", ...token } });
  return { environment, bob, eve };
}

it("holds people with their own and their teams' rights, and only the data path's credential, sealed", async () => {
  const { environment, bob, eve } = await fill();
  const access = await readAccess(database.db);
  expect(access.revision).toBe(await readRevision(database.db));
  expect(access.environments.get(environment.id)).toMatchObject({
    ...{ name: "alpha", disabled: false, sealedToken: "sealed proxy", credentialExpiresAt: null, reachable: null },
    ...{ confirmedUsers: new Set(["drawbridge:bob"]), confirmedGroups: new Set(["g"]) },
  });
  expect(access.users.get(bob.id)).toMatchObject({ login: "bob", teams: ["red"], disabled: false });
  expect(access.users.get(bob.id)?.rules.get(environment.id)).toEqual([
    { clusterRole: "view", namespaces: null },
    { clusterRole: "edit", namespaces: ["a", "b"] },
  ]);
  expect(access.users.get(eve.id)).toMatchObject({ disabled: true });
  expect(access.users.get(eve.id)?.rules.size).toBe(0);
  expect(access.tokens.get("h")).toMatchObject({
    environmentId: environment.id,
    ...{ expiresAt: new Date("2026-02-01T00:00:00.001Z"), revokedAt: null, replacedAt: null },
    file: { name: "laptop", ownerId: bob.id, expiresAt: new Date("2026-02-01T00:00:00.001Z"), revokedAt: null, endReason: null },
  });
});

it("keeps the tokens of a removed environment, which then name none", async () => {
  const { environment } = await fill();
  await database.db.environment.delete({ where: { id: environment.id } });
  const access = await readAccess(database.db);
  expect(access.tokens.get("h")).toMatchObject({ environmentId: null, environmentName: "alpha" });
});

it("takes a list of namespaces that is none for no namespace, never for all", async () => {
  const { environment, bob } = await fill();
  await database.db.grant.updateMany({ data: { allNamespaces: false, namespaces: '{"a":1}' } });
  const access = await readAccess(database.db);
  expect(
    access.users
      .get(bob.id)
      ?.rules.get(environment.id)
      ?.map(({ namespaces }) => namespaces),
  ).toEqual([[], []]);
});

it("reads a thousand people and environments and ten thousand files in few statements, and others have a turn in between", async () => {
  const { db } = database;
  const numbers = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => index + 1));
  await db.$executeRawUnsafe(
    `INSERT INTO "Environment" (id, name, server, "createdAt") SELECT value, 'e'||value, 'https://a', '2026-01-01T00:00:00.000Z' FROM json_each(?)`,
    numbers(1000),
  );
  await db.$executeRawUnsafe(
    `INSERT INTO "User" (id, login, "displayName", "createdAt") SELECT 'u'||value, 'u'||value, 'u', '2026-01-01T00:00:00.000Z' FROM json_each(?)`,
    numbers(1000),
  );
  await db.$executeRawUnsafe(
    `INSERT INTO "Kubeconfig" (id, "ownerId", "ownerLogin", name, "createdAt") SELECT 'f'||value, 'u'||(1 + value % 1000), 'u', 'f', '2026-01-01T00:00:00.000Z' FROM json_each(?)`,
    numbers(10_000),
  );
  await db.$executeRawUnsafe(
    `INSERT INTO "KubeconfigToken" ("tokenHash", "kubeconfigId", "environmentId", "environmentName", "createdAt", "expiresAt") SELECT 'h'||value, 'f'||value, 1 + value % 1000, 'e', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z' FROM json_each(?)`,
    numbers(10_000),
  );
  statements.length = 0;
  let turns = 0;
  let reading = true;
  const turn = () => {
    turns++;
    if (reading) setImmediate(turn);
  };
  setImmediate(turn);
  const { tokens, users, environments } = await readAccess(db);
  reading = false;
  expect([tokens.size, users.size, environments.size]).toEqual([10_000, 1000, 1000]);
  // Nine tables and the revision; files and tokens in three pieces each.
  expect(statements).toHaveLength(14);
  expect(turns).toBeGreaterThanOrEqual(4);
});

it("takes a value that is not of its column's kind for no row at all", async () => {
  await fill();
  await database.db.$executeRawUnsafe(`UPDATE "KubeconfigToken" SET "expiresAt" = 'one day'`);
  await expect(readAccess(database.db)).rejects.toThrow("KubeconfigToken.expiresAt holds no time?");
});
