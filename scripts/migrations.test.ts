// A database made by the first landed schema, filled with rows of every table, and brought up to date.
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listGrants, readAccess } from "#lib/access/index.ts";
import type { Context } from "#lib/context.ts";
import { type Db, databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { openCredential } from "#lib/environments/index.ts";
import { listKubeconfigs } from "#lib/issued-files/index.ts";
import { createToken, hashOfToken } from "#lib/kubeconfig/index.ts";
import { readRevision } from "#lib/revision.ts";
import { instanceKey, seal, sha256 } from "#lib/secrets.ts";
import { readSettings } from "#lib/settings/index.ts";
import { listTeams } from "#lib/teams/index.ts";
import { describeInvitation, listUsers } from "#lib/users/index.ts";
import { schemaDiff } from "./schema-diff.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = path.join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const tokens = [1, 2, 3].map((byte) => createToken(Buffer.alloc(32, byte)));
const [standing = "", ofNothing = "", revoked = ""] = tokens.map((token) => hashOfToken(token) ?? "");
const at = "2026-01-15T12:00:00.000+00:00";
const later = "2026-06-15T12:00:00.000+00:00";

let dataDir: string;
let db: Db;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "drawbridge-upgrade-"));
  db = openDatabase(databaseFile(dataDir));
});
afterEach(async () => {
  await db.$disconnect();
  await rm(dataDir, { recursive: true });
});

async function run(script: string): Promise<void> {
  for (const statement of script.split(/;\s*\n/).filter((part) => part.trim() !== "")) await db.$executeRawUnsafe(statement);
}

type Value = string | number | boolean | null;

async function insert(table: string, ...rows: Record<string, Value>[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row);
    await db.$executeRawUnsafe(
      `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
      ...Object.values(row),
    );
  }
}

/** As the first Drawbridge left it: each table has a row, each thing that may be in several states has one of each. */
async function fillFirstDatabase(): Promise<void> {
  await run(read("prisma/migrations/0001-init/migration.sql"));
  await db.$executeRawUnsafe('CREATE TABLE "Migration" ("name" TEXT NOT NULL PRIMARY KEY)');
  await insert("Migration", { name: "0001-init" });
  const user = {
    mustChangePassword: false,
    isAdmin: false,
    disabledAt: null,
    invitationHash: null,
    invitationExpiresAt: null,
    createdAt: at,
    lastSignInAt: at,
  };
  await insert(
    "User",
    { ...user, id: "ada", login: "ada", displayName: "Ada", passwordHash: "hash", isAdmin: true },
    { ...user, id: "bob", login: "bob", displayName: "Bob", passwordHash: "hash" },
    { ...user, id: "dis", login: "dis", displayName: "Disabled", passwordHash: "hash", disabledAt: at },
    { ...user, id: "inv", login: "inv", displayName: "Invited", passwordHash: null, invitationHash: sha256("code"), invitationExpiresAt: later },
  );
  await insert("Session", { id: "session", userId: "bob", createdAt: at, expiresAt: later });
  await insert("Team", { id: "ops", name: "ops", createdAt: at });
  await insert("TeamMember", { teamId: "ops", userId: "bob" });
  await insert(
    "Environment",
    { id: 3, name: "prod", server: "https://prod", caData: "ca", createdAt: at },
    { id: 9, name: "gone", server: "https://gone", createdAt: at },
  );
  const sealedToken = seal(instanceKey(dataDir), "environment:3:proxy", "of the cluster");
  await insert("EnvironmentCredential", { environmentId: 3, kind: "proxy", sealedToken, expiresAt: later, issuedAt: at });
  const applied = { environmentId: 3, refusal: null, updatedAt: at };
  await insert("AppliedSubject", { ...applied, kind: "user", name: "drawbridge:bob" }, { ...applied, kind: "group", name: "drawbridge:role:edit:web" });
  await insert("EnvironmentClusterRole", { environmentId: 3, name: "edit" });
  const grant = { environmentId: 3, createdAt: at, createdBy: "ada" };
  await insert(
    "Grant",
    { ...grant, id: "g1", userId: "bob", teamId: null, clusterRole: "edit", allNamespaces: false, namespaces: '["web"]' },
    { ...grant, id: "g2", userId: null, teamId: "ops", clusterRole: "view", allNamespaces: true, namespaces: "[]" },
  );
  const file = { ownerId: "bob", createdAt: at, revokedAt: null, revokedBy: null, lastUsedAt: at, lastUsedAddress: "10.0.0.1", lastUsedClient: "kubectl 1.36" };
  await insert(
    "Kubeconfig",
    { ...file, id: "laptop", name: "laptop", expiresAt: later },
    { ...file, id: "never", name: "never", expiresAt: null },
    { ...file, id: "lost", name: "lost", expiresAt: later, revokedAt: at, revokedBy: "ada" },
  );
  await insert(
    "KubeconfigToken",
    { tokenHash: standing, kubeconfigId: "laptop", environmentId: 3, environmentName: "prod" },
    { tokenHash: ofNothing, kubeconfigId: "never", environmentId: 9, environmentName: "gone" },
    { tokenHash: revoked, kubeconfigId: "lost", environmentId: 3, environmentName: "prod" },
  );
  await insert("AuditEvent", { id: "e1", at, action: "kubeconfig.issued", actorId: "bob", actorLogin: "bob", kubeconfigId: "laptop" });
  await insert("Settings", { id: 1, expiryDefaultSeconds: 86_400, expiryMaxSeconds: null, neverAllowed: true, updatedAt: at, updatedBy: "ada" });
  await insert("Revision", { id: 1, number: 41 });
  await insert("SetupCode", { id: 1, codeHash: "hash" });
  // Whose id must not be given again.
  await db.$executeRawUnsafe('DELETE FROM "Environment" WHERE "id" = 9');
}

describe("a database of the first landed schema", () => {
  const now = new Date("2026-02-01T12:00:00Z");
  const asAdmin = (): Context => ({ db, actor: { kind: "system" }, now });

  it("is filled with a row of every table, by this test", async () => {
    await fillFirstDatabase();
    const tables = await db.$queryRaw<{ name: string }[]>`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite%'`;
    for (const { name } of tables) {
      const rows = await db.$queryRawUnsafe<object[]>(`SELECT 1 FROM "${name}"`);
      expect(rows.length, name).toBeGreaterThan(0);
    }
  });

  it("is upgraded, and people see what they saw: users, teams, grants, files, settings, audit", async () => {
    await fillFirstDatabase();
    await migrate(db);
    const users = await listUsers(asAdmin());
    expect(users.map(({ login, state, liveKubeconfigs }) => [login, state, liveKubeconfigs])).toEqual([
      ["ada", "active", 0],
      ["bob", "active", 2],
      ["dis", "disabled", 0],
      ["inv", "invited", 0],
    ]);
    expect(await describeInvitation(db, "code", now)).toMatchObject({ login: "inv" });
    expect(await listTeams(asAdmin())).toMatchObject([{ name: "ops", members: [{ login: "bob" }], grantCount: 1 }]);
    const grants = await listGrants(asAdmin());
    expect(grants.map(({ id, clusterRole, namespaces }) => [id, clusterRole, namespaces]).sort()).toEqual([
      ["g1", "edit", ["web"]],
      ["g2", "view", null],
    ]);
    const { kubeconfigs } = await listKubeconfigs(asAdmin(), {}, { everyone: true });
    const shown = kubeconfigs.map(({ name, state, owner, expiresAt, endReason, environments }) => [
      ...[name, state, owner.login, expiresAt, endReason],
      environments.map((environment) => [environment.name, environment.state, environment.expiresAt]),
    ]);
    const end = "2026-06-15T12:00:00.000Z";
    expect(shown.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
      ["laptop", "active", "bob", end, null, [["prod", "active", end]]],
      ["lost", "revoked", "bob", end, "revoked", [["prod", "active", end]]],
      ["never", "active", "bob", null, null, [["gone", "removed", null]]],
    ]);
    expect(kubeconfigs[0]).toMatchObject({ lastUsedAddress: "10.0.0.1", lastUsedClient: "kubectl 1.36" });
    expect(await readSettings(db)).toMatchObject({ expiryDefaultSeconds: 86_400, neverAllowed: true, filesPerUserMax: 50, updatedBy: "ada" });
    expect(await db.auditEvent.findMany({ select: { id: true, kubeconfigId: true } })).toEqual([{ id: "e1", kubeconfigId: "laptop" }]);
    expect(await db.session.findMany()).toMatchObject([{ userId: "bob", method: "password" }]);
  });

  it("is upgraded, and each token does what it did: its file, person, rights, end, and the cluster's sealed credential", async () => {
    await fillFirstDatabase();
    await migrate(db);
    expect(await readRevision(db)).toBe(41);
    const access = await readAccess(db);
    expect([...access.tokens.keys()].sort()).toEqual([standing, ofNothing, revoked].sort());
    expect(access.tokens.get(standing)).toMatchObject({
      file: { id: "laptop", ownerId: "bob", revokedAt: null },
      environmentId: 3,
      expiresAt: new Date(later),
    });
    expect(access.tokens.get(ofNothing)).toMatchObject({ environmentId: null, expiresAt: null });
    expect(access.tokens.get(revoked)?.file.revokedAt).toEqual(new Date(at));
    expect(access.users.get("bob")?.rules.get(3)).toHaveLength(2);
    expect([...(access.environments.get(3)?.confirmedUsers ?? [])]).toEqual(["drawbridge:bob"]);
    const sealedToken = access.environments.get(3)?.sealedToken ?? "";
    expect(openCredential(instanceKey(dataDir), { environmentId: 3, kind: "proxy", sealedToken })).toBe("of the cluster");
  });

  it("is upgraded, and never gives an environment's id again", async () => {
    await fillFirstDatabase();
    await migrate(db);
    const { id } = await db.environment.create({ data: { name: "new", server: "https://new", createdAt: now } });
    expect(id).toBe(10);
  });
});

describe("after all migrations the schema", () => {
  it("is that of prisma/schema.prisma: tables, columns, references, indexes", async () => {
    await migrate(db);
    const migrated = await shapeOf(db);
    const fresh = openDatabase(path.join(dataDir, "fresh.db"));
    const script = await schemaDiff(null, read("prisma/schema.prisma"));
    for (const statement of script.split(/;\s*\n/).filter((part) => part.trim() !== "")) await fresh.$executeRawUnsafe(statement);
    const { Migration: _own, ...tables } = migrated;
    expect(tables).toEqual(await shapeOf(fresh));
    await fresh.$disconnect();
  });

  it("has, beyond it, the indexes of some rows only, which that language cannot name", async () => {
    await migrate(db);
    const rows = await db.$queryRaw<{ name: string }[]>`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'index' AND "sql" LIKE '% WHERE %' ORDER BY 1`;
    expect(rows.map(({ name }) => name)).toEqual(["AuditEvent_activity_actorLogin_at_idx", "AuditEvent_activity_kubeconfigId_at_idx"]);
  });
});

/** Of each table what SQLite says of it; the order of columns means nothing. */
async function shapeOf(database: Db): Promise<Record<string, unknown>> {
  const tables = await database.$queryRaw<{ name: string }[]>`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite%'`;
  const shapes: Record<string, unknown> = {};
  for (const { name } of tables) {
    const ask = async (columns: string, pragma: string, of = name) =>
      (await database.$queryRawUnsafe<object[]>(`SELECT ${columns} FROM ${pragma}('${of}')`)).map((row) => JSON.stringify(row, plain)).sort();
    const indexes = await database.$queryRawUnsafe<{ name: string; unique: unknown }[]>(
      `SELECT "name", "unique" FROM pragma_index_list('${name}') WHERE NOT "partial"`,
    );
    const columnsOf = indexes.map(async (index) => [index.name, String(index.unique), await ask('"seqno", "name"', "pragma_index_info", index.name)]);
    shapes[name] = {
      columns: await ask('"name", "type", "notnull", "dflt_value", "pk"', "pragma_table_info"),
      references: await ask('"table", "from", "to", "on_update", "on_delete"', "pragma_foreign_key_list"),
      indexes: (await Promise.all(columnsOf)).toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
    };
  }
  return shapes;
}

function plain(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
