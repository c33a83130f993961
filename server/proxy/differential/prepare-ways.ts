// One API server, three people, and for each the three ways to it.
import { readFile } from "node:fs/promises";
import type { TestCluster } from "#e2e/cluster/cluster.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "#server/testing/access-rows.ts";
import { startTestGateway, type TestGateway } from "#server/testing/gateway.ts";
import { type Person, people } from "./case.ts";
import type { Way } from "./ways.ts";

/** Their rights come by groups of this home alone, so that no other test's binding grants the same. */
const rights: Record<Person, { login: string; role: "all" | "view" }> = {
  admin: { login: "differential-admin", role: "all" },
  reader: { login: "differential-reader", role: "view" },
  other: { login: "zoë", role: "view" },
};
const usernames = people.map((person) => `drawbridge:${rights[person].login}`);
const roleIn = (home: string, person: Person) => `${home}-${rights[person].role}`;

const bound = (name: string, clusterRole: string, subject: object) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRole },
  subjects: [subject],
});
const groupSubject = (name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name });

/** Drawbridge's credential may impersonate these people and do nothing else; the direct way's may do everything. */
function accessObjects(home: string): object[] {
  const account = (name: string) => ({ kind: "ServiceAccount", name, namespace: home });
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: home } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "proxy", namespace: home } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "direct", namespace: home } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: `${home}-impersonate` },
      rules: [
        { apiGroups: [""], resources: ["users"], verbs: ["impersonate"], resourceNames: usernames },
        { apiGroups: [""], resources: ["groups"], verbs: ["impersonate"], resourceNames: people.map((person) => `drawbridge:role:${roleIn(home, person)}`) },
        { apiGroups: ["authentication.k8s.io"], resources: ["uids", "userextras/drawbridge.dev/kubeconfig"], verbs: ["impersonate"] },
      ],
    },
    bound(`${home}-impersonate`, `${home}-impersonate`, account("proxy")),
    bound(`${home}-direct`, "cluster-admin", account("direct")),
    bound(`${home}-admins`, "cluster-admin", groupSubject(`drawbridge:role:${roleIn(home, "admin")}`)),
    bound(`${home}-readers`, "view", groupSubject(`drawbridge:role:${roleIn(home, "reader")}`)),
  ];
}

export interface Ways {
  /** Straight to the API server. */
  direct: Way;
  /** Through Drawbridge. */
  carried: readonly Way[];
  /** A kubeconfig for the admin's way through Drawbridge, with `home` as its namespace. */
  kubeconfig: string;
  gateway: TestGateway;
  close(): Promise<void>;
}

/** Everything that it makes in the cluster is in, or named after, the namespace `home`. */
export async function prepareWays(cluster: TestCluster, home: string): Promise<Ways> {
  const kubectl = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await cluster.kubectl(args, { input, timeout: 90_000 });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  // What an earlier run left may still be going away.
  await kubectl(["delete", "namespace", home, "--ignore-not-found"]);
  await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: accessObjects(home) }));
  const credential = await kubectl(["create", "token", "proxy", `--namespace=${home}`]);
  const directToken = await kubectl(["create", "token", "direct", `--namespace=${home}`]);
  const [, authority = ""] = /certificate-authority-data:\s*"?([A-Za-z0-9+/=]+)/.exec(await readFile(cluster.kubeconfigPath, "utf8")) ?? [];
  const caData = Buffer.from(authority, "base64").toString();
  const { server } = cluster;
  const files = new Map<Person, { id: string; token: string; userId: string }>();
  let environmentId = 0;
  const gateway = await startTestGateway(async (database) => {
    environmentId = await addEnvironmentRow(database, { server, caData, credential });
    for (const person of people) {
      const userId = await addPersonRow(database.db, { login: rights[person].login, clusterRole: roleIn(home, person), environmentIds: [environmentId] });
      files.set(person, { userId, ...(await addFileRow(database.db, { ownerId: userId, environmentId })) });
    }
  });
  const each = (lines: (person: Person, file: { id: string; token: string; userId: string }) => string[]) => {
    const of = (person: Person) => lines(person, files.get(person) ?? { id: "", token: "", userId: "" });
    return { admin: of("admin"), reader: of("reader"), other: of("other") };
  };
  // The identity as Drawbridge is to send it, written down here by hand.
  const impersonation = each((person, { id, userId }) => [
    `Authorization: Bearer ${directToken}`,
    `Impersonate-User: ${Buffer.from(`drawbridge:${rights[person].login}`).toString("latin1")}`,
    `Impersonate-Uid: ${userId}`,
    `Impersonate-Group: drawbridge:role:${roleIn(home, person)}`,
    `Impersonate-Extra-drawbridge.dev%2fkubeconfig: ${id}`,
  ]);
  const tokens = each((_, { token }) => [`Authorization: Bearer ${token}`]);
  const prefix = `/api/endpoints/${environmentId}/kubernetes`;
  const { hostname, port } = new URL(server);
  const drawbridge = { host: "127.0.0.1", port: gateway.port, caData: gateway.caData };
  return {
    direct: { name: "direct", origin: { host: hostname, port: Number(port), caData }, prefix: "", credentials: impersonation },
    carried: [
      { name: "by the environment's URL", origin: drawbridge, prefix, credentials: tokens },
      { name: "by the root paths", origin: drawbridge, prefix: "", credentials: tokens },
    ],
    kubeconfig: kubeconfigText({ server: gateway.url + prefix, caData: gateway.caData, token: files.get("admin")?.token ?? "", namespace: home }),
    gateway,
    async close() {
      await gateway.close();
      await kubectl(["delete", "namespace", home, "--wait=false"]);
      const bindings = ["impersonate", "direct", "admins", "readers"].map((name) => `clusterrolebinding/${home}-${name}`);
      await kubectl(["delete", `clusterrole/${home}-impersonate`, ...bindings]);
    },
  };
}

function kubeconfigText({ server, caData, token, namespace }: Record<"server" | "caData" | "token" | "namespace", string>): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server, "certificate-authority-data": Buffer.from(caData).toString("base64") } }],
    users: [{ name: "u", user: { token } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace } }],
    "current-context": "x",
  });
}
