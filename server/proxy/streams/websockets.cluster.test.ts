// WebSocket clients that are not kubectl: old and new subprotocols, browsers' ways, and anything that the API server streams.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Way } from "../differential/ways.ts";
import { type RemoteCommand, runRemoteCommand } from "./remote-command.ts";
import { prepareStreams, type StreamCluster } from "./stream-cluster.ts";
import { openWebSocket } from "./websocket.ts";

const home = "websocket-streams";
let cluster: StreamCluster;
beforeAll(async () => {
  cluster = await prepareStreams(home, { setUp: "echo one; echo two", main: "sleep 1000000" });
});
afterAll(() => cluster?.close());

const run = (way: Way, rest: Omit<RemoteCommand, "namespace" | "pod">) => runRemoteCommand(way, { namespace: home, pod: "main", ...rest });

// P32, P36
describe.each(["v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io", "base64.channel.k8s.io", "channel.k8s.io"])("exec by %s", (protocol) => {
  it("brings every channel and the exit code, as straight to the cluster", async () => {
    const command = ["sh", "-c", "read line; echo got $line; echo wrong >&2; exit 7"];
    const straight = await run(cluster.ways.direct, { protocol, command, input: "a word\n" });
    expect(straight).toMatchObject({ protocols: [protocol], stdout: Buffer.from("got a word\n"), stderr: Buffer.from("wrong\n") });
    expect(straight.error).toContain("7");
    for (const way of cluster.ways.carried) expect(await run(way, { protocol, command, input: "a word\n" })).toEqual(straight);
  });
});

// P32
it("the end of input arrives as such in v5", async () => {
  const { stdout, error } = await run(cluster.carried, { protocol: "v5.channel.k8s.io", command: ["cat"], input: "to and fro" });
  expect(stdout.toString()).toBe("to and fro");
  expect(JSON.parse(error)).toMatchObject({ status: "Success" });
});

// P36
it("500 short sessions, many at once: none is a byte or its exit code short", async () => {
  let left = 500;
  const worker = async () => {
    while (left-- > 0) {
      const { stdout, error } = await run(cluster.carried, { protocol: "v5.channel.k8s.io", command: ["sh", "-c", "head -c 100000 /dev/zero; exit 3"] });
      expect(stdout.length).toBe(100_000);
      expect(JSON.parse(error).details.causes).toEqual([{ reason: "ExitCode", message: "3" }]);
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
}, 180_000);

describe("a token in a subprotocol, as browsers send it", () => {
  const tokenProtocol = () => {
    const token = cluster.carried.credentials.admin[0]?.replace("Authorization: Bearer ", "") ?? "";
    return `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString("base64url")}`;
  };

  // P40
  it("is the credential, and is not given back", async () => {
    const credentials = { headers: ["Origin: https://dashboard.example"], protocols: [tokenProtocol()] };
    const { protocols, stdout } = await run(cluster.carried, { protocol: "v4.channel.k8s.io", command: ["echo", "hello"], credentials });
    expect({ protocols, stdout: stdout.toString() }).toEqual({ protocols: ["v4.channel.k8s.io"], stdout: "hello\n" });
  });

  // P40
  it.each([
    { title: "alone", protocols: () => [] },
    { title: "twice", protocols: () => [tokenProtocol(), "v4.channel.k8s.io"] },
  ])("is refused $title", async ({ protocols }) => {
    const [way] = cluster.ways.carried;
    if (way === undefined) throw new Error("no way");
    const target = `${way.prefix}/api/v1/namespaces/${home}/pods/main/exec?command=id&stdout=true`;
    const asked = openWebSocket({ origin: way.origin, target, headers: [], protocols: [tokenProtocol(), ...protocols()] });
    await expect(asked).rejects.toThrow(/^HTTP\/1\.1 40[01] /);
  });
});

/** All that a stream says until `last` is in it or it ends. */
async function listen(way: Way, target: string, protocols: readonly string[], last: string): Promise<string> {
  // The API server's watch by WebSocket refuses a client without an Origin, as all browsers send one.
  const headers = [...way.credentials.admin, "Origin: https://dashboard.example"];
  const client = await openWebSocket({ origin: way.origin, target: way.prefix + target, headers, protocols });
  let text = `${client.protocols}: `;
  for await (const { type, payload } of client.frames()) {
    text += `${type} ${type === "close" ? payload.toString("hex") : payload}`;
    if (text.includes(last)) break;
  }
  return text;
}

// P28
describe.each([
  { offer: "no protocol", protocols: [] },
  { offer: "binary frames", protocols: ["binary.k8s.io"] },
  { offer: "base64 frames", protocols: ["base64.binary.k8s.io"] },
])("by WebSocket, offering $offer", ({ protocols }) => {
  it("a watch tells in frames what it tells straight", async () => {
    const version = JSON.parse((await cluster.kubectl(["get", "pod", "main", "-o=json"])).stdout).metadata.resourceVersion;
    const target = `/api/v1/namespaces/${home}/pods?watch=true&timeoutSeconds=1&resourceVersion=${Number(version) - 1}`;
    const straight = await listen(cluster.ways.direct, target, protocols, "never");
    expect(straight).toContain('"name":"main"');
    for (const way of cluster.ways.carried) expect(await listen(way, target, protocols, "never")).toBe(straight);
  });

  it("a followed log comes in frames", async () => {
    const target = `/api/v1/namespaces/${home}/pods/main/log?follow=true`;
    const last = protocols[0]?.startsWith("base64") ? btoa("two\n") : "two\n";
    const straight = await listen(cluster.ways.direct, target, protocols, last);
    for (const way of cluster.ways.carried) expect(await listen(way, target, protocols, last)).toBe(straight);
  });
});
