// The token names the environment, so its API stands at the root under any name that leads to Drawbridge: a host of one's own for each
// environment needs a DNS entry and a certificate, and no setting.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.gateway.pageRequests.length = 0;
  relay.api.script = answerWith("200 OK", "{}");
});
afterAll(() => relay.close());

// P11
describe.each([
  ["a host of its own", "alpha.k8s.example", ""],
  ["a host with a port", "alpha.k8s.example:8443", ""],
  ["an address", "[::1]", ""],
  ["its path", "127.0.0.1", "{prefix}"],
])("an environment under %s", (_name, host, prefix) => {
  const head = (method: string, path: string) => `${method} ${prefix}${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer {token}\r\n`;

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("answers %s", async (method) => {
    const text = await relay.raw(`${head(method, "/api/v1/namespaces/a/configmaps?dryRun=All")}Connection: close\r\nContent-Length: 2\r\n\r\n[]`);
    expect(parseAnswer(text)).toMatchObject({ code: 200, body: "{}" });
    expect(relay.api.requests).toMatchObject([{ method, target: "/api/v1/namespaces/a/configmaps?dryRun=All", body: "[]" }]);
    expect(relay.api.requests[0]?.all("host")).toEqual([new URL(relay.api.server).host]);
    expect(relay.api.requests[0]?.all("impersonate-user")).toEqual(["drawbridge:alice"]);
  });

  it.each(["/", "/api", "/apis", "/version", "/openapi/v2", "/healthz", "/.well-known/openid-configuration"])("answers %s", async (path) => {
    expect(parseAnswer(await relay.raw(`${head("GET", path)}Connection: close\r\n\r\n`)).code).toBe(200);
    expect(relay.api.requests.map(({ target }) => target)).toEqual([path]);
    expect(relay.gateway.pageRequests).toHaveLength(0);
  });

  it("keeps a redirect under the same address", async () => {
    relay.api.script = answerWith("301 Moved Permanently", "", ["Location: /api/v1/namespaces/a/services/x/proxy/"]);
    const { headers } = parseAnswer(await relay.raw(`${head("GET", "/api/v1/namespaces/a/services/x/proxy")}Connection: close\r\n\r\n`));
    expect(headers).toContain(`Location: ${relay.fill(prefix)}/api/v1/namespaces/a/services/x/proxy/`);
  });

  it("carries watches and sessions", async () => {
    relay.api.script = ({ socket }) => socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n");
    const watch = await connect(relay.gateway);
    watch.send(relay.fill(`${head("GET", "/api/v1/pods?watch=true")}\r\n`));
    await watch.until("{}\n");
    watch.socket.destroy();
    relay.api.script = ({ socket }) => socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\nstream");
    const exec = await connect(relay.gateway);
    exec.send(relay.fill(`${head("POST", "/api/v1/namespaces/a/pods/p/exec")}Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n`));
    await exec.until("stream");
    exec.socket.destroy();
  });

  it("is refused without a token, under any name", async () => {
    const text = await relay.raw(`GET ${prefix || "/api/endpoints/1/kubernetes"}/api HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(parseAnswer(text).code).toBe(401);
    expect(relay.api.requests).toHaveLength(0);
  });
});

// P01, P11
it.each(["alpha.k8s.example", "127-0-0-1.example", ""])("TLS is spoken whatever name is asked for (%j)", async (servername) => {
  const client = await connect(relay.gateway, { servername, ALPNProtocols: ["h2", "http/1.1"], checkServerIdentity: () => undefined });
  expect(client.socket.alpnProtocol).toBe("http/1.1");
  client.send(relay.fill("GET /version HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n"));
  expect(parseAnswer(await client.untilClosed()).code).toBe(200);
});
