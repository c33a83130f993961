// Roles made for looking, on an API server that lets them connect by GET, as those before 1.35 do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateEnvironmentSettings } from "#lib/environment-settings/index.ts";
import { idOf } from "#lib/testing/managed-cluster.ts";
import { type ManagedGateway, openManagedGateway } from "#server/testing/managed-gateway.ts";

let opened: ManagedGateway;
let token = "";

beforeAll(async () => {
  opened = await openManagedGateway("looking", { "feature-gates": "AuthorizePodWebsocketUpgradeCreatePermission=false" });
  const { managed } = opened;
  await managed.kubectl(
    "create",
    "clusterrole",
    "looker",
    "--verb=get",
    "--resource=pods,pods/exec,pods/attach,pods/portforward,pods/proxy,services/proxy,nodes/proxy",
  );
  await managed.apply({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default" },
    spec: { containers: [{ name: "web", image: "none" }] },
  });
  await managed.grant("looker", null);
  await managed.reconcile();
  token = await opened.issue(idOf(managed.bob));
});
afterAll(() => opened?.close());

const pod = "/api/v1/namespaces/default/pods/web";
const paths = [
  `${pod}/exec?command=id&stdout=true`,
  `${pod}/attach?stdout=true`,
  `${pod}/portforward?ports=80`,
  `${pod}/proxy/`,
  `${pod}%2Fexec?command=id&stdout=true`,
  "/api/v1/namespaces/default/services/none/proxy/",
  "/api/v1/nodes/none/proxy/pods",
];
const codes = () => Promise.all(paths.map(async (path) => (await opened.send(token, { path })).code));

// P50
describe("a ClusterRole with only get on the ways into a pod", () => {
  it("opens none of them while the environment's switch is on, and with it off what the cluster allows", async () => {
    const { managed } = opened;
    await expect.poll(async () => (await opened.send(token, { path: pod })).code, { timeout: 20_000 }).toBe(200);
    expect(await codes()).toEqual(paths.map(() => 403));
    await updateEnvironmentSettings(managed.admin, managed.environmentId, { connectAsCreate: false });
    // The cluster goes on to look for what is to be connected to, which is not there.
    await expect.poll(async () => (await codes()).includes(403), { timeout: 20_000 }).toBe(false);
    await updateEnvironmentSettings(managed.admin, managed.environmentId, { connectAsCreate: true });
    await expect.poll(async () => new Set(await codes()), { timeout: 20_000 }).toEqual(new Set([403]));
  });

  it("opens them once the cluster gives the right to create, at the next request", async () => {
    const { managed } = opened;
    await managed.kubectl("create", "clusterrole", "shells", "--verb=create", "--resource=pods/exec");
    await managed.kubectl("create", "clusterrolebinding", "bob-shells", "--clusterrole=shells", "--user=drawbridge:bob");
    await expect.poll(async () => (await opened.send(token, { path: paths[0] ?? "" })).code, { timeout: 20_000 }).not.toBe(403);
    expect((await opened.send(token, { path: paths[1] ?? "" })).code).toBe(403);
  });
});
