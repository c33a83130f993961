// The jobs with their own times, on a real cluster.
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { listGrants, reconcileEnvironment } from "#lib/access/index.ts";
import { probeEnvironment, renewCredentials } from "#lib/environments/index.ts";
import { type ManagedCluster, openTestManagedCluster } from "#lib/testing/managed-cluster.ts";
import { type Jobs, startJobs } from "./jobs.ts";

let managed: ManagedCluster;
let jobs: Jobs | null = null;

beforeAll(async () => {
  managed = await openTestManagedCluster({ name: "jobs" });
});
afterEach(() => jobs?.stop());
afterAll(() => managed?.close());

function start(): void {
  const { store, key } = managed;
  const { db } = store;
  jobs = startJobs({
    db,
    clock: { now: () => new Date() },
    logger: { info: () => {}, warn: () => {} },
    work: {
      reconcile: (id, now) => reconcileEnvironment(db, id, now, { key }),
      probe: (id, now) => probeEnvironment(db, id, now, key),
      renew: (now) => renewCredentials(db, now, key),
      endUnused: async () => {},
      deleteOldAudit: async () => {},
      keepLogLines: async () => {},
    },
  });
}

const stateIs = async (state: string) => (await listGrants(managed.admin)).every((grant) => grant.state === state);
const ours = () => managed.kubectl("get", "clusterrolebinding", "-lapp.kubernetes.io/component=grant", "-o=name");
const mended = () => managed.store.db.auditEvent.count({ where: { action: "environment.drift-mended" } });
const minute = { timeout: 60_000, interval: 250 };

it("a binding that somebody deletes by hand is back within 60 s, with an audit row", { timeout: 150_000 }, async () => {
  start();
  await managed.grant("view", null);
  await expect.poll(() => stateIs("applied"), minute).toBe(true);
  const name = await ours();
  await managed.kubectl("delete", name);
  const startedAt = performance.now();
  await expect.poll(mended, minute).toBe(1);
  process.stdout.write(`back after ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  expect(await ours()).toBe(name);
});

it("pauses while the cluster is away, and goes on by itself when it is back", { timeout: 200_000 }, async () => {
  start();
  await managed.cluster.stopApiServer();
  const { id } = await managed.store.db.grant.findFirstOrThrow();
  await managed.store.db.grant.update({ where: { id }, data: { clusterRole: "edit" } });
  const { db } = managed.store;
  await expect.poll(async () => (await db.environment.findFirst())?.reconcileError, minute).toMatch(/nothing listens/);
  await managed.cluster.startApiServer();
  await expect.poll(() => stateIs("applied"), { timeout: 120_000, interval: 250 }).toBe(true);
  expect((await db.environment.findFirst())?.reconcileError).toBeNull();
  expect(await managed.kubectl("get", await ours(), "-o=jsonpath={.roleRef.name}")).toBe("edit");
});
