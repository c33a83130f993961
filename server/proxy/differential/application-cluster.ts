// A control plane of its own, with what the common one has not: CBOR; applications that its API server reaches as services, pods and an
// aggregated API; and a past that can be forgotten.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { type StartedCluster, startCluster } from "#e2e/cluster/cluster.ts";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import { application } from "./application.ts";
import type { Values } from "./ways.ts";

export interface ApplicationCluster {
  cluster: StartedCluster;
  values: Values;
  /** Makes the store forget all versions up to now. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

const group = "application.drawbridge.dev";
/** Nobody has it: the API server asks its HTTP proxy for it, which is the application. */
const podIP = "10.98.76.54";

export async function startApplicationCluster(): Promise<ApplicationCluster> {
  const { cert, key } = await createTestCertificate(["localhost"]);
  const plain = createServer(application).listen(0, "127.0.0.1");
  const secure = createTlsServer({ cert, key }, application).listen(0, "127.0.0.1");
  secure.on("upgrade", greet);
  await Promise.all([once(plain, "listening"), once(secure, "listening")]);
  const stateDir = await mkdtemp(path.join(tmpdir(), "drawbridge-applications-"));
  const proxy = `http://127.0.0.1:${portOf(plain)}`;
  // Its cache would still know what the store has forgotten.
  const gates = "CBORServingAndStorage=true,ListFromCacheSnapshot=false";
  const apiServer = { flags: { "feature-gates": gates }, env: { HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: "", no_proxy: "" } };
  const cluster = await startCluster({ name: "applications", stateDir, node: false, apiServer });
  const kubectl = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await cluster.kubectl(args, { input, timeout: 60_000 });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects(portOf(secure)) }));
  const status = { phase: "Running", podIP, podIPs: [{ ip: podIP }], conditions: [{ type: "Ready", status: "True" }] };
  await kubectl(["patch", "pod", "app", "--subresource=status", "--type=merge", "-p", JSON.stringify({ status })]);
  await kubectl(["wait", "--for=condition=Available", `apiservice/v1.${group}`, "--timeout=60s"]);
  const version = async () => z.string().parse(JSON.parse(await kubectl(["get", "--raw", "/api/v1/namespaces/default/configmaps"])).metadata.resourceVersion);
  const values: Record<string, string> = { rv: await version() };
  return {
    cluster,
    values,
    async compact() {
      values.forgotten = await version();
      await kubectl(["create", "configmap", "later"]);
      values.rv = await version();
      const position = { v: "meta.k8s.io/v1", rv: Number(values.forgotten), start: "item-1\u0000" };
      values.old = Buffer.from(JSON.stringify(position)).toString("base64url");
      const { etcd } = z.object({ etcd: z.number() }).parse(JSON.parse(await readFile(path.join(stateDir, "ports.json"), "utf8")));
      const body = JSON.stringify({ revision: values.rv, physical: true });
      const answer = await fetch(`http://127.0.0.1:${etcd}/v3/kv/compaction`, { method: "POST", body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async stop() {
      await cluster.stop();
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** An aggregated API may change protocol, too. This one greets its client, and says goodbye to the first frame that comes. */
function greet(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const head = ["HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", "Upgrade: websocket", `Sec-WebSocket-Accept: ${accept}`, "X-App: yes"];
  socket.on("error", () => socket.destroy()).once("data", () => socket.end(Buffer.from([0x88, 0])));
  socket.write(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), Buffer.from([0x81, 5]), Buffer.from("hello")]));
}

function portOf(server: { address(): unknown }): number {
  return z.object({ port: z.number() }).parse(server.address()).port;
}

function objects(aggregatedPort: number): object[] {
  const metadata = { name: "app", namespace: "default", labels: { app: "app" } };
  const targetRef = { kind: "Pod", name: "app", namespace: "default" };
  return [
    { apiVersion: "v1", kind: "Pod", metadata, spec: { schedulerName: "nobody", containers: [{ name: "app", image: "app" }] } },
    { apiVersion: "v1", kind: "Service", metadata, spec: { ports: [{ name: "web", port: 80 }] } },
    { apiVersion: "v1", kind: "Endpoints", metadata, subsets: [{ addresses: [{ ip: podIP, targetRef }], ports: [{ name: "web", port: 8080 }] }] },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "aggregated", namespace: "default" },
      spec: { type: "ExternalName", externalName: "localhost", ports: [{ port: aggregatedPort }] },
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: `v1.${group}` },
      spec: {
        group,
        version: "v1",
        groupPriorityMinimum: 100,
        versionPriority: 1,
        insecureSkipTLSVerify: true,
        service: { name: "aggregated", namespace: "default", port: aggregatedPort },
      },
    },
    ...Array.from({ length: 6 }, (_, index) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `item-${index}`, namespace: "default" },
      data: { text: `item ${index}` },
    })),
  ];
}
