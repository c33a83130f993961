// How a refusal reads: one clear line in kubectl, naming the environment and the cause.
import { afterEach, describe, expect, it } from "vitest";
import { publish } from "#server/testing/access-rows.ts";
import { answerWith } from "#server/testing/api-server.ts";
import { type Relay, startRelay, upstreamCredential } from "#server/testing/relay.ts";
import { instanceKey, seal } from "../../lib/secrets.ts";

let relay: Relay;
afterEach(() => relay.close());

async function change(work: (db: Relay["gateway"]["database"]["db"]) => Promise<unknown>): Promise<void> {
  await work(relay.gateway.database.db);
  await publish(relay.gateway.database.db);
  await relay.gateway.proxy.refresh();
}

describe("P43: a fault is a Status", () => {
  it("502 when the API server is away, in well under a second (R12)", async () => {
    relay = await startRelay();
    await relay.api.close();
    const { code, headers, body, message } = await relay.ask("GET", "/api/v1/pods");
    expect({ code, message }).toEqual({ code: 502, message: "the environment “alpha” cannot be reached: its API server refuses connections" });
    expect(JSON.parse(body)).toMatchObject({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", reason: "InternalError", code: 502 });
    expect(headers).toEqual(expect.arrayContaining(["Content-Type: application/json", "X-Content-Type-Options: nosniff"]));
    expect(headers.some((line) => line.startsWith("Retry-After"))).toBe(false);
    relay.api.close = async () => {};
  });

  it("502 when the API server shows another certificate (A48)", async () => {
    relay = await startRelay();
    await change((db) => db.environment.updateMany({ data: { caData: relay.gateway.caData } }));
    const { code, message } = await relay.ask("GET", "/api/v1/pods");
    expect({ code, message }).toEqual({ code: 502, message: "the environment “alpha” cannot be reached: the certificate of its API server is not trusted" });
    expect(relay.api.requests).toHaveLength(0);
  });

  it("504 when it does not answer in time; a watch may take its time", async () => {
    relay = await startRelay({ script: () => {}, limits: { firstByteMs: 100 } });
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 504, message: "the environment “alpha” did not answer in time" });
    relay.api.script = ({ socket }) => setTimeout(() => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), 300);
    expect((await relay.ask("GET", "/api/v1/pods?watch=1")).code).toBe(200);
  });

  it("408 when a body stands still (A54)", async () => {
    relay = await startRelay({ limits: { bodyStallMs: 100 } });
    const text = await relay.raw("POST {prefix}/a HTTP/1.1\r\n{auth}\r\nContent-Length: 5\r\n\r\nhell");
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("503 when the environment is disabled, told to those who have access alone", async () => {
    relay = await startRelay();
    await change((db) => db.environment.updateMany({ data: { disabledAt: new Date() } }));
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 503, message: expect.stringContaining("“alpha” is disabled") });
    await change((db) => db.grant.deleteMany());
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 404 });
  });

  it("403 while a new right is on its way to the cluster", async () => {
    relay = await startRelay();
    await change((db) => db.appliedSubject.deleteMany({ where: { kind: "user" } }));
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 403, message: expect.stringContaining("still being applied") });
    expect(relay.api.requests).toHaveLength(0);
  });

  it("404 without a grant, also for the file's own environment", async () => {
    relay = await startRelay();
    await change((db) => db.grant.deleteMany());
    expect((await relay.ask("GET", "/api/v1/pods")).code).toBe(404);
  });

  it("a HEAD is refused without a body", async () => {
    relay = await startRelay();
    await change((db) => db.grant.deleteMany());
    expect(await relay.ask("HEAD", "/api/v1/pods")).toMatchObject({ code: 404, body: "" });
  });

  it("each refusal is a row of the audit, with the person and the reason", async () => {
    relay = await startRelay();
    await relay.ask("GET", "/api/v1/pods", { headers: ["Impersonate-User: root"] });
    expect(await relay.audited(1)).toMatchObject([
      { action: "request.refused", code: 403, actorLogin: "alice", kubeconfigId: relay.fileId, verb: "list", detail: expect.stringContaining("impersonation") },
    ]);
  });
});

describe("P44: on discovery paths kubectl shows plain text alone", () => {
  it.each(["/api", "/apis", "/api/v1", "/apis/apps/v1", "/version", "/openapi/v3"])("%s", async (path) => {
    relay = await startRelay();
    await relay.api.close();
    const { code, headers, body } = await relay.ask("GET", path);
    expect(code).toBe(502);
    expect(headers).toContain("Content-Type: text/plain; charset=utf-8");
    expect(Buffer.from(body, "latin1").toString()).toBe("the environment “alpha” cannot be reached: its API server refuses connections");
    relay.api.close = async () => {};
  });

  it("what is neither 403 nor 502 becomes one of them, and 401 stays", async () => {
    relay = await startRelay();
    await change((db) => db.environment.updateMany({ data: { disabledAt: new Date() } }));
    expect((await relay.ask("GET", "/version")).code).toBe(502);
    await change((db) => db.grant.deleteMany());
    expect((await relay.ask("GET", "/version")).code).toBe(403);
    expect((await relay.ask("GET", "/version", { token: "dbk_x" })).code).toBe(401);
  });
});

describe("P46: a 401 of the cluster is about our credential", () => {
  it("is a 502 that names the environment", async () => {
    relay = await startRelay({ script: answerWith("401 Unauthorized", "{}") });
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 502, message: expect.stringContaining("“alpha” does not accept") });
    expect(relay.api.requests).toHaveLength(1);
  });

  it("is tried once more with a credential that has been renewed meanwhile", async () => {
    relay = await startRelay();
    const { db, dataDir } = relay.gateway.database;
    relay.api.script = async (request) => {
      if (!request.all("authorization")[0]?.includes(upstreamCredential)) return answerWith("200 OK", "{}")(request);
      const sealedToken = seal(instanceKey(dataDir), `environment:${relay.environmentId}:proxy`, "renewed");
      await db.environmentCredential.updateMany({ data: { sealedToken } });
      answerWith("401 Unauthorized", "{}")(request);
    };
    expect((await relay.ask("GET", "/api/v1/pods")).code).toBe(200);
    expect(relay.api.requests.map(({ all }) => all("authorization")[0])).toEqual([`Bearer ${upstreamCredential}`, "Bearer renewed"]);
  });

  it("of an application behind the proxy subresource is its own and passes", async () => {
    relay = await startRelay({ script: answerWith("401 Unauthorized", "sign in", ["WWW-Authenticate: Basic"]) });
    expect(await relay.ask("GET", "/api/v1/namespaces/a/services/x/proxy/")).toMatchObject({ code: 401, body: "sign in" });
  });
});
