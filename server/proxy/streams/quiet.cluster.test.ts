// Streams on which nothing is said for long, then something is. Here they are quiet for seconds; the nightly run keeps them so for half an
// hour, longer than any limit on idle time that a library or a proxy has by default:
//   QUIET_STREAM_MINUTES=30 npx vitest run --project cluster server/proxy/streams/quiet.cluster.test.ts
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectlEnvironment } from "#e2e/cluster/kubectl.ts";
import { connect } from "#server/testing/gateway.ts";
import { prepareStreams, type StreamCluster } from "./stream-cluster.ts";

// biome-ignore lint/style/noProcessEnv: the switch of the nightly run, for this file alone.
const quietMs = Number(process.env.QUIET_STREAM_MINUTES ?? 0.05) * 60_000;
const limit = quietMs + 60_000;

const home = "quiet-streams";
let cluster: StreamCluster;
beforeAll(async () => {
  const main = "echo first; while [ ! -e /tmp/speak ]; do sleep 0.2; done; echo last";
  cluster = await prepareStreams(home, { main });
});
afterAll(() => cluster?.close());

/** Whatever kubectl prints from now on. */
function follow(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(cluster.pair.kubectl, [`--kubeconfig=${cluster.kubeconfig}`, ...args], { env: { ...kubectlEnvironment(cluster.folder), ...env } });
  const told = { text: "", child, closed: once(child, "close") };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (told.text += text));
  return told;
}

async function until(told: { text: string }, words: string): Promise<void> {
  await expect.poll(() => told.text, { timeout: 30_000, interval: 50 }).toContain(words);
}

describe(`after ${quietMs / 1000} s without a byte`, () => {
  // P24, P26
  it.concurrent(
    "a watch tells what happens then",
    async () => {
      const { carried, ways, kubectl } = cluster;
      const client = await connect(ways.gateway);
      const target = `${carried.prefix}/api/v1/namespaces/${home}/secrets?watch=true&timeoutSeconds=3600&resourceVersion=0`;
      client.send(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n${carried.credentials.admin[0]}\r\n\r\n`);
      await client.until("\r\n\r\n");
      const head = client.received.length;
      await delay(quietMs);
      expect(client.received.length).toBe(head);
      await kubectl(["create", "secret", "generic", "woken"]);
      await client.until('"name":"woken"');
      client.socket.destroy();
    },
    limit,
  );

  // P29, P30c
  it.concurrent(
    "a followed log brings its last line and ends, and sessions are still there",
    async () => {
      const logs = follow(["logs", "-f", "main"]);
      const idle = ["exec", "-i", "main", "--", "sh", "-c", "echo ready; read line; echo got $line"];
      const sessions = [follow(idle), follow(idle, { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "false" })];
      for (const told of sessions) await until(told, "ready");
      await until(logs, "first");
      await delay(quietMs);
      expect(logs.text).toBe("first\n");
      for (const told of sessions) {
        told.child.stdin.end("a word\n");
        await told.closed;
        expect(told.text).toBe("ready\ngot a word\n");
      }
      await cluster.kubectl(["exec", "main", "--", "touch", "/tmp/speak"]);
      await logs.closed;
      expect(logs.text).toBe("first\nlast\n");
    },
    limit,
  );
});
