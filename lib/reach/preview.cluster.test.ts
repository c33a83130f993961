// What a person may do there, asked of a real API server as that person.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "../errors.ts";
import { idOf, type ManagedCluster, openTestManagedCluster } from "../testing/managed-cluster.ts";
import { previewRights } from "./index.ts";
import type { RightQuestion } from "./schema.ts";

let managed: ManagedCluster;

beforeAll(async () => {
  managed = await openTestManagedCluster({ name: "preview" });
  await managed.kubectl("create", "namespace", "web");
  await managed.grant("edit", ["web"]);
  await managed.reconcile();
});
afterAll(() => managed?.close());

const preview = async (namespace: string, question: RightQuestion | null = null, context = managed.admin) => {
  const view = await previewRights(context, { person: idOf(managed.bob), environment: managed.environmentId, namespace }, { question, key: managed.key });
  if (!view) throw new Error("no preview");
  return view;
};
const verbsOf = (view: Awaited<ReturnType<typeof preview>>, resource: string) => view.rules.find((row) => row.resource === resource && row.names.length === 0);

describe("the preview of what a person may do in an environment", () => {
  it("is what the cluster answers to that person, by namespace, and says through which binding", async () => {
    const view = await preview("web", { verb: "delete", resource: "pods", name: "web-1" });
    expect(view.fault).toBeNull();
    expect(view.identity).toEqual({ username: "drawbridge:bob", groups: ["drawbridge:role:edit:web"] });
    expect(view.answers[0]).toMatchObject({ what: "delete pods web-1 in web", allowed: true, reason: expect.stringContaining("drawbridge:role:edit:web") });
    expect(verbsOf(view, "pods")).toMatchObject({ verbs: expect.arrayContaining(["get", "delete"]), beyond: [] });
    expect(view.rules.flatMap(({ beyond }) => beyond)).toEqual([]);
    expect((await preview("default", { verb: "delete", resource: "pods" })).answers[0]?.allowed).toBe(false);
  });

  it("marks what the cluster's own bindings add, and names them", async () => {
    await managed.kubectl("create", "clusterrole", "node-reader", "--verb=get,list", "--resource=nodes,secrets");
    await managed.kubectl("create", "clusterrolebinding", "added-by-hand", "--clusterrole=node-reader", "--user=drawbridge:bob");
    await expect
      .poll(async () => verbsOf(await preview("web"), "nodes"), { timeout: 20_000 })
      .toMatchObject({ verbs: ["get", "list"], beyond: ["get", "list"] });
    const view = await preview("web");
    // `edit` gives these already.
    expect(verbsOf(view, "secrets")?.beyond).toEqual([]);
    expect(view.bindings).toEqual([
      { kind: "ClusterRoleBinding", name: "added-by-hand", namespace: null, role: "ClusterRole node-reader", through: ["user drawbridge:bob"] },
    ]);
  });

  it("is an administrator's business alone, and of nobody who is not there", async () => {
    await expect(preview("web", null, managed.bob)).rejects.toThrow(Forbidden);
    const request = { person: idOf(managed.bob), environment: 999, namespace: "web" };
    expect(await previewRights(managed.admin, request, { key: managed.key })).toBeNull();
  });

  it("says that nobody is asked for a person without a grant", async () => {
    const view = await previewRights(
      managed.admin,
      { person: idOf(managed.admin), environment: managed.environmentId, namespace: "web" },
      { key: managed.key },
    );
    expect(view).toMatchObject({ identity: null, rules: [], answers: [], fault: null });
  });

  it("fails with the step while the cluster is away", async () => {
    await managed.cluster.stopApiServer();
    expect((await preview("web")).fault).toEqual({ step: "Asking the cluster as drawbridge:bob", message: expect.stringMatching(/nothing listens/) });
  });
});
