// A running proxy, asked as Prometheus asks.
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, Server } from "node:http";
import { get } from "node:https";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEnvironmentRow, publish } from "../testing/access-rows.ts";
import { answerWith } from "../testing/api-server.ts";
import { connect } from "../testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "../testing/relay.ts";
import { parseExposition } from "../testing/scrape.ts";

let relay: Relay;
let server: Server;
let origin: string;
beforeAll(async () => {
  relay = await startRelay();
  server = relay.gateway.operatorDoor.createMetricsServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  origin = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await relay.close();
});

async function scrape() {
  const response = await fetch(`${origin}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return parseExposition(await response.text());
}

describe("a scrape", () => {
  it("is well-formed, and tells of the proxy and of its process", async () => {
    const { value, families } = await scrape();
    expect(value("drawbridge_build_info", { version: "test", node_version: process.version })).toBe(1);
    expect(value("drawbridge_access_snapshot_age_seconds")).toBeLessThan(60);
    expect(value("drawbridge_certificate_expiration_timestamp_seconds")).toBeGreaterThan(Date.now() / 1000);
    expect(value("process_open_fds")).toBeGreaterThan(5);
    expect(value("process_max_fds")).toBeGreaterThan(100);
    expect(value("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(Math.abs((value("process_start_time_seconds") ?? 0) + process.uptime() - Date.now() / 1000)).toBeLessThan(5);
    for (const [name, { help }] of families) expect(help, name).toMatch(/^[A-Z].*\.$/);
  });

  it("has a request by environment, verb, resource and code, with its duration", async () => {
    const labels = { environment: "alpha", verb: "list", resource: "pods", code: "200" };
    const before = (await scrape()).value("drawbridge_request_total", labels) ?? 0;
    await relay.ask("GET", "/api/v1/namespaces/a/pods");
    const { value } = await scrape();
    expect(value("drawbridge_request_total", labels)).toBe(before + 1);
    expect(value("drawbridge_request_duration_seconds_count", { environment: "alpha", verb: "list" })).toBe(before + 1);
  });

  it("has a watch while it is open, and no longer", async () => {
    relay.api.script = ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const client = await connect(relay.gateway);
    client.send(relay.fill("GET {prefix}/api/v1/pods?watch=1 HTTP/1.1\r\n{auth}\r\n\r\n"));
    await client.until("200 OK");
    const watches = { environment: "alpha", verb: "watch" };
    expect((await scrape()).value("drawbridge_longrunning_requests", watches)).toBe(1);
    expect((await scrape()).value("drawbridge_open_streams")).toBe(1);
    expect((await scrape()).value("drawbridge_carried_requests")).toBe(1);
    client.socket.destroy();
    await expect.poll(async () => (await scrape()).value("drawbridge_longrunning_requests", watches)).toBe(0);
    expect((await scrape()).value("drawbridge_open_streams")).toBe(0);
    expect((await scrape()).value("drawbridge_carried_requests")).toBe(0);
    relay.api.script = answerWith("200 OK", "{}");
  });

  it("counts what an environment's API server fails at, by the step", async () => {
    relay.api.script = ({ socket }) => socket.destroy();
    expect((await relay.ask("POST", "/api/v1/namespaces/a/pods", { body: "{}" })).code).toBe(502);
    relay.api.script = answerWith("200 OK", "{}");
    const failed = (await scrape()).families.get("drawbridge_upstream_errors_total")?.samples.filter(({ value }) => value > 0) ?? [];
    expect(failed).toMatchObject([{ labels: { environment: "alpha", reason: "reset" }, value: 1 }]);
  });

  it("counts a request as ended that found no usable connection", async () => {
    const { database, proxy } = relay.gateway;
    const sealed = await database.db.environmentCredential.findMany();
    await database.db.environmentCredential.deleteMany();
    await publish(database.db);
    await proxy.refresh();
    expect(await relay.ask("GET", "/api/v1/pods?watch=1")).toMatchObject({ code: 502, message: expect.stringContaining("has no credential") });
    const { value } = await scrape();
    expect(value("drawbridge_upstream_errors_total", { environment: "alpha", reason: "credential" })).toBe(1);
    expect(value("drawbridge_carried_requests")).toBe(0);
    await database.db.environmentCredential.createMany({ data: sealed });
    await publish(database.db);
    await proxy.refresh();
  });

  it("makes no series of what comes without a good token", async () => {
    const names = async () => {
      const { families } = await scrape();
      return [...families.values()].flatMap(({ samples }) => samples.map(({ name, labels }) => JSON.stringify([name, labels])));
    };
    const before = await names();
    const failures = (await scrape()).value("drawbridge_authentication_failures_total") ?? 0;
    for (const path of ["/api/v1/made-up", "/api/endpoints/99/kubernetes/api/v1/nothing", "/version"]) await relay.ask("GET", path, { token: "dbk_wrong" });
    await relay.ask("BREW", "/api/v1/pods", { token: "dbk_wrong" });
    expect(await names()).toEqual(before);
    expect((await scrape()).value("drawbridge_authentication_failures_total")).toBe(failures + 3);
  });

  it("tells whether an environment is reachable and when its credential ends, and forgets the environment with it", async () => {
    const { db } = relay.gateway.database;
    const expiresAt = new Date("2026-02-01T00:00:00Z");
    const id = await addEnvironmentRow(relay.gateway.database, { name: 'be"ta', server: "https://127.0.0.1:1", caData: relay.api.caData, credential: "c" });
    await db.environmentCredential.updateMany({ where: { environmentId: id }, data: { expiresAt } });
    await db.environment.update({ where: { id }, data: { probeOk: false } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    const name = "drawbridge_environment_credential_expiration_timestamp_seconds";
    expect((await scrape()).value(name, { environment: 'be"ta' })).toBe(expiresAt.getTime() / 1000);
    expect((await scrape()).value("drawbridge_environment_reachable", { environment: 'be"ta' })).toBe(0);
    expect((await scrape()).value("drawbridge_environment_reachable", { environment: "alpha" })).toBeUndefined();
    await db.environment.delete({ where: { id } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    expect((await scrape()).value(name, { environment: 'be"ta' })).toBeUndefined();
  });

  it("is all that its port answers", async () => {
    for (const [method, path, code] of [
      ["GET", "/", 404],
      ["GET", "/metricsx", 404],
      ["GET", relay.prefix, 404],
      ["POST", "/metrics", 405],
    ] as const)
      expect((await fetch(origin + path, { method })).status).toBe(code);
  });
});

describe("metrics on the main port", () => {
  const token = "a-token-of-the-operator-0123456789";
  const askMetrics = async (own: Relay, header: string) =>
    parseAnswer(await own.raw(`GET /metrics HTTP/1.1\r\nHost: 10.0.0.1\r\n${header}Connection: close\r\n\r\n`));

  it("are not there unless the operator gives a token", async () => {
    expect((await askMetrics(relay, "")).code).toBe(421);
    expect((await askMetrics(relay, `Authorization: Bearer ${token}\r\n`)).code).toBe(421);
  });

  it("are read by that token alone, under any name", async () => {
    const file = path.join(relay.gateway.database.dataDir, "metrics-token");
    await writeFile(file, `${token}\n`);
    const own = await startRelay({ metricsTokenFile: file });
    const asked = get({
      host: "127.0.0.1",
      port: own.gateway.port,
      path: "/metrics",
      ca: own.gateway.caData,
      headers: { Host: "10.0.0.1", Authorization: `Bearer ${token}` },
    });
    const [good]: IncomingMessage[] = await once(asked, "response");
    if (!good) throw new Error("no answer");
    expect(good.statusCode).toBe(200);
    expect(parseExposition(await text(good)).value("drawbridge_open_streams")).toBe(0);
    const wrong = ["", `Authorization: Bearer ${token}x\r\n`, `Authorization: Bearer\r\n`, `Authorization: Basic ${token}\r\n`, `Cookie: ${token}\r\n`];
    for (const header of wrong) {
      const refused = await askMetrics(own, header);
      expect(refused).toMatchObject({ code: 401, headers: expect.arrayContaining(["WWW-Authenticate: Bearer"]) });
      expect(refused.body).not.toContain("drawbridge_");
    }
    // A kubeconfig's token is for clusters: its request goes to the environment, whose own /metrics answers.
    expect((await own.ask("GET", `${own.prefix}/metrics`)).body).toBe("{}");
    await own.close();
  });

  // R21
  it("are read, and probes answered, while there is no memory for anybody else", async () => {
    const file = path.join(relay.gateway.database.dataDir, "metrics-token-2");
    await writeFile(file, `${token}\n`);
    const own = await startRelay({ metricsTokenFile: file, memory: { high: true } });
    expect((await own.ask("GET", "/api/v1/pods")).code).toBe(503);
    expect((await askMetrics(own, `Authorization: Bearer ${token}\r\n`)).code).toBe(200);
    const readyz = await own.raw("GET /readyz?verbose HTTP/1.1\r\nHost: 10.0.0.1\r\nConnection: close\r\n\r\n");
    expect(parseAnswer(readyz)).toMatchObject({ code: 503, body: expect.stringContaining("[-]memory failed: nearly full; new requests are refused\n") });
    // With a kubeconfig's token it is the cluster's own probe that is asked for.
    const ofCluster = await own.raw(own.fill("GET /readyz HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n"));
    expect(parseAnswer(ofCluster).code).toBe(503);
    await own.close();
  });

  it.each([
    ["is missing", null, "cannot be read"],
    ["is short", "short\n", "at least 16 characters"],
    ["has two words", "two words that are long enough\n", "one word"],
  ])("are refused at the start when the token's file %s", async (_title, content, message) => {
    const file = path.join(relay.gateway.database.dataDir, "bad-token");
    if (content === null) await rm(file, { force: true });
    else await writeFile(file, content);
    const { createOperatorDoor } = await import("./operator-door.ts");
    const { proxy } = relay.gateway;
    const sources = {
      version: "test",
      meter: proxy.meter,
      proxyStatus: proxy.status,
      webhookStatus: null,
      certificateExpiresAt: () => new Date(),
      memory: { high: false },
    };
    expect(() => createOperatorDoor({ ...sources, metricsTokenFile: file })).toThrow(message);
  });
});
