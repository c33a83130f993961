// A real cluster prepared for the relay's own tests: a credential that may impersonate one person with one group and do nothing else,
// a right for that group, and a pod to speak with. The names are this file's own, so other tests on the cluster do not meet them.
import { readFile } from "node:fs/promises";
import type { TestCluster } from "#e2e/cluster/cluster.ts";

export const relayNamespace = "relay-test";
export const relayLogin = "relay-tester";
export const relayRole = "relay-test-role";

export interface RelayClusterOptions {
  /** What the person may do in the cluster. */
  clusterRole?: string;
  /** Of namespace and cluster objects; login and role are named after it. Two tests with one name are in each other's way. */
  name?: string;
}

export interface RelayCluster {
  namespace: string;
  login: string;
  role: string;
  server: string;
  caData: string;
  /** Token of the ServiceAccount that may only impersonate. */
  credential: string;
  connectAsCreate: true;
  remove(): Promise<void>;
}

const manifest = ({ namespace, login, role, clusterRole }: Names) => `
apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: relay, namespace: ${namespace}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${namespace}-impersonate}
rules:
- {apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: ["drawbridge:${login}"]}
- {apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: ["drawbridge:role:${role}"]}
- {apiGroups: [authentication.k8s.io], resources: [uids, userextras/drawbridge.dev/kubeconfig], verbs: [impersonate]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ${namespace}-impersonate}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${namespace}-impersonate}
subjects: [{kind: ServiceAccount, name: relay, namespace: ${namespace}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ${namespace}-people}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${clusterRole}}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "drawbridge:role:${role}"}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: ${namespace}, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: web
    image: busybox:1
    imagePullPolicy: Never
    command: [sh, -c, "mkdir /www; echo hello from the relay > /www/index.html; httpd -p 127.0.0.1:8099 -h /www; i=0; while true; do echo tick $i; i=$((i+1)); sleep 1; done"]
`;

interface Names {
  namespace: string;
  login: string;
  role: string;
  clusterRole: string;
}

export async function prepareRelayCluster(cluster: TestCluster, options: RelayClusterOptions = {}): Promise<RelayCluster> {
  const { name: namespace = relayNamespace, clusterRole = "cluster-admin" } = options;
  const names = { namespace, login: `${namespace}er`, role: `${namespace}-role`, clusterRole };
  const kubectl = async (args: readonly string[], input?: string) => {
    const result = await cluster.kubectl(args, { input, timeout: 90_000 });
    if (result.code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const remove = async () => {
    await kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=true"]);
    await kubectl(["delete", "--ignore-not-found", `clusterrole/${namespace}-impersonate`]);
    await kubectl(["delete", "--ignore-not-found", `clusterrolebinding/${namespace}-impersonate`, `clusterrolebinding/${namespace}-people`]);
  };
  await remove();
  await kubectl(["apply", "-f", "-"], manifest(names));
  await kubectl(["wait", "--for=condition=Ready", "pod/web", "-n", namespace, "--timeout=60s"]);
  const credential = await kubectl(["create", "token", "relay", "-n", namespace]);
  const [, authority = ""] = /certificate-authority-data:\s*"?([A-Za-z0-9+/=]+)/.exec(await readFile(cluster.kubeconfigPath, "utf8")) ?? [];
  return { ...names, server: cluster.server, caData: Buffer.from(authority, "base64").toString(), credential, connectAsCreate: true, remove };
}
