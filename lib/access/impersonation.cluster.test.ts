// How a cluster bounds what may be done in somebody's name: with constrained impersonation (KEP-5284), and without.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateEnvironmentSettings } from "../environment-settings/index.ts";
import { as, type ManagedCluster, openTestManagedCluster } from "../testing/managed-cluster.ts";

const bob = {
  ...as("drawbridge:bob", "drawbridge:role:cluster-admin"),
  "impersonate-uid": "0190",
  "impersonate-extra-drawbridge.dev%2Fkubeconfig": "f00d",
};
const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "made-" } };
const widget = { apiVersion: "drawbridge.test/v1", kind: "Widget", metadata: { generateName: "made-" } };
const widgets = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.drawbridge.test" },
  spec: {
    group: "drawbridge.test",
    scope: "Namespaced",
    names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
    versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
  },
};
const whoAmI = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
const mayI = {
  apiVersion: "authorization.k8s.io/v1",
  kind: "SelfSubjectAccessReview",
  spec: { resourceAttributes: { verb: "delete", resource: "pods", namespace: "default" } },
};
const defaults = "/api/v1/namespaces/default";
const reading = [
  `${defaults}/configmaps`,
  `${defaults}/secrets`,
  `${defaults}/pods?watch=true&timeoutSeconds=1`,
  "/apis/drawbridge.test/v1/widgets",
  "/api",
  "/apis",
  "/openapi/v3",
  "/version",
  "/healthz",
];
/** No pod of that name is there: what is not refused before ends as 404. */
const connecting: ["GET" | "POST", string][] = [
  ["GET", `${defaults}/pods/none/exec?command=id&stdout=true`],
  ["POST", `${defaults}/pods/none/exec?command=id&stdout=true`],
  ["GET", `${defaults}/pods/none/portforward`],
  ["POST", `${defaults}/pods/none/attach`],
  ["GET", `${defaults}/pods/none/proxy/`],
  ["GET", `${defaults}/services/none/proxy/`],
  ["GET", "/api/v1/nodes/none/proxy/pods"],
];

async function takeIn(managed: ManagedCluster): Promise<void> {
  await managed.apply(widgets);
  await managed.kubectl("wait", "--for=condition=Established", "crd/widgets.drawbridge.test");
  await managed.grant("cluster-admin", null);
  await managed.reconcile();
}
const found = async ({ store }: ManagedCluster) => (await store.db.environment.findFirstOrThrow()).impersonation;
const verbsOf = (managed: ManagedCluster) => managed.kubectl("get", "clusterrole", "drawbridge-proxy", "-o=jsonpath={.rules[*].verbs[*]}");
const askers = (managed: ManagedCluster) => ({
  get: (method: "GET" | "POST" | "DELETE", path: string) => managed.ask("proxy", { method, path, headers: bob }),
  post: (path: string, body: object) => managed.ask("proxy", { method: "POST", path, headers: bob, body }),
});

describe("where the cluster has constrained impersonation", () => {
  let managed: ManagedCluster;
  beforeAll(async () => {
    managed = await openTestManagedCluster({ name: "constrained" });
    await takeIn(managed);
  });
  afterAll(() => managed?.close());

  it("it is found by asking, and the proxy has nothing but its verbs", async () => {
    expect(await found(managed)).toBe("constrained");
    expect((await verbsOf(managed)).split(" ")).not.toContain("impersonate");
  });

  it("it breaks nothing: custom resources, other paths, self reviews, connecting", async () => {
    const { get, post } = askers(managed);
    for (const path of reading) await expect.poll(() => get("GET", path), { timeout: 20_000, message: path }).toBe(200);
    for (const [method, path] of connecting) expect([path, await get(method, path)]).toEqual([path, 404]);
    expect(await post(`${defaults}/configmaps`, configMap)).toBe(200);
    expect(await post("/apis/drawbridge.test/v1/namespaces/default/widgets", widget)).toBe(200);
    expect(await get("DELETE", `${defaults}/configmaps?labelSelector=none`)).toBe(200);
    expect(await post("/apis/authentication.k8s.io/v1/selfsubjectreviews", whoAmI)).toBe(200);
    expect(await post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", mayI)).toBe(200);
  });

  it("the proxy can be nobody else, whatever it claims", async () => {
    for (const headers of [{}, as("drawbridge:bob", "system:masters"), as("drawbridge:ada"), as("system:kube-controller-manager"), as("system:node:one")])
      expect([headers, await managed.ask("proxy", { path: "/api/v1/nodes", headers })]).toEqual([headers, 403]);
  });

  it("a read-only environment is held to get, list and watch by the cluster itself, for a cluster-admin too, and gives no shell", async () => {
    await updateEnvironmentSettings(managed.admin, managed.environmentId, { readOnly: true });
    await managed.reconcile();
    const { get, post } = askers(managed);
    await expect.poll(() => post(`${defaults}/configmaps`, configMap), { timeout: 20_000 }).toBe(403);
    for (const [method, path] of connecting) await expect.poll(() => get(method, path), { timeout: 20_000, message: path }).toBe(403);
    for (const path of reading) expect([path, await get("GET", path)]).toEqual([path, 200]);
    expect(await get("GET", `${defaults}/pods/none/log`)).toBe(404);
    // An API server remembers what it has allowed an impersonator for up to ten seconds, each kind of request for itself.
    const tokenRequest = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const writing: (() => Promise<number>)[] = [
      () => get("DELETE", `${defaults}/configmaps?labelSelector=none`),
      () => post("/apis/drawbridge.test/v1/namespaces/default/widgets", widget),
      () => post(`${defaults}/serviceaccounts/default/token`, tokenRequest),
    ];
    for (const write of writing) await expect.poll(write, { timeout: 20_000 }).toBe(403);
    expect(await post("/apis/authentication.k8s.io/v1/selfsubjectreviews", whoAmI)).toBe(200);
    expect(await post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", mayI)).toBe(200);
  });

  it("what is new in a read-only cluster can be read after the next pass, and a second pass writes nothing", async () => {
    const gadgets = JSON.parse(JSON.stringify(widgets).replaceAll("widget", "gadget").replaceAll("Widget", "Gadget"));
    await managed.apply(gadgets);
    await managed.kubectl("wait", "--for=condition=Established", "crd/gadgets.drawbridge.test");
    const version = () => managed.kubectl("get", "clusterrole", "drawbridge-proxy", "-o=jsonpath={.metadata.resourceVersion}");
    const read = async () => {
      await managed.reconcile();
      return askers(managed).get("GET", "/apis/drawbridge.test/v1/gadgets");
    };
    await expect.poll(read, { timeout: 20_000 }).toBe(200);
    const before = await version();
    await managed.reconcile();
    expect(await version()).toBe(before);
    expect(await managed.store.db.auditEvent.count({ where: { action: "environment.drift-mended" } })).toBe(0);
  });

  it("switched off again, everything is as it was", async () => {
    await updateEnvironmentSettings(managed.admin, managed.environmentId, { readOnly: false });
    await managed.reconcile();
    await expect.poll(() => askers(managed).post(`${defaults}/configmaps`, configMap), { timeout: 20_000 }).toBe(200);
  });
});

describe("where the cluster has no constrained impersonation", () => {
  let managed: ManagedCluster;
  beforeAll(async () => {
    managed = await openTestManagedCluster({ name: "legacy", apiServer: { flags: { "feature-gates": "ConstrainedImpersonation=false" } } });
    await takeIn(managed);
  });
  afterAll(() => managed?.close());

  it("the old verb is used, with the exact names", async () => {
    expect(await found(managed)).toBe("legacy");
    expect(new Set((await verbsOf(managed)).split(" "))).toEqual(new Set(["impersonate"]));
    expect(await askers(managed).post(`${defaults}/configmaps`, configMap)).toBe(200);
    expect(await managed.ask("proxy", { path: "/api/v1/nodes", headers: as("drawbridge:bob", "system:masters") })).toBe(403);
  });

  it("nothing can be made read-only, as nobody would hold to it", async () => {
    await expect(updateEnvironmentSettings(managed.admin, managed.environmentId, { readOnly: true })).rejects.toMatchObject({ field: "readOnly" });
  });

  it("a cluster that has lost it is noticed, and people are let in again by the next pass", async () => {
    const { db } = managed.store;
    const constrained = [{ apiGroups: ["authentication.k8s.io"], resources: ["users"], verbs: ["impersonate:user-info"], resourceNames: ["drawbridge:bob"] }];
    await managed.kubectl("patch", "clusterrole", "drawbridge-proxy", "--type=merge", "-p", JSON.stringify({ rules: constrained }));
    await db.environment.updateMany({ data: { impersonation: "constrained" } });
    await expect.poll(() => askers(managed).get("GET", "/api/v1/nodes"), { timeout: 20_000 }).toBe(403);
    await managed.reconcile();
    expect([await found(managed), await askers(managed).get("GET", "/api/v1/nodes")]).toEqual(["legacy", 200]);
  });

  it("a read-only environment whose cluster has lost it lets nobody in", async () => {
    await managed.store.db.environment.updateMany({ data: { impersonation: "constrained", readOnly: true } });
    await managed.kubectl("patch", "clusterrole", "drawbridge-proxy", "--type=merge", "-p", '{"rules":[]}');
    await expect.poll(() => askers(managed).get("GET", "/api/v1/nodes"), { timeout: 20_000 }).toBe(403);
    await expect(managed.reconcile()).rejects.toThrow(/no constrained impersonation any more/);
    expect(await askers(managed).get("GET", "/api/v1/nodes")).toBe(403);
  });
});
