// A person with the role `view` at a real API server: reading is theirs; everything that only looks like reading is not.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requirePair } from "#e2e/cluster/pair.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "#server/testing/access-rows.ts";
import { connect, startTestGateway, type TestGateway } from "#server/testing/gateway.ts";
import { parseAnswer } from "#server/testing/relay.ts";
import { prepareRelayCluster, type RelayCluster } from "#server/testing/relay-cluster.ts";

const pair = requirePair();
let cluster: RelayCluster;
let gateway: TestGateway;
let prefix = "";
let token = "";
let node = "";

beforeAll(async () => {
  cluster = await prepareRelayCluster(pair.alpha, { name: "view-test", clusterRole: "view" });
  node = (await pair.alpha.kubectl(["get", "nodes", "-o=jsonpath={.items[0].metadata.name}"])).stdout;
  gateway = await startTestGateway(async (database) => {
    const environmentId = await addEnvironmentRow(database, cluster);
    prefix = `/api/endpoints/${environmentId}/kubernetes`;
    const ownerId = await addPersonRow(database.db, { login: cluster.login, environmentIds: [environmentId], clusterRole: cluster.role });
    ({ token } = await addFileRow(database.db, { ownerId, environmentId }));
  });
});
afterAll(async () => {
  await gateway?.close();
  await cluster?.remove();
});

const plain = ["Connection: close"];
const webSocket = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Protocol: v5.channel.k8s.io",
];
const spdy = ["Connection: Upgrade", "Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io", "Content-Length: 0"];

async function ask(method: string, target: string, lines: readonly string[] = plain) {
  const client = await connect(gateway);
  const path = target.replaceAll("{ns}", `/api/v1/namespaces/${cluster.namespace}`).replaceAll("{node}", node);
  client.send([`${method} ${prefix}${path} HTTP/1.1`, "Host: a", `Authorization: Bearer ${token}`, ...lines, "", ""].join("\r\n"));
  return parseAnswer(await client.untilClosed());
}

// A27
describe("a person who may look", () => {
  it.each([["{ns}/pods"], ["{ns}/pods/web"], ["{ns}/pods/web/log?tailLines=1"], ["{ns}/services"]])("sees %s", async (path) => {
    expect((await ask("GET", path)).code).toBe(200);
  });

  it.each([
    ["exec by WebSocket, which is a GET", "GET", "{ns}/pods/web/exec?command=id&stdout=true", webSocket],
    ["exec by SPDY", "POST", "{ns}/pods/web/exec?command=id&stdout=true", spdy],
    ["attach by WebSocket", "GET", "{ns}/pods/web/attach?stdout=true", webSocket],
    ["a port by WebSocket", "GET", "{ns}/pods/web/portforward?ports=8099", webSocket],
    ["a port by SPDY", "POST", "{ns}/pods/web/portforward", spdy],
    ["a pod's application", "GET", "{ns}/pods/web:8099/proxy/", plain],
    ["a pod's application by WebSocket", "GET", "{ns}/pods/web:8099/proxy/", webSocket],
    ["a service's application", "GET", "{ns}/services/web:80/proxy/", plain],
    ["a service's application in the old form", "GET", "/api/v1/proxy/namespaces/default/services/kubernetes/", plain],
    ["the kubelet", "GET", "/api/v1/nodes/{node}/proxy/pods", plain],
    ["exec at the kubelet", "GET", "/api/v1/nodes/{node}/proxy/exec/view-test/web/web?command=id&output=1", webSocket],
    ["run at the kubelet", "POST", "/api/v1/nodes/{node}/proxy/run/view-test/web/web?cmd=id", plain],
    ["secrets", "GET", "{ns}/secrets", plain],
    ["secrets of all", "GET", "/api/v1/secrets?watch=true", plain],
    ["a token for an account", "POST", "{ns}/serviceaccounts/default/token", plain],
    ["a delete", "DELETE", "{ns}/pods/web", plain],
    ["an eviction", "POST", "{ns}/pods/web/eviction", plain],
    ["an ephemeral container", "PATCH", "{ns}/pods/web/ephemeralcontainers", plain],
    ["rights", "GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles", plain],
    ["metrics of the server", "GET", "/metrics", plain],
  ])("gets no %s: 403 in the cluster's words", async (_name, method, path, lines) => {
    const answer = await ask(method, path, lines);
    // The old form is gone from API servers: there is nothing to be refused.
    expect([403, ...(path.startsWith("/api/v1/proxy/") ? [404] : [])], answer.message ?? answer.body).toContain(answer.code);
    if (answer.code === 403) expect(answer.message).toContain(`drawbridge:${cluster.login}`);
    if (lines !== plain) expect(answer.headers).toContain("Connection: close");
  });
});
