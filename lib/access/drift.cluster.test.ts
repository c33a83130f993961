// Somebody else writes in the cluster, too: what is ours comes back, what is not ours stays.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readRevision } from "../revision.ts";
import { type ManagedCluster, openTestManagedCluster } from "../testing/managed-cluster.ts";
import { listGrants } from "./index.ts";

let managed: ManagedCluster;

beforeAll(async () => {
  managed = await openTestManagedCluster({ name: "drift" });
  await managed.kubectl("create", "namespace", "web");
});
afterAll(() => managed?.close());
beforeEach(async () => {
  const { db } = managed.store;
  await db.grant.deleteMany();
  await managed.reconcile();
  await db.auditEvent.deleteMany();
  await managed.grant("view", null);
  await managed.grant("edit", ["web"]);
  await managed.reconcile();
});

const patch = (kind: string, name: string, change: object, ...more: string[]) =>
  managed.kubectl("patch", kind, name, "--type=merge", "-p", JSON.stringify(change), ...more);
const selector = "-lapp.kubernetes.io/component=grant";
const nameOf = async (kind: string, ...more: string[]) => managed.kubectl("get", kind, selector, "-o=jsonpath={.items[0].metadata.name}", ...more);
const mended = async () => {
  const rows = await managed.store.db.auditEvent.findMany({ where: { action: "environment.drift-mended" }, orderBy: { id: "asc" } });
  return rows.map(({ actorLogin, environmentName, targetKind, targetName, detail }) => [
    actorLogin,
    environmentName,
    targetKind,
    targetName,
    JSON.parse(detail ?? ""),
  ]);
};
const everybody = { subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "system:authenticated" }] };

describe("what somebody deletes or edits by hand in the cluster is back with the next pass, and leaves an audit row", () => {
  it("a binding for all namespaces that was deleted", async () => {
    const name = await nameOf("clusterrolebinding");
    await managed.kubectl("delete", "clusterrolebinding", name);
    await managed.reconcile();
    expect(await managed.kubectl("get", "clusterrolebinding", name, "-o=jsonpath={.subjects[*].name}")).toBe("drawbridge:role:view");
    expect(await mended()).toEqual([["system", "alpha", "ClusterRoleBinding", name, { found: "deleted", done: "made again" }]]);
  });

  it("a binding of one namespace whose people were changed", async () => {
    const name = await nameOf("rolebinding", "-n", "web");
    await patch("rolebinding", name, everybody, "-n", "web");
    await managed.reconcile();
    expect(await managed.kubectl("get", "rolebinding", name, "-n", "web", "-o=jsonpath={.subjects[*].name}")).toBe("drawbridge:role:edit:web");
    expect(await mended()).toEqual([["system", "alpha", "RoleBinding", name, { found: "changed", done: "put back", namespace: "web" }]]);
  });

  it("a binding that was made anew with another role", async () => {
    const name = await nameOf("clusterrolebinding");
    await managed.kubectl("delete", "clusterrolebinding", name);
    await managed.kubectl("create", "clusterrolebinding", name, "--clusterrole=cluster-admin", "--group=drawbridge:role:view");
    const labels = ["app.kubernetes.io/managed-by=drawbridge", "app.kubernetes.io/component=grant"];
    await managed.kubectl("label", "clusterrolebinding", name, ...labels);
    await managed.reconcile();
    expect(await managed.kubectl("get", "clusterrolebinding", name, "-o=jsonpath={.roleRef.name}")).toBe("view");
    expect((await mended()).map(([, , , , detail]) => detail)).toEqual([{ found: "changed", done: "put back" }]);
  });

  it("the list of who may be impersonated", async () => {
    await patch("clusterrole", "drawbridge-proxy", { rules: [{ apiGroups: [""], resources: ["users", "groups"], verbs: ["impersonate"] }] });
    await managed.reconcile();
    expect(await managed.kubectl("get", "clusterrole", "drawbridge-proxy", "-o=jsonpath={.rules[0].resourceNames}")).toBe('["drawbridge:bob"]');
    expect(await mended()).toEqual([["system", "alpha", "ClusterRole", "drawbridge-proxy", { found: "changed", done: "put back" }]]);
  });

  it("the proxy's role and its binding, deleted", async () => {
    await managed.kubectl("delete", "clusterrole/drawbridge-proxy", "clusterrolebinding/drawbridge-proxy");
    await managed.reconcile();
    expect(await managed.kubectl("get", "clusterrole", "drawbridge-proxy", "-o=jsonpath={.rules[0].resourceNames}")).toBe('["drawbridge:bob"]');
    expect(await managed.kubectl("get", "clusterrolebinding", "drawbridge-proxy", "-o=jsonpath={.subjects[*].name}")).toBe("proxy");
    const done = { found: "deleted", done: "made again" };
    expect(await mended()).toEqual([
      ["system", "alpha", "ClusterRole", "drawbridge-proxy", done],
      ["system", "alpha", "ClusterRoleBinding", "drawbridge-proxy", done],
    ]);
  });

  it("a binding that somebody added with our labels", async () => {
    await managed.kubectl("create", "clusterrolebinding", "stray", "--clusterrole=cluster-admin", "--group=drawbridge:role:view");
    await managed.kubectl("label", "clusterrolebinding", "stray", "app.kubernetes.io/managed-by=drawbridge", "app.kubernetes.io/component=grant");
    await managed.reconcile();
    expect(await managed.kubectl("get", "clusterrolebinding", "stray", "--ignore-not-found")).toBe("");
    expect(await mended()).toEqual([["system", "alpha", "ClusterRoleBinding", "stray", { found: "added", done: "removed" }]]);
  });
});

it("leaves no audit row of drift for what grants themselves have changed", async () => {
  await managed.store.db.grant.deleteMany({ where: { clusterRole: "view" } });
  await managed.reconcile();
  await managed.grant("view", ["web"]);
  await managed.reconcile();
  expect(await mended()).toEqual([]);
  expect(await managed.kubectl("get", "clusterrolebinding", selector, "-o=name")).toBe("");
});

it("takes over what an older version of us has left, which had no instance on its bindings, and calls it no drift", async () => {
  const name = await nameOf("clusterrolebinding");
  await patch("clusterrolebinding", name, { metadata: { labels: { "drawbridge.dev/instance": null } } });
  await patch("clusterrole", "drawbridge-proxy", { metadata: { annotations: { "drawbridge.dev/rules-mark": null } } });
  await managed.reconcile();
  expect(await managed.kubectl("get", "clusterrolebinding", "-l", "drawbridge.dev/instance", "-o=name")).toContain(name);
  expect(await mended()).toEqual([]);
});

describe("what is not ours is never touched", () => {
  it("an object with our name but without our label: the grant says so", async () => {
    const name = await nameOf("rolebinding", "-n", "web");
    await patch("rolebinding", name, { ...everybody, metadata: { labels: { "app.kubernetes.io/managed-by": "someone" } } }, "-n", "web");
    await managed.reconcile();
    expect(await managed.kubectl("get", "rolebinding", name, "-n", "web", "-o=jsonpath={.subjects[*].name}")).toBe("system:authenticated");
    const view = (await listGrants(managed.admin)).find(({ clusterRole }) => clusterRole === "edit");
    expect(view).toMatchObject({ state: "refused", message: expect.stringContaining(`RoleBinding ${name} that is not this Drawbridge's`) });
    await managed.kubectl("delete", "rolebinding", name, "-n", "web");
    await managed.reconcile();
    expect((await listGrants(managed.admin)).map(({ state }) => state)).toEqual(["applied", "applied"]);
  });

  it("a binding of another Drawbridge, though it has the same labels", async () => {
    await managed.kubectl("create", "clusterrolebinding", "theirs", "--clusterrole=view", "--group=drawbridge:role:view");
    const labels = ["app.kubernetes.io/managed-by=drawbridge", "app.kubernetes.io/component=grant", "drawbridge.dev/instance=another"];
    await managed.kubectl("label", "clusterrolebinding", "theirs", ...labels);
    await managed.reconcile();
    expect(await managed.kubectl("get", "clusterrolebinding", "theirs", "-o=name")).not.toBe("");
    await managed.kubectl("delete", "clusterrolebinding", "theirs");
    expect(await mended()).toEqual([]);
  });

  it("a role called like the proxy's whose label somebody took away: it says so and stops", async () => {
    await patch("clusterrole", "drawbridge-proxy", { metadata: { labels: { "app.kubernetes.io/managed-by": null } } });
    const version = () => managed.kubectl("get", "clusterrole", "drawbridge-proxy", "-o=jsonpath={.metadata.resourceVersion}");
    const before = await version();
    await managed.store.db.grant.deleteMany();
    await expect(managed.reconcile()).rejects.toThrow(/not marked as Drawbridge's/);
    expect(await version()).toBe(before);
    await patch("clusterrole", "drawbridge-proxy", { metadata: { labels: { "app.kubernetes.io/managed-by": "drawbridge" } } });
  });
});

it("leaves alone a cluster whose environment is disabled, and takes up what it missed", async () => {
  const name = await nameOf("clusterrolebinding");
  await managed.store.db.environment.updateMany({ data: { disabledAt: new Date() } });
  await managed.kubectl("delete", "clusterrolebinding", name);
  await managed.reconcile();
  expect(await managed.kubectl("get", "clusterrolebinding", name, "--ignore-not-found")).toBe("");
  await managed.store.db.environment.updateMany({ data: { disabledAt: null } });
  await managed.reconcile();
  expect(await mended()).toHaveLength(1);
});

it("brings a cluster to the same end when two write in it at once", async () => {
  await managed.store.db.grant.deleteMany();
  const namespaces = Array.from({ length: 12 }, (_, index) => `team-${index}`);
  await Promise.all(namespaces.map((namespace) => managed.kubectl("create", "namespace", namespace)));
  await managed.grant("view", namespaces);
  const passes = await Promise.allSettled([managed.reconcile(), managed.reconcile(), managed.reconcile()]);
  expect(passes.filter(({ status }) => status === "rejected")).toEqual([]);
  await managed.reconcile();
  expect((await listGrants(managed.admin)).map(({ state }) => state)).toEqual(["applied"]);
  const revision = await readRevision(managed.store.db);
  await managed.reconcile();
  expect(await readRevision(managed.store.db)).toBe(revision);
});
