// Our audit and that of a real API server, side by side.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { idOf } from "#lib/testing/managed-cluster.ts";
import { type ManagedGateway, openManagedGateway } from "#server/testing/managed-gateway.ts";

let opened: ManagedGateway;
let token = "";

beforeAll(async () => {
  opened = await openManagedGateway("joined");
  const { managed } = opened;
  await managed.grant("edit", ["default"]);
  await managed.reconcile();
  token = await opened.issue(idOf(managed.bob));
});
afterAll(() => opened?.close());

const configMaps = "/api/v1/namespaces/default/configmaps";
const named = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

const eventSchema = z.object({
  auditID: z.string(),
  stage: z.string(),
  verb: z.string(),
  user: z.object({ username: z.string() }),
  impersonatedUser: z.object({ username: z.string() }).optional(),
  userAgent: z.string().optional(),
  objectRef: z.looseObject({ resource: z.string().optional(), namespace: z.string().optional(), name: z.string().optional() }).optional(),
  responseStatus: z.looseObject({ code: z.number() }).optional(),
});

/** What the cluster's log has of requests that came by our ServiceAccount, but for those that Drawbridge asks itself. */
function clustersRows(): string[] {
  const lines = readFileSync(opened.managed.cluster.auditLogPath ?? "", "utf8")
    .split("\n")
    .slice(0, -1);
  return lines
    .map((line) => eventSchema.parse(JSON.parse(line)))
    .filter(
      ({ user, stage, userAgent }) => user.username === "system:serviceaccount:drawbridge:proxy" && stage === "ResponseComplete" && userAgent !== "drawbridge",
    )
    .map(({ auditID, verb, impersonatedUser, objectRef, responseStatus }) =>
      [auditID, impersonatedUser?.username, verb, objectRef?.resource, objectRef?.namespace ?? "", responseStatus?.code].join(" "),
    )
    .toSorted();
}

/** What ours has of requests that were carried: of a stream, its end. */
async function ourRows(): Promise<string[]> {
  const rows = await opened.managed.store.db.auditEvent.findMany({ where: { action: { in: ["request.forwarded", "stream.ended"] } } });
  return rows
    .map(({ auditID, actorLogin, verb, resource, namespace, code }) => [auditID, `drawbridge:${actorLogin}`, verb, resource, namespace ?? "", code].join(" "))
    .toSorted();
}

it("every proxied request has exactly one row in the cluster's log under its Audit-ID, and every one there by our ServiceAccount has one here", async () => {
  await expect.poll(async () => (await opened.send(token, { path: configMaps })).code, { timeout: 30_000 }).toBe(200);
  const asked = await Promise.all([
    ...Array.from({ length: 30 }, () => opened.send(token, { path: configMaps })),
    ...Array.from({ length: 10 }, (_none, index) => opened.send(token, { path: configMaps, method: "POST", body: named(`joined-${index}`) })),
    opened.send(token, { path: `${configMaps}/nothing` }),
    opened.send(token, { path: "/api/v1/namespaces/kube-system/secrets" }),
    opened.send(token, { path: "/api/v1/namespaces/default/pods/none/exec?command=id&stdout=true", method: "POST" }),
  ]);
  expect(new Set(asked.map(({ code }) => code))).toEqual(new Set([200, 201, 403, 404]));
  const watch = await opened.watch(token, `${configMaps}?watch=true`);
  await watch.until("joined-0");
  watch.close();
  await Promise.all(Array.from({ length: 10 }, (_none, index) => opened.send(token, { path: `${configMaps}/joined-${index}`, method: "DELETE" })));
  await expect.poll(async () => (await ourRows()).length, { timeout: 30_000 }).toBeGreaterThan(asked.length + 10);
  await expect.poll(async () => clustersRows().length - (await ourRows()).length, { timeout: 30_000 }).toBe(0);
  expect(await ourRows()).toEqual(clustersRows());
});
