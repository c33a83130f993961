// "Bring your own RBAC": the cluster's own administrators bind our groups.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { updateEnvironmentSettings } from "../environment-settings/index.ts";
import { as, idOf, type ManagedCluster, openTestManagedCluster } from "../testing/managed-cluster.ts";
import { listGrants } from "./index.ts";

let managed: ManagedCluster;

beforeAll(async () => {
  managed = await openTestManagedCluster({ name: "own-rbac" });
  await managed.kubectl("create", "namespace", "web");
});
afterAll(() => managed?.close());
beforeEach(async () => {
  const { db } = managed.store;
  await db.grant.deleteMany();
  await db.environment.updateMany({ data: { managesBindings: true } });
  await managed.reconcile();
  await db.auditEvent.deleteMany();
});

const bindings = () => managed.kubectl("get", "clusterrolebindings,rolebindings", "-A", "-lapp.kubernetes.io/component=grant", "-o=name");
const groups = async () => (await managed.store.db.appliedSubject.findMany({ where: { kind: "group" }, orderBy: { name: "asc" } })).map(({ name }) => name);
const states = async () => (await listGrants(managed.admin)).map(({ state }) => state);
const bringOwn = async (on: boolean) => {
  await updateEnvironmentSettings(managed.admin, managed.environmentId, { managesBindings: !on });
  await managed.reconcile();
};
const listPods = (...sent: string[]) => managed.ask("proxy", { path: "/api/v1/namespaces/web/pods", headers: as("drawbridge:bob", ...sent) });

describe("an environment that brings its own RBAC", () => {
  it("gets no bindings of ours, and those that are there are removed when it is switched on", async () => {
    await managed.grant("view", null);
    await managed.grant("edit", ["web"]);
    await managed.reconcile();
    expect((await bindings()).split("\n")).toHaveLength(2);
    await bringOwn(true);
    expect([await bindings(), await groups(), await states()]).toEqual(["", [], ["unbound", "unbound"]]);
    await managed.grant("admin", null);
    await managed.reconcile();
    expect(await bindings()).toBe("");
  });

  it("is sent only groups that the cluster's own bindings name, of roles and of teams, and no longer than they do", async () => {
    const team = await managed.store.db.team.create({
      data: { name: "ops", createdAt: managed.admin.now, members: { create: { userId: idOf(managed.bob) } } },
    });
    await managed.grant("edit", ["web", "default"], { kind: "team", id: team.id });
    await bringOwn(true);
    expect(await groups()).toEqual([]);
    await managed.kubectl("create", "rolebinding", "people", "-n", "web", "--clusterrole=edit", "--group=drawbridge:role:edit:web");
    await managed.kubectl("create", "clusterrolebinding", "ops", "--clusterrole=view", "--group=drawbridge:team:ops");
    await managed.reconcile();
    expect(await groups()).toEqual(["drawbridge:role:edit:web", "drawbridge:team:ops"]);
    expect(await listPods("drawbridge:role:edit:web", "drawbridge:team:ops")).toBe(200);
    expect(await listGrants(managed.admin)).toMatchObject([
      { state: "unbound", unbound: [{ group: "drawbridge:role:edit:default", clusterRole: "edit", namespace: "default" }] },
    ]);
    await managed.kubectl("create", "rolebinding", "people", "-n", "default", "--clusterrole=edit", "--group=drawbridge:role:edit:default");
    await managed.reconcile();
    expect(await states()).toEqual(["applied"]);
    await managed.kubectl("delete", "rolebinding", "people", "-n", "web");
    await managed.kubectl("delete", "clusterrolebinding", "ops");
    await managed.reconcile();
    expect(await groups()).toEqual(["drawbridge:role:edit:default"]);
    await managed.kubectl("delete", "rolebinding", "people", "-n", "default");
  });

  it("gets them back when it is switched off, which is no drift", async () => {
    await managed.kubectl("create", "clusterrolebinding", "people", "--clusterrole=view", "--group=drawbridge:role:view");
    await managed.grant("view", null);
    await bringOwn(true);
    expect([await bindings(), await states()]).toEqual(["", ["applied"]]);
    await bringOwn(false);
    expect((await bindings()).split("\n")).toHaveLength(1);
    expect(await states()).toEqual(["applied"]);
    await managed.kubectl("delete", "clusterrolebinding", "people");
    expect(await managed.store.db.auditEvent.count({ where: { action: "environment.drift-mended" } })).toBe(0);
  });
});
