// Real kubectl, real cluster, real pods; our rows made by hand, and a credential that may impersonate and nothing else.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KubectlOptions, type KubectlResult, kubectlEnvironment, runKubectl } from "#e2e/cluster/kubectl.ts";
import { requirePair } from "#e2e/cluster/pair.ts";
import { addEnvironmentRow, addFileRow, addPersonRow, publish } from "#server/testing/access-rows.ts";
import { homeUrl, startTestGateway, type TestGateway } from "#server/testing/gateway.ts";
import { prepareRelayCluster, type RelayCluster, relayLogin, relayNamespace, relayRole } from "#server/testing/relay-cluster.ts";

const pair = requirePair();
let cluster: RelayCluster;
let gateway: TestGateway;
let folder: string;
let kubeconfig: string;

beforeAll(async () => {
  cluster = await prepareRelayCluster(pair.alpha);
  let token = "";
  let environmentId = 0;
  gateway = await startTestGateway(async (database) => {
    environmentId = await addEnvironmentRow(database, cluster);
    const ownerId = await addPersonRow(database.db, { login: relayLogin, environmentIds: [environmentId], clusterRole: relayRole });
    ({ token } = await addFileRow(database.db, { ownerId, environmentId }));
  });
  folder = await mkdtemp(path.join(tmpdir(), "drawbridge-relay-"));
  kubeconfig = path.join(folder, "kubeconfig");
  await writeFile(kubeconfig, kubeconfigText(`${gateway.url}/api/endpoints/${environmentId}/kubernetes`, gateway.caData, token));
});

afterAll(async () => {
  await gateway?.close();
  await cluster?.remove();
  if (folder) await rm(folder, { recursive: true });
});

function kubeconfigText(server: string, caData: string, token: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server, "certificate-authority-data": Buffer.from(caData).toString("base64") } }],
    users: [{ name: "u", user: { token } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace: relayNamespace } }],
    "current-context": "x",
  });
}

type Options = Partial<KubectlOptions> & { program?: string };

function kubectl(args: readonly string[], { program = pair.kubectl, ...options }: Options = {}): Promise<KubectlResult> {
  return runKubectl(program, args, { kubeconfig, cacheFolder: folder, ...options });
}

async function succeed(args: readonly string[], options: Options = {}): Promise<string> {
  const result = await kubectl(args, options);
  expect(result, args.join(" ")).toMatchObject({ code: 0 });
  return result.stdout;
}

const byWebSocket = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "true" };
const bySpdy = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "false", KUBECTL_PORT_FORWARD_WEBSOCKETS: "false" };

describe("reading and writing", () => {
  it("shows what the cluster has, in the server's own columns", async () => {
    const direct = await pair.alpha.kubectl(["get", "namespaces", "--no-headers", "-o=custom-columns=:metadata.name"]);
    expect(await succeed(["get", "namespaces", "--no-headers", "-o=custom-columns=:metadata.name"])).toBe(direct.stdout);
    expect(await succeed(["get", "pods"])).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\nweb /);
  });

  it("acts in the cluster as the person, with the file in the extras", async () => {
    const whoami = JSON.parse(await succeed(["auth", "whoami", "-o=json"]));
    expect(whoami.status.userInfo).toMatchObject({
      username: `drawbridge:${relayLogin}`,
      groups: [`drawbridge:role:${relayRole}`, "system:authenticated"],
      extra: { "drawbridge.dev/kubeconfig": [expect.any(String)] },
    });
  });

  // P49
  it.each([[["--as=bob"]], [["--as=bob", "--as-group=system:masters"]], [["--as=bob", "--as-uid=7"]], [["--as=bob", "--as-group=a", "--as-uid=7"]]])(
    "refuses %j with a sentence",
    async (flags) => {
      const { code, stderr } = await kubectl(["get", "pods", ...flags]);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/\(Forbidden\).*impersonation \(--as, --as-group, --as-uid\) does not work through Drawbridge: you act as yourself/),
      ]);
    },
  );

  it("answers no question in somebody else's name (P49)", async () => {
    const { code, stderr } = await kubectl(["auth", "can-i", "delete", "pods", "--as=bob"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("does not work through Drawbridge")]);
  });

  it("creates, applies, patches and deletes", async () => {
    await succeed(["create", "configmap", "notes", "--from-literal=a=1"]);
    await succeed(["apply", "--server-side", "--force-conflicts", "-f", "-"], {
      input: `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"notes"},"data":{"a":"2"}}`,
    });
    await succeed(["patch", "configmap", "notes", "--type=merge", "-p", '{"data":{"b":"3"}}']);
    expect(await succeed(["get", "configmap", "notes", "-o=jsonpath={.data}"])).toBe('{"a":"2","b":"3"}');
    await succeed(["delete", "configmap", "notes"]);
  });

  it("streams a watch as things happen, and ends it with the client (P24, P26)", async () => {
    const child = spawn(pair.kubectl, [`--kubeconfig=${kubeconfig}`, "get", "configmaps", "-w", "-o=name"], { env: kubectlEnvironment(folder) });
    child.stdout.setEncoding("utf8");
    let seen = "";
    const shown = new Promise<void>((resolve) => {
      child.stdout.on("data", (text: string) => {
        seen += text;
        if (seen.includes("configmap/watched")) resolve();
      });
    });
    await once(child.stdout, "data");
    await succeed(["create", "configmap", "watched"]);
    await shown;
    child.kill();
    await once(child, "close");
    expect(await succeed(["wait", "--for=delete", "configmap/absent", "--timeout=3s"])).toBe("");
  });

  it("serves the root paths of a raw get, by the token alone", async () => {
    expect(JSON.parse(await succeed(["get", "--raw", "/version"]))).toMatchObject({ major: "1" });
  });
});

describe.each([
  { protocol: "WebSocket", options: () => ({ env: byWebSocket }) },
  { protocol: "SPDY", options: () => ({ env: bySpdy }) },
  { protocol: "SPDY of an old kubectl", options: () => ({ program: pair.kubectlOld }) },
])("sessions by $protocol", ({ protocol, options }) => {
  it("brings the exit code of exec home", async () => {
    const result = await kubectl(["exec", "web", "-v=8", "--", "sh", "-c", "echo out; echo err >&2; exit 7"], options());
    expect(result).toMatchObject({ code: 7, stdout: "out\n" });
    expect(result.stderr).toContain("err\n");
    expect(result.stderr.includes("fallback")).toBe(false);
    expect(result.stderr).toMatch(protocol === "WebSocket" ? /GET\W.*\/exec/ : /POST\W.*\/exec/);
  });

  it("ends exec when its input ends", async () => {
    expect(await succeed(["exec", "-i", "web", "--", "cat"], { ...options(), input: "to and fro" })).toBe("to and fro");
  });

  it("loses no byte and no exit code of 100 short sessions (P36)", async () => {
    for (let batch = 0; batch < 25; batch++) {
      const results = await Promise.all([1, 2, 3, 4].map(() => kubectl(["exec", "web", "--", "sh", "-c", "head -c 100000 /dev/zero; exit 3"], options())));
      for (const { code, stdout } of results) expect({ code, bytes: stdout.length }).toEqual({ code: 3, bytes: 100_000 });
    }
  }, 180_000);

  it("copies files both ways", async () => {
    const source = path.join(folder, "there");
    const bytes = Buffer.alloc(3_000_000, "drawbridge\n");
    await writeFile(source, bytes);
    await succeed(["cp", source, "web:/tmp/copied"], options());
    await succeed(["cp", "web:/tmp/copied", path.join(folder, "back")], options());
    expect((await readFile(path.join(folder, "back"))).equals(bytes)).toBe(true);
  });

  it("forwards a port for many requests", async () => {
    const { program = pair.kubectl, env } = { program: undefined, env: undefined, ...options() };
    const child = spawn(program, [`--kubeconfig=${kubeconfig}`, "port-forward", "pod/web", ":8099"], { env: { ...kubectlEnvironment(folder), ...env } });
    child.stdout.setEncoding("utf8");
    const [line] = await once(child.stdout, "data");
    const port = /127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
    const answers = await Promise.all(Array.from({ length: 50 }, async () => (await fetch(`http://127.0.0.1:${port}/`)).text()));
    expect(new Set(answers)).toEqual(new Set(["hello from the relay\n"]));
    child.kill();
    await once(child, "close");
  });

  it("attaches to what runs", async () => {
    const { program = pair.kubectl, env } = { program: undefined, env: undefined, ...options() };
    const child = spawn(program, [`--kubeconfig=${kubeconfig}`, "attach", "web"], { env: { ...kubectlEnvironment(folder), ...env } });
    child.stdout.setEncoding("utf8");
    for await (const text of child.stdout) if (String(text).includes("tick")) break;
    child.kill();
  });
});

describe("logs", () => {
  it("follows a log, silent or not", async () => {
    const child = spawn(pair.kubectl, [`--kubeconfig=${kubeconfig}`, "logs", "-f", "--tail=1", "web"], { env: kubectlEnvironment(folder) });
    child.stdout.setEncoding("utf8");
    const lines = new Set<string>();
    for await (const text of child.stdout) {
      for (const line of String(text).split("\n")) if (line) lines.add(line);
      if (lines.size >= 3) break;
    }
    child.kill();
    expect([...lines].every((line) => line.startsWith("tick "))).toBe(true);
  });
});

describe("what kubectl prints", () => {
  const changed = async (work: (db: TestGateway["database"]["db"]) => Promise<unknown>) => {
    await work(gateway.database.db);
    await publish(gateway.database.db);
    await gateway.proxy.refresh();
  };

  it("names the environment and the cause within seconds when the cluster is away, known to kubectl or not (P43, P44, P45)", async () => {
    await succeed(["get", "pods"]);
    const { server } = await gateway.database.db.environment.findFirstOrThrow();
    await changed((db) => db.environment.updateMany({ data: { server: "https://127.0.0.1:1" } }));
    for (const cacheFolder of [folder, path.join(folder, "empty")]) {
      const started = performance.now();
      const { code, stderr } = await kubectl(["get", "pods"], { cacheFolder });
      expect(stderr.trim().split("\n").at(-1)).toContain("the environment “alpha” cannot be reached: its API server refuses connections");
      expect(code).toBe(1);
      expect(performance.now() - started).toBeLessThan(3000);
    }
    await changed((db) => db.environment.updateMany({ data: { server } }));
    await succeed(["get", "pods"]);
  });

  it("says when the file was revoked and where to get a new one, and ends a watch with the same words (P42)", async () => {
    const watches = () => gateway.database.db.auditEvent.count({ where: { action: "stream.started", verb: "watch" } });
    const before = await watches();
    const watch = kubectl(["get", "pods", "-w"]);
    while ((await watches()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
    await changed((db) => db.kubeconfig.updateMany({ data: { revokedAt: new Date("2026-01-15T12:00:00Z") } }));
    const words = `the kubeconfig “laptop” was revoked at 2026-01-15 12:00 UTC; get a new one at ${homeUrl}`;
    expect((await watch).stdout).toContain(words);
    const { stderr } = await kubectl(["get", "pods"]);
    expect(stderr.trim()).toBe(`error: You must be logged in to the server (${words})`);
    await changed((db) => db.kubeconfig.updateMany({ data: { revokedAt: null } }));
  });

  it("says where to renew a file that has expired", async () => {
    const expiresAt = new Date("2026-01-15T12:00:00Z");
    await changed(async (db) => {
      await db.kubeconfig.updateMany({ data: { expiresAt } });
      await db.kubeconfigToken.updateMany({ data: { expiresAt } });
    });
    const { stderr } = await kubectl(["get", "pods"]);
    expect(stderr.trim()).toMatch(/\(the kubeconfig “laptop” expired at 2026-01-15 12:00 UTC; renew it at \S+\/kubeconfigs\?renew=\S+\)$/);
    await changed(async (db) => {
      await db.kubeconfig.updateMany({ data: { expiresAt: null } });
      await db.kubeconfigToken.updateMany({ data: { expiresAt: null } });
    });
  });

  it("warns in the last fifth of a file's life, in one command of those that come within an hour", async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    await changed((db) => db.kubeconfigToken.updateMany({ data: { expiresAt } }));
    const warned = (await kubectl(["get", "pods"])).stderr;
    expect(warned.match(/^Warning: .*$/gm)).toEqual([expect.stringMatching(/expires in 59 minutes; renew it at \S+\/kubeconfigs\?renew=/)]);
    expect((await kubectl(["get", "pods"])).stderr).not.toContain("Warning:");
    await changed((db) => db.kubeconfigToken.updateMany({ data: { expiresAt: null } }));
  });
});

describe("a credential alone", () => {
  it("can read nothing, should an impersonation header ever be lost", async () => {
    const bare = path.join(folder, "bare");
    await writeFile(bare, kubeconfigText(cluster.server, cluster.caData, cluster.credential));
    const result = await kubectl(["get", "pods", "-n", relayNamespace], { kubeconfig: bare });
    expect(result.stderr).toContain("Forbidden");
  });
});
