// The drill: our identity headers are lost on the way. What a real API server then does is all that stands between a bug of ours and
// everyone's secrets, so the credential that is left must open nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { requirePair } from "#e2e/cluster/pair.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "#server/testing/access-rows.ts";
import { connect, startTestGateway, type TestGateway } from "#server/testing/gateway.ts";
import { parseAnswer } from "#server/testing/relay.ts";
import { prepareRelayCluster, type RelayCluster } from "#server/testing/relay-cluster.ts";
import { startTamperingLink, type TamperingLink } from "#server/testing/tampering-link.ts";

const pair = requirePair();
let cluster: RelayCluster;
let link: TamperingLink;
let gateway: TestGateway;
let prefix = "";
let token = "";

beforeAll(async () => {
  cluster = await prepareRelayCluster(pair.alpha, { name: "drill-test" });
  link = await startTamperingLink(cluster, (head) => head);
  gateway = await startTestGateway(async (database) => {
    const { server, caData } = link;
    const environmentId = await addEnvironmentRow(database, { server, caData, credential: cluster.credential });
    prefix = `/api/endpoints/${environmentId}/kubernetes`;
    const ownerId = await addPersonRow(database.db, { login: cluster.login, environmentIds: [environmentId], clusterRole: cluster.role });
    ({ token } = await addFileRow(database.db, { ownerId, environmentId }));
  });
});
beforeEach(() => {
  link.heads.length = 0;
  link.alter = (head) => head;
});
afterAll(async () => {
  await gateway?.close();
  await link?.close();
  await cluster?.remove();
});

const upgrade = (protocol: string, streams = "v4.channel.k8s.io") => [
  "Connection: Upgrade",
  `Upgrade: ${protocol}`,
  ...(protocol === "websocket"
    ? ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: v5.channel.k8s.io"]
    : [`X-Stream-Protocol-Version: ${streams}`, "Content-Length: 0"]),
];

async function ask(method: string, path: string, lines: readonly string[] = ["Connection: close"], body = ""): Promise<ReturnType<typeof parseAnswer>> {
  const client = await connect(gateway);
  const framing = body === "" ? [] : ["Content-Type: application/json", `Content-Length: ${body.length}`];
  client.send([`${method} ${prefix}${path} HTTP/1.1`, "Host: a", `Authorization: Bearer ${token}`, ...lines, ...framing, "", body].join("\r\n"));
  const head = await client.until("\r\n\r\n");
  // An upgrade that succeeds stays open.
  const text = head.startsWith("HTTP/1.1 101") ? head : await client.untilClosed();
  client.socket.destroy();
  return parseAnswer(text);
}

const ours = () => `/api/v1/namespaces/${cluster.namespace}`;
const configMap = (name: string) => JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
const requests: [what: string, () => Parameters<typeof ask>][] = [
  ["a list", () => ["GET", "/api/v1/pods"]],
  ["a list in one's namespace", () => ["GET", `${ours()}/pods`]],
  ["a get", () => ["GET", `${ours()}/pods/web`]],
  ["a watch", () => ["GET", "/api/v1/pods?watch=true&timeoutSeconds=1"]],
  ["secrets", () => ["GET", "/api/v1/secrets"]],
  ["nodes", () => ["GET", "/api/v1/nodes"]],
  ["roles", () => ["GET", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"]],
  ["a log", () => ["GET", `${ours()}/pods/web/log?tailLines=1`]],
  ["a create", () => ["POST", `${ours()}/configmaps`, ["Connection: close"], configMap("made")]],
  ["an update", () => ["PUT", `${ours()}/configmaps/kube-root-ca.crt`, ["Connection: close"], configMap("kube-root-ca.crt")]],
  ["a dry run", () => ["POST", `${ours()}/configmaps?dryRun=All`, ["Connection: close"], configMap("dry")]],
  ["a delete", () => ["DELETE", `${ours()}/configmaps/kube-root-ca.crt?dryRun=All`]],
  [
    "a token for an account",
    () => ["POST", `${ours()}/serviceaccounts/relay/token`, ["Connection: close"], `{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}`],
  ],
  ["an exec by WebSocket", () => ["GET", `${ours()}/pods/web/exec?command=id&stdout=true`, upgrade("websocket")]],
  ["an exec by SPDY", () => ["POST", `${ours()}/pods/web/exec?command=id&stdout=true`, upgrade("SPDY/3.1")]],
  ["a port", () => ["POST", `${ours()}/pods/web/portforward`, upgrade("SPDY/3.1", "portforward.k8s.io")]],
  ["an application", () => ["GET", `${ours()}/pods/web:8099/proxy/`]],
  ["metrics", () => ["GET", "/metrics"]],
  ["logs of the server", () => ["GET", "/logs/"]],
];

const without = (lines: RegExp) => (head: string) =>
  head
    .split("\r\n")
    .filter((line) => !lines.test(line))
    .join("\r\n");

describe("undisturbed", () => {
  it("the person of the drill may do all of it, so a refusal below is of the loss alone", async () => {
    for (const [what, request] of requests) {
      const { code, message } = await ask(...request());
      // What only the kubelet or the server's own set-up decides may fail in other ways, never by rights.
      expect(code, `${what}: ${message}`).not.toBe(403);
      expect(code, `${what}: ${message}`).not.toBe(401);
    }
    await pair.alpha.kubectl(["delete", "configmap", "made", "-n", cluster.namespace]);
    expect(link.heads.length).toBe(requests.length);
  });
});

// A09
describe.each([
  ["Impersonate-User and all that goes with it", /^Impersonate-/i],
  ["Impersonate-User alone", /^Impersonate-User:/i],
  ["every line of ours, the credential too", /^(?:Impersonate-|Authorization:)/i],
])("a head that loses %s", (what, lines) => {
  it.each(requests)("gets nothing by %s", async (_what, request) => {
    link.alter = without(lines);
    const { code, headers, message } = await ask(...request());
    expect(link.heads).toHaveLength(1);
    expect(link.heads[0]).not.toMatch(/^Impersonate-User:/im);
    // 400: groups without a user are a request that the API server can make no sense of. 502: a 401 of the cluster is about us.
    const expected = what.startsWith("every") ? [403, 502] : what.endsWith("alone") ? [400] : [403];
    expect(expected, `${code} ${message}`).toContain(code);
    expect(headers.join("\n")).not.toMatch(/^upgrade:/im);
  });
});

// A09
describe("a head that gains what we never send", () => {
  it.each([
    ["the group of masters", "Impersonate-Group: system:masters"],
    ["a group of someone else", "Impersonate-Group: drawbridge:role:admin"],
    ["an extra", "Impersonate-Extra-scopes: all"],
  ])("%s is refused by the credential's own rights", async (_name, line) => {
    link.alter = (head) => head.replace("\r\n\r\n", `\r\n${line}\r\n\r\n`);
    expect((await ask("GET", "/api/v1/secrets")).code).toBe(403);
  });

  it.each(["system:admin", "drawbridge:someone-else", "system:serviceaccount:kube-system:default"])(
    "the name %s in the place of ours is refused",
    async (name) => {
      link.alter = (head) => head.replace(/^Impersonate-User: .*$/m, `Impersonate-User: ${name}`);
      expect((await ask("GET", "/api/v1/secrets")).code).toBe(403);
    },
  );
});
