import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { readFingerprints } from "./fingerprints.ts";

const at = new Date("2026-01-01T00:00:00Z");
const grant = { environmentId: 1, clusterRole: "edit", allNamespaces: false, namespaces: '["web"]', createdAt: at, createdBy: "test" };
let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  const { db } = database;
  for (const id of [1, 2]) await db.environment.create({ data: { id, name: `e${id}`, server: "https://a", createdAt: at } });
  await db.environmentCredential.create({ data: { environmentId: 1, kind: "proxy", sealedToken: "sealed", issuedAt: at } });
  for (const id of ["bob", "eve"]) await db.user.create({ data: { id, login: id, displayName: id, createdAt: at } });
  await db.team.create({ data: { id: "red", name: "red", createdAt: at, members: { create: { userId: "bob" } } } });
  await db.grant.create({ data: { id: "own", ...grant, userId: "eve" } });
  await db.grant.create({ data: { id: "teams", ...grant, teamId: "red" } });
});
afterEach(() => database.close());

const values = async () => {
  const fingerprints = await readFingerprints(database.db);
  return [1, 2].map((id) => fingerprints.get(id)?.value);
};

type Change = [string, (db: TestDatabase["db"]) => Promise<unknown>];

describe("the fingerprint of what a cluster is to hold", () => {
  it.each<Change>([
    ["another role", (db) => db.grant.update({ where: { id: "own" }, data: { clusterRole: "view" } })],
    ["another namespace", (db) => db.grant.update({ where: { id: "own" }, data: { namespaces: '["api"]' } })],
    ["a new grant", (db) => db.grant.create({ data: { ...grant, userId: "bob" } })],
    ["a grant that was taken", (db) => db.grant.delete({ where: { id: "own" } })],
    ["a person who was disabled", (db) => db.user.update({ where: { id: "eve" }, data: { disabledAt: at } })],
    ["a new member of a team", (db) => db.teamMember.create({ data: { teamId: "red", userId: "eve" } })],
    ["a member of a team who was disabled", (db) => db.user.update({ where: { id: "bob" }, data: { disabledAt: at } })],
    ["another name of a team", (db) => db.team.update({ where: { id: "red" }, data: { name: "blue" } })],
    ["another credential", (db) => db.environmentCredential.updateMany({ data: { issuedAt: new Date() } })],
    ["other rules", (db) => db.environment.update({ where: { id: 1 }, data: { readOnly: true } })],
    ["its end of an outage", (db) => db.environment.update({ where: { id: 1 }, data: { probeOk: true } })],
    ["its being switched off", (db) => db.environment.update({ where: { id: 1 }, data: { disabledAt: at } })],
  ])("differs after %s, and that of another cluster does not", async (_what, change) => {
    const before = await values();
    await change(database.db);
    const after = await values();
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it.each<Change>([
    ["a file", (db) => db.kubeconfig.create({ data: { id: "f", ownerId: "bob", ownerLogin: "bob", name: "laptop", createdAt: at } })],
    ["a name that is shown", (db) => db.user.update({ where: { id: "bob" }, data: { displayName: "Bobby" } })],
    ["the answer of a probe like the one before", (db) => db.environment.update({ where: { id: 1 }, data: { probedAt: new Date() } })],
  ])("stays after %s", async (_what, change) => {
    const before = await values();
    await change(database.db);
    expect(await values()).toEqual(before);
  });
});
