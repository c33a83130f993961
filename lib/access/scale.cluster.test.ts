// 1,000 people with grants in 50 namespaces: how long the cluster takes to hold them, and how often it is asked.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRevision } from "../revision.ts";
import { type ManagedCluster, openTestManagedCluster } from "../testing/managed-cluster.ts";

const people = 1000;
const namespaces = Array.from({ length: 50 }, (_, index) => `team-${String(index).padStart(2, "0")}`);
const roles = ["view", "edit", "admin", "cluster-admin"];
const bindingsWanted = roles.length * namespaces.length;

let managed: ManagedCluster;

beforeAll(async () => {
  managed = await openTestManagedCluster({ name: "scale" });
  await managed.apply(...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })));
  const { db } = managed.store;
  const { now } = managed.admin;
  const users = Array.from({ length: people }, (_, index) => ({ id: `0190-${index}`, login: `person-${index}`, displayName: "A person", createdAt: now }));
  await db.user.createMany({ data: users });
  const { environmentId } = managed;
  await db.grant.createMany({
    data: users.map(({ id }, index) => ({
      userId: id,
      environmentId,
      clusterRole: roles[index % roles.length] ?? "view",
      allNamespaces: false,
      namespaces: JSON.stringify(namespaces),
      createdAt: now,
      createdBy: "ada",
    })),
  });
});
afterAll(() => managed?.close());

/** What the cluster has seen of our manager since the call, by verb. */
function watchRequests(): () => Record<string, number> {
  const read = () =>
    readFileSync(managed.cluster.auditLogPath ?? "", "utf8")
      .split("\n")
      .filter((line) => line.includes('"stage":"ResponseComplete"') && line.includes('"username":"system:serviceaccount:drawbridge:manager"'))
      .map((line) => String(JSON.parse(line).verb));
  const before = read().length;
  return () => Object.fromEntries([...Map.groupBy(read().slice(before), (verb) => verb)].map(([verb, seen]) => [verb, seen.length]));
}

async function timed(): Promise<{ ms: number; requests: Record<string, number> }> {
  const requests = watchRequests();
  const start = performance.now();
  await managed.reconcile();
  return { ms: Math.round(performance.now() - start), requests: requests() };
}

describe("1,000 users × 50 namespaces", () => {
  it("are brought to the cluster in one pass, and a second pass writes nothing", async () => {
    const first = await timed();
    process.stdout.write(`${people} people × ${namespaces.length} namespaces, first pass: ${first.ms} ms, ${JSON.stringify(first.requests)}\n`);
    expect(first.requests.create).toBe(bindingsWanted);
    expect(await managed.store.db.appliedSubject.count({ where: { refusal: null } })).toBe(people + bindingsWanted);
    const revision = await readRevision(managed.store.db);
    const second = await timed();
    process.stdout.write(`the second: ${second.ms} ms, ${JSON.stringify(second.requests)}\n`);
    for (const verb of ["create", "update", "patch", "delete"]) expect(second.requests[verb]).toBeUndefined();
    expect(Object.values(second.requests).reduce((sum, count) => sum + count, 0)).toBeLessThan(12);
    expect(await readRevision(managed.store.db)).toBe(revision);
  });

  it("lose what they no longer have, and nothing else is written", async () => {
    await managed.store.db.grant.deleteMany({ where: { clusterRole: "cluster-admin" } });
    const third = await timed();
    process.stdout.write(`a role taken from ${people / roles.length} people: ${third.ms} ms, ${JSON.stringify(third.requests)}\n`);
    expect(third.requests).toMatchObject({ delete: namespaces.length, update: 1 });
    expect(third.requests.create).toBeUndefined();
    expect(await managed.store.db.appliedSubject.count()).toBe(people - people / roles.length + bindingsWanted - namespaces.length);
  });
});
