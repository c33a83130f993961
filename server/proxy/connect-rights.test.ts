// Who may only look connects to nothing, whatever an API server would make of the request's method.
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Identity } from "#lib/access/index.ts";
import { publish } from "#server/testing/access-rows.ts";
import { answerWith, type ReceivedRequest } from "#server/testing/api-server.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { connectTarget, createConnectRights } from "./connect-rights.ts";
import { describeRequest } from "./request-info.ts";
import type { Upstream } from "./upstream.ts";

const reviewPath = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const pod = "/api/v1/namespaces/a/pods/p";
let relay: Relay;
let allowed: boolean;

beforeEach(async () => {
  allowed = true;
  relay = await startRelay({ connectAsCreate: true, script });
});
afterEach(() => relay.close());

function script(request: ReceivedRequest): void {
  if (request.target === reviewPath) answerWith("201 Created", JSON.stringify({ status: { allowed } }))(request);
  else answerWith("200 OK", "{}")(request);
}

const asked = () => relay.api.requests.map(({ method, target }) => `${method} ${target}`);
const reviews = () => relay.api.requests.filter(({ target }) => target === reviewPath);
const webSocket = ["Upgrade: websocket", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13"];
/** An upgrade by GET; parsed from what comes back. */
const upgrade = async (path: string) => relay.raw(`GET {prefix}${path} HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\n${webSocket.join("\r\n")}\r\n\r\n`);

// P50
describe("what is asked for by GET is decided as create would be", () => {
  it.each([
    ["GET", `${pod}/exec?command=id`, ["pods", "exec", "a", "p"]],
    ["GET", `${pod}/attach`, ["pods", "attach", "a", "p"]],
    ["GET", `${pod}/portforward`, ["pods", "portforward", "a", "p"]],
    ["GET", "/api/v1/namespaces/a/pods/https:p:8443/proxy/x/y", ["pods", "proxy", "a", "https:p:8443"]],
    ["HEAD", "/api/v1/namespaces/a/services/s/proxy/", ["services", "proxy", "a", "s"]],
    ["OPTIONS", "/api/v1/namespaces/a/services/s/proxy", ["services", "proxy", "a", "s"]],
    ["GET", "/api/v1/nodes/n/proxy/run/a/p/c", ["nodes", "proxy", null, "n"]],
    ["GET", "/api/v1/proxy/nodes/n/run", ["nodes", "proxy", null, "n"]],
    ["GET", `${pod}%2Fexec`, ["pods", "exec", "a", "p"]],
  ])("%s %s", (method, path, [resource, subresource, namespace, name]) => {
    expect(connectTarget(describeRequest(method, path))).toEqual({ resource, subresource, namespace, name });
  });

  it.each([
    // Of these the API server asks the same or more by itself.
    ["POST", `${pod}/exec`],
    ["PUT", "/api/v1/namespaces/a/services/s/proxy/"],
    ["DELETE", "/api/v1/namespaces/a/services/s/proxy/"],
    ["GET", pod],
    ["GET", `${pod}/log?follow=true`],
    ["GET", "/api/v1/namespaces/a/services/proxy"],
    ["GET", "/apis/metrics.k8s.io/v1beta1/namespaces/a/pods/p/exec"],
    ["GET", "/version"],
  ])("%s %s costs no question", (method, path) => {
    expect(connectTarget(describeRequest(method, path))).toBeNull();
  });

  it("the cluster is asked as the person, and a no is a 403 that says which right is missing; nothing else is sent", async () => {
    allowed = false;
    const { code, message } = await relay.ask("GET", "/api/v1/namespaces/a/services/s/proxy/");
    expect([code, message]).toEqual([
      403,
      expect.stringContaining('User "drawbridge:alice" cannot create resource "services/proxy" in API group "" in the namespace "a"'),
    ]);
    expect(await upgrade(`${pod}/exec?command=id`)).toMatch(/^HTTP\/1\.1 403 [\s\S]*cannot create resource \\"pods\/exec\\"[\s\S]*whatever the method/);
    expect(asked()).toEqual([`POST ${reviewPath}`, `POST ${reviewPath}`]);
    const [, review] = reviews();
    expect(review?.all("impersonate-user")).toEqual(["drawbridge:alice"]);
    expect(review?.all("impersonate-group")).toEqual(["drawbridge:role:view"]);
    expect(JSON.parse(review?.body ?? "").spec.resourceAttributes).toEqual({
      verb: "create",
      group: "",
      resource: "pods",
      subresource: "exec",
      namespace: "a",
      name: "p",
    });
  });

  it("a yes holds for every request of the same kind until something changes in Drawbridge; a no does not hold", async () => {
    const page = "/api/v1/namespaces/a/services/s/proxy/";
    allowed = false;
    expect((await relay.ask("GET", page)).code).toBe(403);
    allowed = true;
    for (const path of [page, `${page}style.css`, `${page}page.js`]) expect((await relay.ask("GET", path)).code).toBe(200);
    expect(reviews()).toHaveLength(2);
    await publish(relay.gateway.database.db);
    await relay.gateway.proxy.refresh();
    allowed = false;
    expect((await relay.ask("GET", page)).code).toBe(403);
  });

  it.each([
    ["no answer that Kubernetes gives", answerWith("201 Created", "yes"), 502, "did not say whether you may create"],
    ["a refusal", answerWith("403 Forbidden", "{}"), 502, "did not say whether you may create"],
    ["an error", answerWith("500 Internal Server Error", '{"status":{"allowed":true}}'), 502, "did not say whether you may create"],
    ["an answer without end", answerWith("201 Created", "x".repeat(70_000)), 502, "an answer without end"],
    ["a broken connection", ({ socket }: ReceivedRequest) => void socket.destroy(), 502, "cannot be reached"],
  ])("nobody is let in on %s", async (_name, answer, code, words) => {
    relay.api.script = answer;
    expect(await relay.ask("GET", "/api/v1/namespaces/a/services/s/proxy/")).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(asked().every((line) => line === `POST ${reviewPath}`)).toBe(true);
  });

  it("whose file ends while the cluster thinks is not let in", async () => {
    relay.api.script = () => {};
    const answer = relay.ask("GET", "/api/v1/namespaces/a/services/s/proxy/");
    const question = await relay.api.request(1);
    const { db } = relay.gateway.database;
    await db.kubeconfig.update({ where: { id: relay.fileId }, data: { revokedAt: new Date(), endReason: "revoked" } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    script(question);
    expect((await answer).code).toBe(401);
    expect(asked()).toEqual([`POST ${reviewPath}`]);
  });

  it("switched off, the cluster's own judgement of the method counts alone", async () => {
    await relay.gateway.database.db.environment.update({ where: { id: relay.environmentId }, data: { connectAsCreate: false } });
    await publish(relay.gateway.database.db);
    await relay.gateway.proxy.refresh();
    expect((await relay.ask("GET", "/api/v1/namespaces/a/services/s/proxy/")).code).toBe(200);
    expect(reviews()).toEqual([]);
  });
});

describe("a yes", () => {
  const upstream = (): Upstream => ({
    ...{ environmentId: 1, environmentName: "alpha", origin: "", authority: "", basePath: "", token: "t" },
    take: () => {
      throw new Error("asked");
    },
    open: () => {
      throw new Error("asked");
    },
  });
  const identity: Identity = { username: "drawbridge:bob", uid: "1", groups: [], extra: {} };
  const target = { resource: "pods", subresource: "exec", namespace: "a", name: "p" };
  const never = async () => null;

  it("that failed is asked for anew, and one that is under way is shared", async () => {
    const rights = createConnectRights();
    const request = { target, identity, upstream: upstream(), renewUpstream: never };
    const first = rights.require(request);
    expect(rights.require(request)).toBe(first);
    await expect(first).rejects.toThrow(/cannot be reached/);
    await setTimeout(0);
    const second = rights.require(request);
    expect(second).not.toBe(first);
    await expect(second).rejects.toThrow();
  });
});
