import { afterAll, beforeAll, expect, it } from "vitest";
import { updateEnvironmentSettings } from "#lib/environment-settings/index.ts";
import { idOf } from "#lib/testing/managed-cluster.ts";
import { type ManagedGateway, openManagedGateway } from "#server/testing/managed-gateway.ts";

let opened: ManagedGateway;
let token = "";

beforeAll(async () => {
  opened = await openManagedGateway("read-only");
  const { managed } = opened;
  await managed.grant("cluster-admin", null);
  await managed.reconcile();
  token = await opened.issue(idOf(managed.bob));
});
afterAll(() => opened?.close());

const configMaps = "/api/v1/namespaces/default/configmaps";
const create = () => opened.send(token, { method: "POST", path: configMaps, body: { metadata: { generateName: "made-" } } });

it("an environment that is made read-only refuses writing from the next snapshot on, with a sentence, and watches go on through it", async () => {
  const { managed } = opened;
  const watch = await opened.watch(token, `${configMaps}?watch=true`);
  expect((await create()).code).toBe(201);
  await updateEnvironmentSettings(managed.admin, managed.environmentId, { readOnly: true });
  await expect.poll(async () => (await create()).code, { timeout: 10_000, interval: 20 }).toBe(403);
  const { message } = JSON.parse((await create()).text);
  expect(message).toBe("the environment “alpha” is read-only through Drawbridge: get, list, watch and logs work, and nothing else");
  await managed.reconcile();
  await managed.kubectl("create", "configmap", "seen");
  await watch.until("seen");
  expect((await opened.send(token, { path: configMaps })).code).toBe(200);
  watch.close();
});
