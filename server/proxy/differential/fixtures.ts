// What the requests of the differential suite are about: objects that nobody changes while it runs.
import type { TestCluster } from "#e2e/cluster/cluster.ts";
import type { Values } from "./ways.ts";

export const namespace = "differential";
const names = ["differential", "differential-bulk", "differential-full", "differential-strict"] as const;
const [, bulk, full, strict] = names;
const group = "differential.drawbridge.dev";

const meta = (name: string, labels: Record<string, string> = {}) => ({ name, namespace, labels });
const sleeper = { name: "main", image: "busybox:1", imagePullPolicy: "Never" };
/** A pod that no scheduler takes: it stays as it was made. */
const pod = (name: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: meta(name, { app: name }),
  spec: { schedulerName: "nobody", containers: [sleeper], terminationGracePeriodSeconds: 0 },
});

const objects = [
  ...[
    { name: namespace, labels: {} },
    { name: bulk, labels: {} },
    { name: full, labels: {} },
    { name: strict, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  ].map((metadata) => ({ apiVersion: "v1", kind: "Namespace", metadata })),
  ...Array.from({ length: 12 }, (_, index) => {
    const name = `item-${String(index).padStart(2, "0")}`;
    return { apiVersion: "v1", kind: "ConfigMap", metadata: meta(name, { parity: index % 2 ? "odd" : "even" }), data: { text: `“${name}” ✓ & <b>` } };
  }),
  // Together more than the 128 KiB from which the API server compresses an answer.
  ...Array.from({ length: 40 }, (_, index) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `bulk-${index}`, namespace: bulk },
    data: { text: Array.from({ length: 500 }, (_, line) => `line ${line * index}`).join("\n") },
  })),
  { apiVersion: "v1", kind: "Secret", metadata: meta("secret"), stringData: { password: "correct horse" } },
  { apiVersion: "v1", kind: "Service", metadata: meta("empty"), spec: { ports: [{ name: "web", port: 80 }], selector: { app: "nothing" } } },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta("idle"),
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "idle" } },
      template: { metadata: { labels: { app: "idle" } }, spec: { containers: [sleeper] } },
    },
  },
  pod("waiting"),
  pod("guarded"),
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: meta("guard"),
    spec: { minAvailable: 1, selector: { matchLabels: { app: "guarded" } } },
  },
  { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none", namespace: full }, spec: { hard: { "count/secrets": "0" } } },
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta("talker"),
    spec: {
      restartPolicy: "Never",
      containers: [{ ...sleeper, command: ["sh", "-c", "i=0; while [ $i -lt 3000 ]; do echo line $i ✓; i=$((i+1)); done; echo to stderr >&2"] }],
    },
  },
  crd(),
];

function crd() {
  const schema = (required: string[]) => ({
    openAPIV3Schema: {
      type: "object",
      properties: {
        spec: {
          type: "object",
          required,
          properties: {
            size: { type: "integer", maximum: 10 },
            text: { type: "string" },
            free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          },
        },
        status: { type: "object", properties: { seen: { type: "integer" } } },
      },
    },
  });
  const subresources = { status: {}, scale: { specReplicasPath: ".spec.size", statusReplicasPath: ".status.seen" } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `bridges.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "bridges", singular: "bridge", kind: "Bridge" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: schema(["size"]),
          subresources,
          additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
        },
        {
          name: "v1beta1",
          served: true,
          storage: false,
          deprecated: true,
          deprecationWarning: 'v1beta1 is "old"; use v1 ✓',
          schema: schema([]),
          subresources,
        },
      ],
    },
  };
}

const bridges = [1, 2].map((size) => ({ apiVersion: `${group}/v1`, kind: "Bridge", metadata: meta(`bridge-${size}`), spec: { size } }));

/** Makes them anew, waits until the cluster has nothing left to do with them, and returns the values for the paths. */
export async function makeFixtures(cluster: TestCluster): Promise<Values> {
  const kubectl = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await cluster.kubectl(args, { input, timeout: 90_000 });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  const inside = `--namespace=${namespace}`;
  const apply = (items: readonly object[]) =>
    kubectl(["apply", "--server-side", "--field-manager=fixtures", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await removeFixtures(cluster, { wait: true });
  await apply(objects);
  await kubectl(["wait", "--for=condition=Established", `crd/bridges.${group}`]);
  await apply(bridges);
  const conditions = [{ type: "Ready", status: "True" }];
  const ready = JSON.stringify({ status: { phase: "Running", conditions } });
  const settled = (within: string, condition: string, name: string) => kubectl(["wait", `--namespace=${within}`, `--for=${condition}`, name, "--timeout=60s"]);
  await Promise.all([
    kubectl(["patch", "pod", "guarded", inside, "--subresource=status", "--type=merge", "-p", ready]),
    settled(namespace, "jsonpath={.status.currentHealthy}=1", "pdb/guard"),
    settled(full, "jsonpath={.status.hard}", "resourcequota/none"),
    settled(namespace, "jsonpath={.status.phase}=Succeeded", "pod/talker"),
    settled(namespace, "condition=Available", "deployment/idle"),
    ...names.map((each) => settled(each, "create", "configmap/kube-root-ca.crt")),
  ]);
  return {
    node: await kubectl(["get", "nodes", "-o=jsonpath={.items[0].metadata.name}"]),
    /** The state of the cluster that pinned lists are read from. */
    rv: JSON.parse(await kubectl(["get", "--raw", `/api/v1/namespaces/${namespace}/configmaps`])).metadata.resourceVersion,
    /** From which watches tell the fixtures' whole life. */
    born: await kubectl(["get", "namespace", namespace, "-o=jsonpath={.metadata.resourceVersion}"]),
  };
}

/** Those of a cut run, too. `wait` until they are gone. */
export async function removeFixtures(cluster: TestCluster, { wait }: { wait: boolean }): Promise<void> {
  const run = (args: readonly string[]) => cluster.kubectl(args, { timeout: 90_000 });
  const waiting = `--wait=${wait}`;
  const [, { code, stderr }] = await Promise.all([
    run(["delete", "crd", `bridges.${group}`, "--ignore-not-found", waiting]),
    run(["delete", "namespace", ...names, "--ignore-not-found", waiting]),
  ]);
  if (code !== 0) throw new Error(stderr);
}
