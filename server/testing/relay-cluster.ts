// A real cluster prepared for the relay's own tests: a credential that may impersonate one person with one group and do nothing else,
// a right for that group, and a pod to speak with. The names are this file's own, so other tests on the cluster do not meet them.
import { readFile } from "node:fs/promises";
import type { TestCluster } from "#e2e/cluster/cluster.ts";

export const relayNamespace = "relay-test";
export const relayLogin = "relay-tester";
export const relayRole = "relay-test-role";

export interface RelayCluster {
  server: string;
  caData: string;
  /** Token of the ServiceAccount that may only impersonate. */
  credential: string;
  remove(): Promise<void>;
}

const manifest = `
apiVersion: v1
kind: Namespace
metadata: {name: ${relayNamespace}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: relay, namespace: ${relayNamespace}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: relay-test-impersonate}
rules:
- {apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: ["drawbridge:${relayLogin}"]}
- {apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: ["drawbridge:role:${relayRole}"]}
- {apiGroups: [authentication.k8s.io], resources: [uids, userextras/drawbridge.dev/kubeconfig], verbs: [impersonate]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: relay-test-impersonate}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: relay-test-impersonate}
subjects: [{kind: ServiceAccount, name: relay, namespace: ${relayNamespace}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: relay-test-people}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "drawbridge:role:${relayRole}"}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: ${relayNamespace}, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: web
    image: busybox:1
    imagePullPolicy: Never
    command: [sh, -c, "mkdir /www; echo hello from the relay > /www/index.html; httpd -p 127.0.0.1:8099 -h /www; i=0; while true; do echo tick $i; i=$((i+1)); sleep 1; done"]
`;

export async function prepareRelayCluster(cluster: TestCluster): Promise<RelayCluster> {
  const kubectl = async (args: readonly string[], input?: string) => {
    const result = await cluster.kubectl(args, { input, timeout: 90_000 });
    if (result.code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const remove = async () => {
    await kubectl(["delete", "namespace", relayNamespace, "--ignore-not-found", "--wait=true"]);
    await kubectl(["delete", "--ignore-not-found", "clusterrole/relay-test-impersonate"]);
    await kubectl(["delete", "--ignore-not-found", "clusterrolebinding/relay-test-impersonate", "clusterrolebinding/relay-test-people"]);
  };
  await remove();
  await kubectl(["apply", "-f", "-"], manifest);
  await kubectl(["wait", "--for=condition=Ready", "pod/web", "-n", relayNamespace, "--timeout=60s"]);
  const credential = await kubectl(["create", "token", "relay", "-n", relayNamespace]);
  const [, authority = ""] = /certificate-authority-data:\s*"?([A-Za-z0-9+/=]+)/.exec(await readFile(cluster.kubeconfigPath, "utf8")) ?? [];
  return { server: cluster.server, caData: Buffer.from(authority, "base64").toString(), credential, remove };
}
