// Many bytes, both ways, by kubectl: what arrives is what was sent, to the last byte.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { Agent, get } from "node:http";
import net from "node:net";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectlEnvironment } from "#e2e/cluster/kubectl.ts";
import { prepareStreams, type StreamCluster } from "./stream-cluster.ts";

const home = "transfer-streams";
const port = 8100;
/** Blocks of 16 MiB, each behind its number: what is lost, doubled or out of order shows in the hash. */
const gibibyte = 64;
/** Enough to say the same of a way whose other half carries the gibibyte. */
const quarter = 16;
const line = `${"drawbridge".repeat(102)}abc\n`;
const block = Buffer.from(line.repeat(16 * 1024));

let cluster: StreamCluster;

beforeAll(async () => {
  const source = (count: number) => `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo $i; cat /tmp/block; done`;
  cluster = await prepareStreams(home, {
    setUp: `
      mkdir /www; echo hello from afar > /www/index.html
      yes ${line.trim()} | head -c ${block.length} > /tmp/block
      echo '${source(gibibyte)}' > /tmp/gibibyte; echo '${source(quarter)}' > /tmp/quarter`,
    main: `httpd -p 127.0.0.1:8099 -h /www; nc -ll -p ${port} -e sh /tmp/gibibyte & nc -ll -p ${port + 1} -e sh /tmp/quarter`,
  });
});
afterAll(() => cluster?.close());

function* pieces(count: number) {
  for (let number = 1; number <= count; number++) yield* [Buffer.from(`${number}\n`), block];
}

type Kubectl = ChildProcessByStdio<Writable, Readable, Readable>;

function start(args: readonly string[], env: Record<string, string> = {}): Kubectl {
  const { pair, kubeconfig, folder } = cluster;
  return spawn(pair.kubectl, [`--kubeconfig=${kubeconfig}`, ...args], { env: { ...kubectlEnvironment(folder), ...env }, stdio: ["pipe", "pipe", "pipe"] });
}

async function hashOf(source: Readable): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Forwards `remote` of the pod; resolves with the local port. */
async function forward(remote: number, env: Record<string, string> = {}): Promise<{ port: number; stop(): Promise<void> }> {
  const child = start(["port-forward", "pod/main", `:${remote}`], env);
  const [words] = await once(child.stdout.setEncoding("utf8"), "data");
  child.stdout.resume();
  child.stderr.resume();
  return {
    port: Number(/127\.0\.0\.1:(\d+)/.exec(String(words))?.[1]),
    async stop() {
      child.kill();
      await once(child, "close");
    },
  };
}

const bySpdy = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "false", KUBECTL_PORT_FORWARD_WEBSOCKETS: "false" };

describe("all of a gibibyte, or of its quarter,", () => {
  // P36, P37
  it("comes out of exec as it is", async () => {
    const child = start(["exec", "main", "--", "sh", "/tmp/gibibyte"]);
    expect(await hashOf(child.stdout)).toEqual(await hashOf(Readable.from(pieces(gibibyte))));
  }, 120_000);

  // P36, P37
  it("goes into exec as it is", async () => {
    const child = start(["exec", "-i", "main", "--", "sha256sum"]);
    const [told] = await Promise.all([child.stdout.toArray(), pipeline(Readable.from(pieces(quarter)), child.stdin)]);
    const { sha256 } = await hashOf(Readable.from(pieces(quarter)));
    expect(Buffer.concat(told).toString()).toBe(`${sha256}  -\n`);
  }, 120_000);

  // P35
  it.each([
    { protocol: "WebSocket", env: {}, remote: port, count: gibibyte },
    { protocol: "SPDY", env: bySpdy, remote: port + 1, count: quarter },
  ])(
    "comes through a forwarded port by $protocol as it is",
    async ({ env, remote, count }) => {
      const forwarded = await forward(remote, env);
      const socket = net.connect(forwarded.port, "127.0.0.1");
      expect(await hashOf(socket)).toEqual(await hashOf(Readable.from(pieces(count))));
      await forwarded.stop();
    },
    120_000,
  );
});

// P35
it("a forwarded port carries a thousand small requests at once, and one that breaks leaves the others", async () => {
  const forwarded = await forward(8099);
  const long = net.connect(forwarded.port, "127.0.0.1");
  await once(long, "connect");
  const agent = new Agent({ maxSockets: 100 });
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => {
      if (index === 500) long.resetAndDestroy();
      return text({ port: forwarded.port, agent });
    }),
  );
  expect(new Set(answers)).toEqual(new Set(["hello from afar\n"]));
  agent.destroy();
  await forwarded.stop();
}, 120_000);

function text(options: { port: number; agent: Agent }): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", path: "/", ...options }, (response) => {
      Promise.resolve(response.setEncoding("utf8").toArray()).then((parts) => resolve(parts.join("")), reject);
    }).once("error", reject);
  });
}
