import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type StartedCluster, startCluster } from "#e2e/cluster/cluster.ts";
import type { Context } from "../context.ts";
import { addEnvironment, ClusterRefusal, openManagedCluster } from "../environments/index.ts";
import { readRevision } from "../revision.ts";
import { instanceKey } from "../secrets.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createGrant, deleteGrants, listGrants, listReachableEnvironments, reconcileEnvironment } from "./index.ts";

let cluster: StartedCluster;
let store: TestDatabase;
let admin: Context;
let bob: Context;
let key: Buffer;
let environmentId: number;
const stateDir = mkdtempSync(join(tmpdir(), "drawbridge-cluster-"));

beforeAll(async () => {
  cluster = await startCluster({ name: "access", stateDir, node: false });
  for (const namespace of ["web", "shop"]) await cluster.kubectl(["create", "namespace", namespace]);
  store = await openTestDatabase();
  const now = new Date();
  admin = { ...(await contextOfPerson(store.db, "ada", { isAdmin: true })), now };
  bob = { ...(await contextOfPerson(store.db, "bob")), now };
  key = instanceKey(store.dataDir);
  const input = { name: "alpha", kubeconfig: cluster.adminKubeconfig, context: contextName(), pinnedSha256: null, grantMe: false };
  ({ id: environmentId } = await addEnvironment(admin, input, key));
});
afterAll(async () => {
  await store.close();
  await cluster.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
/** Each test begins with a cluster and a database without a grant. */
beforeEach(async () => {
  const { db } = store;
  await db.user.updateMany({ data: { disabledAt: null } });
  await db.team.deleteMany();
  await db.grant.deleteMany();
  await reconcile();
  await db.auditEvent.deleteMany();
});

const contextName = () => /^current-context: "?([^"\n]+)/m.exec(cluster.adminKubeconfig)?.[1] ?? "";
const reconcile = () => reconcileEnvironment(store.db, environmentId, new Date(), { key });
const personId = (context: Context) => (context.actor.kind === "person" ? context.actor.person.id : "");
const grant = (clusterRole: string, namespaces: string[] | null, subject: { kind: "user" | "team"; id: string } = { kind: "user", id: personId(bob) }) =>
  createGrant(admin, { subject, environmentId, clusterRole, namespaces }, key);
const stateOf = async (id: string) => (await listGrants(admin)).find((view) => view.id === id);
const audited = async (action: string) => store.db.auditEvent.count({ where: { action } });
const confirmed = async () => (await store.db.appliedSubject.findMany({ where: { refusal: null }, orderBy: { name: "asc" } })).map(({ name }) => name);
const listed = async () => (await cluster.kubectl(["get", "clusterrole", "drawbridge-proxy", "-o", "jsonpath={.rules}"])).stdout;

/** What the cluster answers to *proxy* alone, or in the name of `user` in `groups`. */
async function ask(path: string, headers: Record<string, string | string[]>): Promise<number> {
  const proxy = await openManagedCluster(store.db, key, { environmentId, kind: "proxy" });
  if (!proxy) throw new Error("no credential");
  try {
    await proxy.send(z.unknown(), { path, headers });
    return 200;
  } catch (error) {
    if (error instanceof ClusterRefusal) return error.code;
    throw error;
  } finally {
    proxy.close();
  }
}
const as = (user: string, ...groups: string[]) => ({ "impersonate-user": user, ...(groups.length > 0 ? { "impersonate-group": groups } : {}) });

describe("reconcileEnvironment", () => {
  it("brings a grant into the cluster, and confirms it when the cluster goes by it", async () => {
    const { id, state } = await grant("view", ["web"]);
    expect(state).toBe("applying");
    expect(await listReachableEnvironments(bob)).toMatchObject([{ name: "alpha", applying: true, rights: [{ clusterRole: "view", namespaces: ["web"] }] }]);
    await reconcile();
    expect(await stateOf(id)).toMatchObject({ state: "applied", message: null });
    expect(await confirmed()).toEqual(["drawbridge:bob", "drawbridge:role:view:web"]);
    expect(await ask("/api/v1/namespaces/web/pods", as("drawbridge:bob", "drawbridge:role:view:web"))).toBe(200);
    expect(await ask("/api/v1/namespaces/shop/pods", as("drawbridge:bob", "drawbridge:role:view:web"))).toBe(403);
    expect(await listReachableEnvironments(bob)).toMatchObject([{ applying: false }]);
    expect(await audited("grant.applied")).toBe(1);
  });

  it("lets the proxy's credential be nobody else: by itself it can do nothing", async () => {
    await grant("cluster-admin", null);
    await reconcile();
    expect(await ask("/api/v1/nodes", as("drawbridge:bob", "drawbridge:role:cluster-admin"))).toBe(200);
    expect(await ask("/api/v1/nodes", {})).toBe(403);
    for (const headers of [
      as("drawbridge:bob", "system:masters"),
      as("drawbridge:bob", "drawbridge:role:cluster-admin", "system:masters"),
      as("system:kube-controller-manager"),
      as("admin"),
      as("drawbridge:ada", "drawbridge:role:cluster-admin"),
      as("system:serviceaccount:drawbridge:manager"),
    ])
      expect([headers, await ask("/api/v1/nodes", headers)]).toEqual([headers, 403]);
  });

  it("lets the proxy be nobody at all when there is no grant: an empty list is no rule", async () => {
    await reconcile();
    expect(await listed()).toMatch(/^(null|\[\])?$/);
    const { id } = await grant("view", null);
    await reconcile();
    expect(await listed()).toContain('"resourceNames":["drawbridge:bob"]');
    await deleteGrants(admin, [id]);
    await reconcile();
    expect(await listed()).toMatch(/^(null|\[\])?$/);
    await expect.poll(() => ask("/api/v1/nodes", as("drawbridge:bob"))).toBe(403);
    await expect.poll(() => ask("/api/v1/nodes", as("admin", "system:masters"))).toBe(403);
  });

  it("takes a name back from the proxy before the cluster loses it", async () => {
    const { id } = await grant("view", null);
    await reconcile();
    await deleteGrants(admin, [id]);
    const seen: unknown[] = [];
    const wait = async () => void seen.push(await confirmed(), (await listed()).includes("drawbridge:role:view"));
    await reconcileEnvironment(store.db, environmentId, new Date(), { key, wait });
    expect(seen).toEqual([[], true]);
    expect(await listed()).not.toContain("drawbridge:role:view");
  });

  it("keeps the cluster's refusal with the grant, and goes on with the others", async () => {
    const refused = await grant("view", ["nowhere", "web"]);
    const good = await grant("edit", ["shop"]);
    await reconcile();
    await reconcile();
    expect(await stateOf(refused.id)).toMatchObject({ state: "refused", message: expect.stringMatching(/namespaces "nowhere" not found/) });
    expect(await stateOf(good.id)).toMatchObject({ state: "applied" });
    expect(await confirmed()).toEqual(["drawbridge:bob", "drawbridge:role:edit:shop", "drawbridge:role:view:web"]);
    expect(await audited("grant.refused")).toBe(1);
    await cluster.kubectl(["create", "namespace", "nowhere"]);
    await reconcile();
    expect(await stateOf(refused.id)).toMatchObject({ state: "applied", message: null });
    await cluster.kubectl(["delete", "namespace", "nowhere", "--wait=false"]);
  });

  it("settles: a second pass with nothing new moves no revision and writes no audit row", async () => {
    await grant("view", null);
    await reconcile();
    const before = [await readRevision(store.db), await store.db.auditEvent.count()];
    await reconcile();
    expect([await readRevision(store.db), await store.db.auditEvent.count()]).toEqual(before);
  });

  it("mends what somebody changed in the cluster, and touches nothing that is not ours", async () => {
    await cluster.kubectl(["create", "clusterrolebinding", "foreign", "--clusterrole=view", "--group=someone"]);
    await cluster.kubectl(["create", "rolebinding", "foreign", "-n", "web", "--clusterrole=view", "--group=someone"]);
    await cluster.kubectl(["create", "clusterrolebinding", "stray", "--clusterrole=cluster-admin", "--group=drawbridge:role:view"]);
    await cluster.kubectl(["label", "clusterrolebinding", "stray", "app.kubernetes.io/managed-by=drawbridge", "app.kubernetes.io/component=grant"]);
    await grant("view", null);
    await reconcile();
    const ours = (await cluster.kubectl(["get", "clusterrolebinding", "-l", "app.kubernetes.io/component=grant", "-o", "name"])).stdout.trim();
    expect(ours).toMatch(/^clusterrolebinding.rbac.authorization.k8s.io\/drawbridge-[0-9a-f]{20}$/);
    await cluster.kubectl([
      "patch",
      ours,
      "--type=merge",
      "-p",
      '{"subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"system:authenticated"}]}',
    ]);
    await cluster.kubectl([
      "patch",
      "clusterrole",
      "drawbridge-proxy",
      "--type=merge",
      "-p",
      '{"rules":[{"apiGroups":[""],"resources":["users","groups"],"verbs":["impersonate"]}]}',
    ]);
    await reconcile();
    expect((await cluster.kubectl(["get", ours, "-o", "jsonpath={.subjects[*].name}"])).stdout).toBe("drawbridge:role:view");
    expect(await listed()).toContain('"resourceNames":["drawbridge:bob"]');
    await cluster.kubectl(["delete", ours]);
    await reconcile();
    expect((await cluster.kubectl(["get", ours, "-o", "jsonpath={.roleRef.name}"])).stdout).toBe("view");
    expect((await cluster.kubectl(["get", "clusterrolebinding/foreign", "-o", "name"])).code).toBe(0);
    expect((await cluster.kubectl(["get", "rolebinding/foreign", "-n", "web", "-o", "name"])).code).toBe(0);
    await cluster.kubectl(["delete", "clusterrolebinding", "foreign"]);
    await cluster.kubectl(["delete", "rolebinding", "foreign", "-n", "web"]);
  });

  it("takes a team's people on and off the list as they come and go", async () => {
    const team = await store.db.team.create({ data: { name: "ops", createdAt: admin.now, members: { create: { userId: personId(bob) } } } });
    const { id } = await grant("view", null, { kind: "team", id: team.id });
    await reconcile();
    expect(await confirmed()).toEqual(["drawbridge:bob", "drawbridge:role:view"]);
    await store.db.teamMember.create({ data: { teamId: team.id, userId: personId(admin) } });
    await store.db.user.update({ where: { login: "bob" }, data: { disabledAt: admin.now } });
    await reconcile();
    expect(await confirmed()).toEqual(["drawbridge:ada", "drawbridge:role:view"]);
    expect(await stateOf(id)).toMatchObject({ state: "applied" });
    await expect.poll(() => ask("/api/v1/nodes", as("drawbridge:bob"))).toBe(403);
  });

  it("refuses a role that the cluster has not got, and takes one that was made a moment ago", async () => {
    await expect(grant("fresh", null)).rejects.toMatchObject({ field: "clusterRole", message: expect.stringMatching(/no ClusterRole “fresh”/) });
    await cluster.kubectl(["create", "clusterrole", "fresh", "--verb=get", "--resource=pods"]);
    const { id } = await grant("fresh", null);
    await reconcile();
    expect(await stateOf(id)).toMatchObject({ state: "applied" });
    await cluster.kubectl(["delete", "clusterrole", "fresh"]);
    await reconcile();
    expect(await stateOf(id)).toMatchObject({ state: "refused", message: expect.stringMatching(/no ClusterRole “fresh” any more/) });
    expect(await confirmed()).toEqual(["drawbridge:bob"]);
    // Whatever is made under that name later is not what was granted.
    expect((await cluster.kubectl(["get", "clusterrolebinding", "-l", "app.kubernetes.io/component=grant", "-o", "name"])).stdout).toBe("");
    await expect(grant("drawbridge-manager", null)).rejects.toMatchObject({ field: "clusterRole" });
  });

  it("stores why it failed while the cluster is away, and catches up after", async () => {
    const { id } = await grant("view", null);
    await cluster.stopApiServer();
    await expect(reconcile()).rejects.toThrow(/nothing listens/);
    expect(await stateOf(id)).toMatchObject({ state: "applying", message: expect.stringMatching(/nothing listens/) });
    await cluster.startApiServer();
    await reconcile();
    expect(await stateOf(id)).toMatchObject({ state: "applied", message: null });
  });
});
