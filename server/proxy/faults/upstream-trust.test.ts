// Certificates and credentials change while people are connected: ours, and those of an environment.
import { X509Certificate } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { instanceKey, seal } from "#lib/secrets.ts";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import { publish } from "#server/testing/access-rows.ts";
import { startApiServer, type TestApiServer } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { chunk, exec, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
afterEach(() => relay.close());

const pods = () => relay.ask("GET", "/api/v1/pods");

async function changeEnvironment(data: { caData?: string; server?: string }): Promise<void> {
  const { db } = relay.gateway.database;
  await db.environment.update({ where: { id: relay.environmentId }, data });
  await publish(db);
  await relay.gateway.proxy.refresh();
}

async function changeCredential(credential: string): Promise<void> {
  const { db, dataDir } = relay.gateway.database;
  const sealedToken = seal(instanceKey(dataDir), `environment:${relay.environmentId}:proxy`, credential);
  await db.environmentCredential.updateMany({ where: { environmentId: relay.environmentId, kind: "proxy" }, data: { sealedToken } });
  await publish(db);
}

// R07
it("a new certificate of ours is shown to new connections, and open streams go on", async () => {
  relay = await startRelay({ script: sound });
  const streams = [await open(relay, watch), await open(relay, exec)];
  const fresh = await createTestCertificate(["127.0.0.1", "localhost"]);
  relay.gateway.gateway.showCertificate({ cert: fresh.cert, key: fresh.key });
  const after = await connect({ port: relay.gateway.port, caData: fresh.cert });
  expect(after.socket.getPeerX509Certificate()?.fingerprint256).toBe(new X509Certificate(fresh.cert).fingerprint256);
  await expect(connect(relay.gateway)).rejects.toThrow();
  for (const { client, request } of streams) {
    request.socket.write(request.all("upgrade").length > 0 ? "still here" : chunk("still here"));
    await client.until("still here");
    client.socket.destroy();
  }
  after.socket.destroy();
});

// R08
describe("the CA of an environment", () => {
  const other: TestApiServer[] = [];
  afterEach(async () => {
    for (const server of other.splice(0)) await server.close();
  });

  it("when it is a new one, is asked of new connections; no idle one is used any more, and open streams go on", async () => {
    relay = await startRelay({ script: sound });
    const { client, request } = await open(relay, watch);
    await pods();
    const rotated = await startApiServer(sound);
    other.push(rotated);
    await changeEnvironment({ server: rotated.server, caData: rotated.caData });
    const before = relay.api.requests.length;
    expect(await pods()).toMatchObject({ code: 200 });
    expect(rotated.requests).toHaveLength(1);
    expect(relay.api.requests).toHaveLength(before);
    request.socket.write(chunk("still here"));
    await client.until("still here");
    expect(relay.api.openConnections()).toBe(1);
    client.socket.destroy();
    await relay.api.quiet();
  });

  it("when it is a wrong one, is a 502 that says so, on no old connection either, and nothing is sent", async () => {
    relay = await startRelay({ script: sound });
    await pods();
    await changeEnvironment({ caData: (await createTestCertificate(["127.0.0.1"])).cert });
    const before = relay.api.requests.length;
    expect(await pods()).toMatchObject({ code: 502, message: "the environment “alpha” cannot be reached: the certificate of its API server is not trusted" });
    expect(relay.api.requests).toHaveLength(before);
    await changeEnvironment({ caData: relay.api.caData });
    expect(await pods()).toMatchObject({ code: 200 });
  });
});

// R09
describe("our credential for an environment, when the API server takes it no more", () => {
  const refuseOld = (accepted: string) => {
    relay.api.script = (request) => {
      if (request.all("authorization")[0] === `Bearer ${accepted}`) sound(request);
      else request.socket.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
    };
  };

  it("is read anew once, and the request asked again: the client sees nothing of it", async () => {
    relay = await startRelay({ script: sound });
    await pods();
    refuseOld("renewed");
    await changeCredential("renewed");
    expect(await pods()).toMatchObject({ code: 200 });
    expect((await open(relay, watch)).client.received).toContain("200 OK");
  });

  it("is never shown as the person's own 401, and never asked for more than twice", async () => {
    relay = await startRelay({ script: sound });
    refuseOld("some other");
    for (const [method, body] of [
      ["GET", ""],
      ["POST", "{}"],
    ] as const) {
      const before = relay.api.requests.length;
      expect(await relay.ask(method, "/api/v1/pods", { body })).toMatchObject({
        code: 502,
        message: expect.stringContaining("“alpha” does not accept Drawbridge's credential"),
      });
      expect(relay.api.requests.length - before).toBeLessThanOrEqual(2);
    }
    expect(await relay.raw(exec)).toMatch(/^HTTP\/1\.1 502 /);
  });
});
