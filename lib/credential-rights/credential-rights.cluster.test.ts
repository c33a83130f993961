// What a thief of our two credentials could do, as the cluster itself says.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rotateCredentials } from "../environments/index.ts";
import { Forbidden, NotFound } from "../errors.ts";
import { type ManagedCluster, openTestManagedCluster } from "../testing/managed-cluster.ts";
import { readCredentialRights } from "./index.ts";

let managed: ManagedCluster;

beforeAll(async () => {
  managed = await openTestManagedCluster({ name: "credentials" });
  await managed.grant("cluster-admin", null);
  await managed.reconcile();
});
afterAll(() => managed?.close());

const read = async () => {
  const view = await readCredentialRights(managed.admin, managed.environmentId, managed.key);
  const [proxy, manager] = view?.credentials ?? [];
  if (!proxy || !manager) throw new Error("no credentials");
  return { proxy, manager };
};

describe("what the two credentials could do if stolen, asked of the cluster", () => {
  it("proxy: nothing but to act as the people who have access; manager: to bind any role, and no other way to it", async () => {
    const { proxy, manager } = await read();
    expect(proxy.inWords[0]).toMatch(/^Act as one of 1 person in their 1 group/);
    expect(proxy.answers?.filter(({ allowed }) => allowed)).toEqual([]);
    expect(manager.answers?.filter(({ allowed }) => allowed).map(({ what }) => what)).toEqual([
      "Give any ClusterRole to anyone",
      "Make tokens of Drawbridge’s own accounts",
    ]);
    for (const { beyond, fault, incomplete, expiresAt } of [proxy, manager]) {
      expect([beyond, fault, incomplete]).toEqual([[], null, false]);
      expect(Date.parse(expiresAt ?? "")).toBeGreaterThan(Date.now());
    }
  });

  it("what some other binding in the cluster adds is found and said", async () => {
    await managed.kubectl("create", "clusterrolebinding", "careless", "--clusterrole=cluster-admin", "--serviceaccount=drawbridge:proxy");
    await expect.poll(async () => (await read()).proxy.beyond, { timeout: 20_000 }).toEqual(["anything anything of anything"]);
    expect((await read()).proxy.answers?.every(({ allowed }) => allowed)).toBe(true);
    await managed.kubectl("delete", "clusterrolebinding", "careless");
  });

  it("is an administrator's business alone, and nobody's without the environment", async () => {
    await expect(readCredentialRights(managed.bob, managed.environmentId, managed.key)).rejects.toThrow(Forbidden);
    await expect(rotateCredentials(managed.bob, managed.environmentId, managed.key)).rejects.toThrow(Forbidden);
    expect(await readCredentialRights(managed.admin, 999, managed.key)).toBeNull();
    await expect(rotateCredentials(managed.admin, 999, managed.key)).rejects.toThrow(NotFound);
  });

  it("on demand both tokens are renewed, with an audit row each; the old ones are not kept", async () => {
    const { db } = managed.store;
    const before = await db.environmentCredential.findMany({ orderBy: { kind: "asc" } });
    await rotateCredentials({ ...managed.admin, now: new Date() }, managed.environmentId, managed.key);
    const after = await db.environmentCredential.findMany({ orderBy: { kind: "asc" } });
    for (const [index, row] of after.entries()) expect(row.sealedToken).not.toBe(before[index]?.sealedToken);
    const rows = await db.auditEvent.findMany({ where: { action: "environment.credential-renewed" }, orderBy: { targetName: "asc" } });
    expect(rows.map(({ actorLogin, targetName }) => [actorLogin, targetName])).toEqual([
      ["ada", "manager"],
      ["ada", "proxy"],
    ]);
    expect((await read()).proxy.fault).toBeNull();
  });

  it("a stolen copy of the proxy's token is ended within seconds by the command shown, and the way is open again after a renewal", async () => {
    const { command } = (await read()).proxy.ending;
    for (const part of command.split(" && ")) await managed.kubectl(...part.split(" ").slice(1));
    await expect.poll(async () => (await read()).proxy.fault, { timeout: 30_000 }).toMatch(/Unauthorized/);
    await rotateCredentials(managed.admin, managed.environmentId, managed.key);
    expect((await read()).proxy.fault).toBeNull();
  });

  it("says that it could not be asked while the cluster is away, and keeps its tokens", async () => {
    await managed.cluster.stopApiServer();
    const { proxy } = await read();
    expect([proxy.answers, proxy.fault]).toEqual([null, expect.stringMatching(/nothing listens/)]);
    await expect(rotateCredentials(managed.admin, managed.environmentId, managed.key)).rejects.toMatchObject({ field: "form" });
  });
});
