import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { findEnvironmentSettings, updateEnvironmentLabels, updateEnvironmentSettings } from "./index.ts";

let store: TestDatabase;
let admin: Context;
let bob: Context;
let id: number;

beforeEach(async () => {
  store = await openTestDatabase();
  admin = await contextOfPerson(store.db, "ada", { isAdmin: true });
  bob = await contextOfPerson(store.db, "bob");
  id = (await store.db.environment.create({ data: { name: "alpha", server: "https://127.0.0.1:1", createdAt: admin.now } })).id;
});
afterEach(() => store.close());

describe("the switches of an environment", () => {
  it("are an administrator's business alone", async () => {
    const anonymous: Context = { ...admin, actor: { kind: "anonymous", sourceIP: null } };
    for (const door of [
      (context: Context) => findEnvironmentSettings(context, id),
      (context: Context) => updateEnvironmentSettings(context, id, { managesBindings: false }),
      (context: Context) => updateEnvironmentLabels(context, id, { env: "prod" }),
    ]) {
      await expect(door(bob)).rejects.toThrow(Forbidden);
      await expect(door(anonymous)).rejects.toThrow(Unauthenticated);
    }
    expect(await readRevision(store.db)).toBe(0);
  });

  it("are saved with an audit row of what was and what is, and move the revision", async () => {
    expect(await findEnvironmentSettings(admin, id)).toMatchObject({ name: "alpha", managesBindings: true, readOnly: false, impersonation: null });
    expect(await updateEnvironmentSettings(admin, id, { managesBindings: false })).toMatchObject({ managesBindings: false, readOnly: false });
    expect(await readRevision(store.db)).toBe(1);
    const [row] = await store.db.auditEvent.findMany();
    expect(row).toMatchObject({ action: "environment.updated", actorLogin: "ada", environmentName: "alpha" });
    expect(JSON.parse(row?.detail ?? "")).toEqual({ from: { managesBindings: true }, to: { managesBindings: false } });
  });

  it("make nothing read-only that the cluster would not hold to, and let go of it where it no longer does", async () => {
    for (const impersonation of [null, "legacy"]) {
      await store.db.environment.update({ where: { id }, data: { impersonation } });
      await expect(updateEnvironmentSettings(admin, id, { readOnly: true })).rejects.toMatchObject({ field: "readOnly" });
    }
    await store.db.environment.update({ where: { id }, data: { impersonation: "constrained" } });
    expect(await updateEnvironmentSettings(admin, id, { readOnly: true })).toMatchObject({ readOnly: true });
    await store.db.environment.update({ where: { id }, data: { impersonation: "legacy" } });
    expect(await updateEnvironmentSettings(admin, id, { readOnly: false })).toMatchObject({ readOnly: false });
  });

  it("are nobody's when the environment is gone", async () => {
    expect(await findEnvironmentSettings(admin, 999)).toBeNull();
    await expect(updateEnvironmentSettings(admin, 999, { readOnly: false })).rejects.toThrow(NotFound);
  });
});

describe("the labels of an environment", () => {
  it("are saved whole, with an audit row of what was and what is", async () => {
    await updateEnvironmentLabels(admin, id, { env: "prod", region: "eu" });
    await updateEnvironmentLabels(admin, id, { env: "test" });
    expect(await findEnvironmentSettings(admin, id)).toMatchObject({ labels: { env: "test" } });
    const rows = await store.db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(rows.map(({ action, detail }) => [action, JSON.parse(detail ?? "")])).toEqual([
      ["environment.updated", { from: { labels: {} }, to: { labels: { env: "prod", region: "eu" } } }],
      ["environment.updated", { from: { labels: { env: "prod", region: "eu" } }, to: { labels: { env: "test" } } }],
    ]);
  });

  it("are refused where Kubernetes would refuse them, and nothing changes", async () => {
    await expect(updateEnvironmentLabels(admin, id, { "-env": "prod" })).rejects.toThrow(/not the key/);
    await expect(updateEnvironmentLabels(admin, 999, {})).rejects.toThrow(NotFound);
    expect(await readRevision(store.db)).toBe(0);
  });
});
