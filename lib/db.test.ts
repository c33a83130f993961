import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseFile, migrate, openDatabase } from "./db.ts";
import { dialectOf } from "./dialect.ts";
import { openTestDatabase, type TestDatabase } from "./testing/database.ts";

const createdAt = new Date("2026-01-15T12:00:00Z");
let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(() => test.close());

describe("migrations", () => {
  it("run once each, however often Drawbridge starts, and keep what is there", async () => {
    await test.db.team.create({ data: { name: "ops", createdAt } });
    await migrate(test.db);
    const folder = dialectOf(test.db) === "sqlite" ? "migrations" : "migrations-postgresql";
    const names = readdirSync(path.join(import.meta.dirname, "../prisma", folder)).filter((name) => /^\d{4}-/.test(name));
    const rows = await test.db.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Migration" ORDER BY "name"`;
    expect(rows.map((row) => row.name)).toEqual(names.sort());
    expect(await test.db.team.count()).toBe(1);
  });

  it("refuse a database that a newer Drawbridge has used", async () => {
    await test.db.$executeRaw`INSERT INTO "Migration" ("name") VALUES ('9999-later')`;
    await expect(migrate(test.db)).rejects.toThrow("newer Drawbridge (it has 9999-later)");
  });

  it("make the tables that the models are generated from", async () => {
    await Promise.all([
      test.db.user.findMany(),
      test.db.session.findMany(),
      test.db.team.findMany(),
      test.db.teamMember.findMany(),
      test.db.environment.findMany(),
      test.db.environmentCredential.findMany(),
      test.db.environmentClusterRole.findMany(),
      test.db.appliedSubject.findMany(),
      test.db.grant.findMany(),
      test.db.kubeconfig.findMany(),
      test.db.kubeconfigToken.findMany(),
      test.db.auditEvent.findMany(),
      test.db.settings.findMany(),
      test.db.revision.findMany(),
      test.db.setupCode.findMany(),
    ]);
  });
});

describe("the database", () => {
  it("is in a directory that only its owner can enter", () => {
    expect(statSync(path.dirname(databaseFile(test.dataDir))).mode & 0o777).toBe(0o700);
  });

  it("keeps the rows of a transaction whole or not at all", async () => {
    const failed = test.db.$transaction(async (transaction) => {
      await transaction.team.create({ data: { name: "ops", createdAt } });
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await test.db.team.count()).toBe(0);
  });

  it("takes any text, from whatever form or path it came, and finds it again", async () => {
    for (const name of ["a\0b", "'\"\\", "😀", "\ud800", "\u0001\r\n"]) {
      const { id } = await test.db.team.create({ data: { name, createdAt } });
      expect(await test.db.team.findUnique({ where: { name } }), JSON.stringify(name)).toMatchObject({ id });
      await test.db.$transaction((transaction) => transaction.team.update({ where: { id }, data: { name: `${name}!` } }));
    }
  });

  it("takes several statements of a transaction at once, as the ORM gives them, and keeps none when one fails", async () => {
    const add = (...names: string[]) =>
      test.db.$transaction(async (transaction) => {
        const added = await Promise.allSettled(names.map((name) => transaction.team.create({ data: { name, createdAt } })));
        if (added.some(({ status }) => status === "rejected")) throw new Error("no");
      });
    await add("a", "b", "c");
    await expect(add("d", "a", "e")).rejects.toThrow("no");
    expect((await test.db.team.findMany({ orderBy: { name: "asc" } })).map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("reads in a transaction, which has one connection, all that a row refers to", async () => {
    const data = { createdAt, createdBy: "ada", clusterRole: "edit", allNamespaces: true, namespaces: "[]" };
    await test.db.environment.create({ data: { id: 1, name: "prod", server: "https://x", createdAt } });
    const user = await test.db.user.create({ data: { login: "bob", displayName: "Bob", createdAt, grants: { create: { ...data, environmentId: 1 } } } });
    await test.db.team.create({
      data: { name: "ops", createdAt, members: { create: { userId: user.id } }, grants: { create: { ...data, environmentId: 1 } } },
    });
    const read = await test.db.$transaction((transaction) =>
      transaction.user.findMany({
        include: { grants: { include: { environment: true } }, memberships: { include: { team: true } }, sessions: true, passkeys: true },
      }),
    );
    expect(read).toMatchObject([{ grants: [{ environment: { name: "prod" } }], memberships: [{ team: { name: "ops" } }], sessions: [], passkeys: [] }]);
  });

  it("enforces references: what belongs to a deleted row goes with it", async () => {
    await test.db.environment.create({
      data: { id: 1, name: "prod", server: "https://x", createdAt, appliedSubjects: { create: { kind: "user", name: "u", updatedAt: createdAt } } },
    });
    await test.db.environment.delete({ where: { id: 1 } });
    expect(await test.db.appliedSubject.count()).toBe(0);
    await expect(test.db.teamMember.create({ data: { teamId: "x", userId: "y" } })).rejects.toThrow();
  });

  it("never gives an environment's id to another one", async () => {
    const first = await test.db.environment.create({ data: { name: "a", server: "https://x", createdAt } });
    await test.db.environment.delete({ where: { id: first.id } });
    const second = await test.db.environment.create({ data: { name: "a", server: "https://x", createdAt } });
    expect(second.id).toBeGreaterThan(first.id);
  });

  it("lets a second client see what the first has written", async () => {
    const other = openDatabase(test.location);
    await test.db.team.create({ data: { name: "ops", createdAt } });
    expect(await other.team.count()).toBe(1);
    await other.$disconnect();
  });
});
