// What opens the data path, what does not, and what is said.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addFileRow, publish } from "#server/testing/access-rows.ts";
import { answerWith } from "#server/testing/api-server.ts";
import { homeUrl } from "#server/testing/gateway.ts";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
const clock = createManualClock();
beforeAll(async () => {
  relay = await startRelay({ clock });
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.api.script = answerWith("200 OK", "{}");
});
afterAll(() => relay.close());

const webSocket = "Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n";

function request(lines: string, path = "{prefix}/api/v1/pods"): Promise<string> {
  return relay.raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${lines}\r\n`);
}

// A14, A35
describe("P47: the Authorization line is read as the API server reads it", () => {
  it.each([
    ["bearer in small letters", "Authorization: bearer {token}\r\n", 200],
    ["space around", "Authorization:   Bearer {token}  \r\n", 200],
    ["two spaces", "Authorization: Bearer  {token}\r\n", 401],
    ["no token", "Authorization: Bearer\r\n", 401],
    ["Basic", "Authorization: Basic dTpw\r\n", 401],
    ["the token as a user of Basic", `Authorization: Basic ${Buffer.from("{token}:").toString("base64")}\r\n`, 401],
    ["nothing", "", 401],
    ["one character changed", "Authorization: Bearer {token}x\r\n", 401],
    ["a JSON web token", "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.\r\n", 401],
    ["a megabyte", `Authorization: Bearer dbk_${"a".repeat(900_000)}\r\n`, 401],
    ["A14: two lines", "Authorization: Bearer {token}\r\nAuthorization: Bearer x\r\n", 400],
    ["A14: two hosts", "Authorization: Bearer {token}\r\nHost: other\r\n", 400],
  ])("%s", async (_name, lines, code) => {
    const answer = await request(lines);
    expect(parseAnswer(answer).code).toBe(code);
    expect(relay.api.requests).toHaveLength(code === 200 ? 1 : 0);
    if (code === 401) expect(answer).toContain("\r\nWWW-Authenticate: Bearer\r\n");
  });

  it.each(["/version", "/healthz", "/api", ""])("nothing opens not even %s", async (path) => {
    expect(parseAnswer(await request("", `{prefix}${path}`)).code).toBe(401);
  });

  it("A34: a token in the query opens nothing, and no log keeps it", async () => {
    expect(parseAnswer(await request("", "{prefix}/api/v1/pods?token={token}&access_token={token}")).code).toBe(401);
    const rows = await relay.audited(1, "access_token=");
    expect(JSON.stringify(rows)).not.toContain("dbk_");
  });

  it("A34: a token where a name belongs stands in no audit row", async () => {
    await relay.raw("GET {prefix}/api/v1/namespaces/{token}/pods/{token}?misplaced HTTP/1.1\r\n{auth}\r\nUser-Agent: {token}\r\nConnection: close\r\n\r\n");
    const rows = await relay.audited(1, "misplaced");
    expect(JSON.stringify(rows)).not.toContain("dbk_");
  });
});

it("who has no token cannot fill the audit: some rows a minute are written, and the next one counts the rest", async () => {
  const own = createManualClock();
  const visited = await startRelay({ clock: own });
  for (let index = 0; index < 103; index++) expect((await visited.ask("GET", "/a", { token: "none" })).code).toBe(401);
  own.moveTo(new Date(own.now().getTime() + 120_000));
  await visited.ask("GET", "/last", { token: "none" });
  const [last] = await visited.audited(1, "/last");
  expect(last?.detail).toContain("(3 more by nobody known");
  expect(await visited.audited(1)).toHaveLength(101);
  await visited.close();
});

it("a file works from the moment it is issued", async () => {
  const { db } = relay.gateway.database;
  for (let round = 0; round < 5; round++) {
    const { token } = await addFileRow(db, { ownerId: relay.userId, environmentId: relay.environmentId, name: `new ${round}` });
    await publish(db);
    expect((await relay.ask("GET", "/api/v1/pods", { token })).code).toBe(200);
  }
});

describe("A28, A29: sessions and files are worth nothing in each other's place", () => {
  it.each(["GET", "POST", "DELETE"])("a cookie opens no %s", async (method) => {
    const cookies = `Cookie: __Secure-next-auth.session-token=x; token=${relay.token}`;
    const text = await relay.raw(`${method} {prefix}/api/v1/namespaces HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${cookies}\r\n\r\n`);
    expect(parseAnswer(text).code).toBe(401);
    expect(relay.api.requests).toHaveLength(0);
  });

  it("a cookie opens no upgrade", async () => {
    const text = await relay.raw(`GET {prefix}/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n${webSocket}Cookie: __Secure-next-auth.session-token=x\r\n\r\n`);
    expect(parseAnswer(text).code).toBe(401);
  });

  it.each(["/api/kubernetes/config?ids=1", "/api/auth/session"])("a file's token reaches the pages' %s without effect", async (path) => {
    await request("Authorization: Bearer {token}\r\n", path);
    expect(relay.gateway.pageRequests.at(-1)).toMatchObject({ url: path });
    expect(relay.gateway.pageRequests.at(-1)?.headers.authorization).toBeUndefined();
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe("P40, A26: a token as a WebSocket protocol", () => {
  const accept = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: base64.binary.k8s.io\r\n\r\n";
  const protocol = () => `base64url.bearer.authorization.k8s.io.${Buffer.from(relay.token).toString("base64url")}`;
  const upgrade = (protocols: string) =>
    relay.raw(`GET /api/v1/pods?watch=true HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n${webSocket}Sec-WebSocket-Protocol: ${protocols}\r\n\r\n`);

  it("opens the root paths, and is neither passed on nor sent back", async () => {
    relay.api.script = ({ socket }) => socket.end(accept);
    const answer = await upgrade(`${protocol()}, base64.binary.k8s.io`);
    expect(parseAnswer(answer).code).toBe(101);
    expect(relay.api.requests[0]?.all("sec-websocket-protocol")).toEqual(["base64.binary.k8s.io"]);
    expect(answer + relay.api.received.join("")).not.toContain(protocol());
  });

  it("is refused alone, twice, or badly encoded", async () => {
    for (const protocols of [protocol(), `${protocol()}, ${protocol()}, b`, "base64url.bearer.authorization.k8s.io.%%%, b"]) {
      expect(parseAnswer(await upgrade(protocols)).code).toBe(401);
    }
    expect(relay.api.requests).toHaveLength(0);
  });
});

describe("P42: a dead token is told what it died of and where to get a new file", () => {
  async function ask(file: { expiresAt?: Date; revokedAt?: Date; name: string }) {
    const { db } = relay.gateway.database;
    const { id, token } = await addFileRow(db, { ownerId: relay.userId, environmentId: relay.environmentId, ...file });
    if (file.revokedAt) await db.kubeconfig.update({ where: { id }, data: { revokedAt: file.revokedAt } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    return { id, ...(await relay.ask("GET", "/api/v1/pods", { token })) };
  }

  it("expired", async () => {
    const { code, body, message, id } = await ask({ name: "laptop", expiresAt: new Date("2026-01-15T12:00:00Z") });
    expect(code).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", reason: "Unauthorized", code: 401 });
    expect(message).toBe(`the kubeconfig “laptop” expired at 2026-01-15 12:00 UTC; renew it at ${new URL(`/kubeconfigs?renew=${id}`, homeUrl)}`);
  });

  it("a millisecond before its end it lives", async () => {
    expect((await ask({ name: "laptop", expiresAt: new Date("2026-01-15T12:00:00.001Z") })).code).toBe(200);
  });

  it("revoked", async () => {
    const { message } = await ask({ name: "ci", revokedAt: new Date("2026-01-14T08:30:00Z") });
    expect(message).toBe(`the kubeconfig “ci” was revoked at 2026-01-14 08:30 UTC; get a new one at ${homeUrl}`);
  });

  it("A35: one that never was and one that was deleted get the same words", async () => {
    const { db } = relay.gateway.database;
    const gone = await addFileRow(db, { ownerId: relay.userId, environmentId: relay.environmentId });
    await db.kubeconfig.delete({ where: { id: gone.id } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    // The last digit is one of 16: put another in its place, whatever it is.
    const misspelt = `${relay.token.slice(0, -1)}${relay.token.endsWith("0") ? "1" : "0"}`;
    const bodies = await Promise.all([gone.token, misspelt, "dbk_x"].map(async (token) => (await relay.ask("GET", "/api/v1/pods", { token })).body));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain(homeUrl);
  });

  it("A33: two tokens on one connection are two people", async () => {
    const { db } = relay.gateway.database;
    const other = await addFileRow(db, { ownerId: relay.userId, environmentId: relay.environmentId, name: "other" });
    await publish(db);
    await relay.gateway.proxy.refresh();
    const line = "GET {prefix}/api/v1/pods HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ";
    await relay.raw(`${line}{token}\r\n\r\n${line}${other.token}\r\nConnection: close\r\n\r\n`);
    expect(relay.api.requests.map((each) => each.all("impersonate-extra-drawbridge.dev%2Fkubeconfig")[0])).toEqual([relay.fileId, other.id]);
  });
});
