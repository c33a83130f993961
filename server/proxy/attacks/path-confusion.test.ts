// The path that was judged is the path that is sent.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addEnvironmentRow, publish } from "#server/testing/access-rows.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

const get = (target: string) => `GET ${target} HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n`;

describe("P10: path and query travel byte for byte", () => {
  it.each([
    "/a//b",
    "/a/%2Fb",
    '/a|b"{}',
    "/v?x=1?y=2",
    "/api/v1/services/http:x:80/proxy/a%20b/?q=%22",
    "/label?l=%E2%9C%93",
    "/a..b/.hidden",
    "/x?path=../..",
    "//",
  ])("%s", async (path) => {
    await relay.raw(get(`{prefix}${path}`));
    expect(relay.api.requests.map(({ target }) => target)).toEqual([path]);
  });

  it("a prefix with nothing behind it is the root", async () => {
    await relay.raw(get("{prefix}"));
    await relay.raw(get("{prefix}?a=b"));
    expect(relay.api.requests.map(({ target }) => target)).toEqual(["/", "/?a=b"]);
  });

  it("the root paths are the environment's own for whoever bears its token", async () => {
    for (const path of ["/api/v1/pods", "/apis/apps/v1", "/openapi/v3?hash=x", "/version", "/livez"]) await relay.raw(get(path));
    expect(relay.api.requests.map(({ target }) => target)).toEqual(["/api/v1/pods", "/apis/apps/v1", "/openapi/v3?hash=x", "/version", "/livez"]);
    expect(relay.gateway.pageRequests).toHaveLength(0);
  });
});

describe("a spelling that some server might fold reaches no cluster", () => {
  it.each([
    "{prefix}/../../2/kubernetes/api",
    "{prefix}/a/../b",
    "{prefix}/%2e%2e/x",
    "{prefix}/.%2E/x",
    "{prefix}/..%2f..%2fx",
    "{prefix}/a;/../b",
    "{prefix}/..;/b",
    "{prefix}/a/./b",
    "{prefix}/a\\b",
    "{prefix}/a#b",
    "{prefix}/\xe2\x9c\x93",
  ])("P10, A42: %s is refused", async (target) => {
    expect(await relay.raw(get(target))).toMatch(/^HTTP\/1\.1 400 /);
    expect(relay.api.requests).toHaveLength(0);
  });

  it.each([
    "/api/endpoints/01/kubernetes/api",
    "/api/endpoints/1%00/kubernetes/api",
    "/api/endpoints/1%2F..%2F2/kubernetes/api",
    "/API/ENDPOINTS/1/kubernetes/api",
    "/api/endpoints/%31/kubernetes/api",
    "//api/endpoints/1/kubernetes/api",
    "/api/endpoints/1/kubernetesx/api",
    "/api/endpoints/1e0/kubernetes/api",
  ])("A42: %s is no environment's URL", async (target) => {
    const answer = await relay.raw(get(target));
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(relay.api.requests).toHaveLength(0);
    expect(relay.gateway.pageRequests).toHaveLength(0);
  });

  it.each(["http://evil/api", "http://127.0.0.1/api/endpoints/1/kubernetes/api"])("A16: the absolute form %s is refused", async (target) => {
    expect(await relay.raw(get(target))).toMatch(/^HTTP\/1\.1 400 /);
    expect(relay.api.requests).toHaveLength(0);
  });

  it("A16: two slashes are a path, not a host", async () => {
    await relay.raw(get("//evil/api"));
    expect(relay.api.requests.map(({ target }) => target)).toEqual(["//evil/api"]);
  });

  it("A17: CONNECT is closed, TRACE is 405, OPTIONS * is 400", async () => {
    expect(await relay.raw("CONNECT evil:443 HTTP/1.1\r\n{auth}\r\n\r\n")).toBe("");
    expect(await relay.raw(get("{prefix}/api").replace("GET", "TRACE"))).toMatch(/^HTTP\/1\.1 405 /);
    expect(await relay.raw(get("*").replace("GET", "OPTIONS"))).toMatch(/^HTTP\/1\.1 400 /);
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe("the environment", () => {
  it("A15: is named by URL and token, never by Host, and hears its own name", async () => {
    await relay.raw("GET {prefix}/api/v1/pods HTTP/1.1\r\nHost: 169.254.169.254\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");
    expect(relay.api.requests[0]?.all("host")).toEqual([new URL(relay.api.server).host]);
  });

  it("A44: of someone else answers like one that does not exist", async () => {
    const { database } = relay.gateway;
    const other = await addEnvironmentRow(database, { name: "beta", server: relay.api.server, caData: relay.api.caData, credential: "x" });
    await publish(database.db);
    await relay.gateway.proxy.refresh();
    const answers = [other, 999].map(async (id) => {
      const { code, headers, body } = await relay.ask("GET", `/api/endpoints/${id}/kubernetes/api/v1/pods`);
      return { code, headers: headers.filter((line) => !/^(?:Audit-Id|Date|Content-Length)/i.test(line)), body: body.replaceAll(String(id), "N") };
    });
    const [foreign, missing] = await Promise.all(answers);
    expect(foreign).toMatchObject({ code: 404 });
    expect(foreign).toEqual(missing);
    expect(relay.api.requests).toHaveLength(0);
  });
});
