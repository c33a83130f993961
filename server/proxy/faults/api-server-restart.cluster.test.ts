// A real API server goes away under a watch and comes back on its port.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type StartedCluster, startCluster } from "#e2e/cluster/cluster.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "#server/testing/access-rows.ts";
import { connect, type RawClient, startTestGateway, type TestGateway } from "#server/testing/gateway.ts";
import { parseAnswer } from "#server/testing/relay.ts";

let cluster: StartedCluster;
let gateway: TestGateway;
let stateDir: string;
let prefix: string;
let auth: string;

beforeAll(async () => {
  stateDir = mkdtempSync(path.join(tmpdir(), "drawbridge-restart-"));
  cluster = await startCluster({ name: "restart", stateDir: path.join(stateDir, "cluster"), node: false });
  await succeed("create", "clusterrolebinding", "people", "--clusterrole=view", "--group=drawbridge:role:view");
  const [, authority = ""] = /certificate-authority-data:\s*"?([A-Za-z0-9+/=]+)/.exec(cluster.adminKubeconfig) ?? [];
  const [, credential = ""] = /token:\s*"?([A-Za-z0-9_-]+)/.exec(cluster.adminKubeconfig) ?? [];
  const upstream = { server: cluster.server, caData: Buffer.from(authority, "base64").toString(), credential };
  gateway = await startTestGateway(async (database) => {
    const environmentId = await addEnvironmentRow(database, upstream);
    const ownerId = await addPersonRow(database.db, { login: "alice", environmentIds: [environmentId] });
    const { token } = await addFileRow(database.db, { ownerId, environmentId });
    prefix = `/api/endpoints/${environmentId}/kubernetes`;
    auth = `Host: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
  });
});
afterAll(async () => {
  await gateway?.close();
  await cluster?.stop();
  if (stateDir) rmSync(stateDir, { recursive: true, force: true });
});

async function succeed(...args: string[]): Promise<void> {
  const result = await cluster.kubectl(args, { timeout: 60_000 });
  if (result.code !== 0) throw new Error(result.stderr);
}

const maps = "/api/v1/namespaces/default/configmaps";
async function ask(query = "") {
  const client = await connect(gateway);
  client.send(`GET ${prefix}${maps}${query} HTTP/1.1\r\n${auth}Connection: close\r\n\r\n`);
  return parseAnswer(await client.untilClosed());
}
async function watchFrom(resourceVersion: string): Promise<RawClient> {
  const client = await connect(gateway);
  client.send(`GET ${prefix}${maps}?watch=true&resourceVersion=${resourceVersion} HTTP/1.1\r\n${auth}Connection: close\r\n\r\n`);
  await client.until("\r\n\r\n");
  return client;
}

/** What each event says, without the numbers that move on by themselves. */
function eventsOf(text: string): string[] {
  return (text.match(/\{"type":.*\}/g) ?? []).map((event) => event.replaceAll(/\d+/g, "0"));
}

// R01
it("the watch ends with it, requests are told at once, and a client that goes on where it was is answered as it would be without us", {
  timeout: 120_000,
}, async () => {
  const list = await ask("?limit=1");
  const [, version = ""] = /"resourceVersion":"(\d+)"/.exec(list.body) ?? [];
  const watch = await watchFrom(version);
  await succeed("create", "configmap", "before", "--namespace=default");
  await watch.until('"name":"before"');
  const [, seen = ""] = /"name":"before"[^}]*"resourceVersion":"(\d+)"/.exec(watch.received) ?? [];
  expect(seen).not.toBe("");

  await cluster.stopApiServer();
  await watch.untilClosed();
  const startedAt = performance.now();
  expect(await ask()).toMatchObject({ code: 502, message: expect.stringContaining("“alpha” cannot be reached") });
  expect(performance.now() - startedAt).toBeLessThan(1000);

  await cluster.startApiServer();
  await expect.poll(async () => (await ask("?limit=1")).code, { timeout: 10_000, interval: 200 }).toBe(200);
  // The new API server remembers nothing of before: it may say that the version is too old, and then it has to say so to the client.
  const query = `?watch=true&resourceVersion=${seen}&timeoutSeconds=2`;
  const direct = await cluster.kubectl(["get", "--raw", `${maps}${query}`], { timeout: 30_000 });
  const through = await ask(query);
  expect(through.code).toBe(200);
  expect(eventsOf(through.body)).toEqual(eventsOf(direct.stdout));

  const [, current = ""] = /"resourceVersion":"(\d+)"/.exec((await ask("?limit=1")).body) ?? [];
  const resumed = await watchFrom(current);
  await succeed("create", "configmap", "after", "--namespace=default");
  expect(await resumed.until('"name":"after"')).not.toContain('"type":"ERROR"');
  resumed.socket.destroy();
});
