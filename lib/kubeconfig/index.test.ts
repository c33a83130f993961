import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Context } from "../context.ts";
import { Forbidden, InvalidInput, NotFound, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { sha256 } from "../secrets.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { issueKubeconfig, listKubeconfigs, previewKubeconfig, recordKubeconfigUse, revokeKubeconfig } from "./index.ts";

const target = { serverUrl: "https://drawbridge.example", certificateAuthority: null };
const day = 86_400;
let test: TestDatabase;
let bob: Context;
let eve: Context;
let admin: Context;
/** bob: `web` and `api` in 1 by himself, everything in 2 by his team. 3 is nobody's, 4 is bob's but switched off. */
const granted = { environmentIds: [1, 2], name: "laptop", expirySeconds: 7 * day, currentEnvironmentId: null };

beforeAll(async () => {
  test = await openTestDatabase();
  const { db } = test;
  bob = await contextOfPerson(db, "bob");
  eve = await contextOfPerson(db, "eve");
  admin = await contextOfPerson(db, "ada", { isAdmin: true });
  const createdAt = bob.now;
  for (const [index, name] of ["prod", "Prod", "other", "off"].entries()) {
    await db.environment.create({ data: { id: index + 1, name, server: "https://cluster.example", createdAt, disabledAt: name === "off" ? createdAt : null } });
  }
  const userId = personOf(bob);
  const team = await db.team.create({ data: { name: "ops", createdAt, members: { create: { userId } } } });
  const grant = { clusterRole: "edit", createdAt, createdBy: "ada" };
  await db.grant.create({ data: { ...grant, userId, environmentId: 1, allNamespaces: false, namespaces: '["api","web"]' } });
  await db.grant.create({ data: { ...grant, teamId: team.id, environmentId: 2, allNamespaces: true, namespaces: "[]" } });
  await db.grant.create({ data: { ...grant, userId, environmentId: 4, allNamespaces: true, namespaces: "[]" } });
});
afterAll(() => test.close());

function personOf(context: Context): string {
  if (context.actor.kind !== "person") throw new Error("not a person");
  return context.actor.person.id;
}

describe("issuing a file", () => {
  it("gives each environment a token of its own, and keeps only its hash", async () => {
    const issued = await issueKubeconfig(bob, granted, target);
    const file = parse(issued.content);
    const tokens: string[] = file.users.map((user: { user: { token: string } }) => user.user.token);
    expect(new Set(tokens).size).toBe(2);
    const rows = await test.db.kubeconfigToken.findMany({ where: { kubeconfigId: issued.kubeconfig.id } });
    expect(rows.map((row) => row.tokenHash).sort()).toEqual(tokens.map(sha256).sort());
    const stored = JSON.stringify([rows, await test.db.kubeconfig.findMany(), await test.db.auditEvent.findMany()]);
    for (const token of tokens) expect(stored).not.toContain(token.slice(4));
    expect(JSON.stringify(issued.kubeconfig)).not.toContain("dbk_");
  });

  it("names contexts apart, and opens a person with listed namespaces in one of them", async () => {
    const { content } = await issueKubeconfig(bob, { ...granted, currentEnvironmentId: 2 }, target);
    const file = parse(content);
    expect(file.contexts.map((entry: { name: string }) => entry.name)).toEqual(["drawbridge-ctx-prod", "drawbridge-ctx-prod-2"]);
    expect(file.contexts.map((entry: { context: { namespace?: string } }) => entry.context.namespace)).toEqual(["api", undefined]);
    expect(file["current-context"]).toBe("drawbridge-ctx-prod-2");
  });

  it("records who got what and until when, and moves the revision", async () => {
    const revision = await readRevision(test.db);
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    expect(await readRevision(test.db)).toBe(revision + 1);
    const row = await test.db.auditEvent.findFirstOrThrow({ where: { kubeconfigId: kubeconfig.id } });
    expect(row).toMatchObject({ action: "kubeconfig.issued", actorLogin: "bob", targetKind: "kubeconfig", targetName: "laptop" });
    expect(JSON.parse(row.detail ?? "")).toEqual({ environments: ["prod", "Prod"], expiresAt: "2026-01-22T12:00:00.000Z" });
  });

  it("answers with the file's name and view", async () => {
    const issued = await issueKubeconfig(bob, granted, target, fixedRandom());
    expect(issued.fileName).toBe("drawbridge-laptop.yaml");
    expect(issued.kubeconfig).toMatchObject({
      id: "nguktcfjve",
      name: "laptop",
      owner: { login: "bob" },
      expiresAt: "2026-01-22T12:00:00.000Z",
      state: "active",
    });
    expect(issued.kubeconfig.environments).toEqual([
      { id: 1, name: "prod" },
      { id: 2, name: "Prod" },
    ]);
  });

  it("draws another id when one is taken", async () => {
    const ids = [Buffer.alloc(6, 1), Buffer.alloc(6, 1), Buffer.alloc(6, 2)];
    const random = (size: number) => (size === 6 ? (ids.shift() ?? randomBytes(6)) : randomBytes(size));
    const first = await issueKubeconfig(bob, granted, target, random);
    const second = await issueKubeconfig(bob, granted, target, random);
    expect(second.kubeconfig.id).not.toBe(first.kubeconfig.id);
  });

  it("collapses an environment named twice", async () => {
    const { content } = await issueKubeconfig(bob, { ...granted, environmentIds: [1, 1, 2, 1] }, target);
    expect(parse(content).users).toHaveLength(2);
  });

  it.each([
    ["one that does not exist", 99],
    ["one without a grant", 3],
    ["one that is switched off", 4],
  ])("answers the same to %s, and makes nothing", async (_title, id) => {
    const count = await test.db.kubeconfig.count();
    const failed = issueKubeconfig(bob, { ...granted, environmentIds: [1, id] }, target);
    await expect(failed).rejects.toThrow(NotFound);
    await expect(failed).rejects.toThrow(`There is no such environment: ${id}.`);
    expect(await test.db.kubeconfig.count()).toBe(count);
  });

  it("gives an administrator without a grant nothing", async () => {
    await expect(issueKubeconfig(admin, granted, target)).rejects.toThrow(NotFound);
  });

  it("needs someone who is signed in", async () => {
    await expect(issueKubeconfig({ ...bob, actor: { kind: "anonymous", sourceIP: null } }, granted, target)).rejects.toThrow(Unauthenticated);
    await expect(issueKubeconfig({ ...bob, actor: { kind: "system" } }, granted, target)).rejects.toThrow(Unauthenticated);
  });

  it("holds to the settings, and to the ticked environments for the default context", async () => {
    await expect(issueKubeconfig(bob, { ...granted, expirySeconds: 366 * day }, target)).rejects.toThrow(InvalidInput);
    await expect(issueKubeconfig(bob, { ...granted, expirySeconds: null }, target)).rejects.toThrow(InvalidInput);
    await expect(issueKubeconfig(bob, { ...granted, environmentIds: [1], currentEnvironmentId: 2 }, target)).rejects.toThrow("ticked");
  });
});

describe("the preview", () => {
  it("is the same file with dots for tokens, and makes nothing", async () => {
    const before = [await test.db.kubeconfig.count(), await test.db.auditEvent.count(), await readRevision(test.db)];
    const preview = await previewKubeconfig(bob, granted, target);
    const { content, kubeconfig } = await issueKubeconfig(bob, granted, target);
    expect(preview).toBe(content.replace(/dbk_\S+/g, "••••").replaceAll(kubeconfig.id, "…"));
    expect([await test.db.kubeconfig.count(), await test.db.auditEvent.count(), await readRevision(test.db)]).toEqual(before.map((count) => count + 1));
  });
});

describe("the list", () => {
  it("shows people their own files only, and administrators everyone's", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    expect((await listKubeconfigs(bob, { everyone: false })).map((file) => file.id)).toContain(kubeconfig.id);
    expect(await listKubeconfigs(eve, { everyone: false })).toEqual([]);
    expect((await listKubeconfigs(admin, { everyone: true })).map((file) => file.id)).toContain(kubeconfig.id);
    await expect(listKubeconfigs(bob, { everyone: true })).rejects.toThrow(Forbidden);
  });

  it("says when a file has expired, from that very instant", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    const stateAt = async (now: string) =>
      (await listKubeconfigs({ ...bob, now: new Date(now) }, { everyone: false })).find((file) => file.id === kubeconfig.id)?.state;
    expect(await stateAt("2026-01-22T11:59:59.999Z")).toBe("active");
    expect(await stateAt("2026-01-22T12:00:00.000Z")).toBe("expired");
  });

  it("keeps a removed environment's name, and shows a new name at once", async () => {
    const environment = await test.db.environment.create({ data: { name: "short-lived", server: "https://x.example", createdAt: bob.now } });
    await test.db.grant.create({
      data: {
        userId: personOf(bob),
        environmentId: environment.id,
        clusterRole: "view",
        allNamespaces: true,
        namespaces: "[]",
        createdAt: bob.now,
        createdBy: "ada",
      },
    });
    const { kubeconfig } = await issueKubeconfig(bob, { ...granted, environmentIds: [environment.id] }, target);
    const shown = async () => (await listKubeconfigs(bob, { everyone: false })).find((file) => file.id === kubeconfig.id)?.environments;
    await test.db.environment.update({ where: { id: environment.id }, data: { name: "renamed" } });
    expect(await shown()).toEqual([{ id: environment.id, name: "renamed" }]);
    await test.db.environment.delete({ where: { id: environment.id } });
    expect(await shown()).toEqual([{ id: null, name: "short-lived" }]);
  });
});

describe("revoking", () => {
  it("ends a file of one's own, moves the revision and is recorded once, however often it is asked", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    const revision = await readRevision(test.db);
    expect((await revokeKubeconfig(bob, kubeconfig.id)).state).toBe("revoked");
    const later = { ...bob, now: new Date("2026-01-16T00:00:00Z") };
    expect((await revokeKubeconfig(later, kubeconfig.id)).revokedAt).toBe(bob.now.toISOString());
    expect(await readRevision(test.db)).toBe(revision + 1);
    expect(await test.db.auditEvent.count({ where: { action: "kubeconfig.revoked", kubeconfigId: kubeconfig.id } })).toBe(1);
  });

  it("ends anyone's file for an administrator, and says whose it was", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    await revokeKubeconfig(admin, kubeconfig.id);
    const row = await test.db.auditEvent.findFirstOrThrow({ where: { action: "kubeconfig.revoked", kubeconfigId: kubeconfig.id } });
    expect(row).toMatchObject({ actorLogin: "ada", detail: '{"owner":"bob"}' });
  });

  it("tells a stranger's file and a missing one apart to nobody", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    await expect(revokeKubeconfig(eve, kubeconfig.id)).rejects.toThrow(new NotFound("kubeconfig"));
    await expect(revokeKubeconfig(eve, "nope")).rejects.toThrow(new NotFound("kubeconfig"));
    expect((await listKubeconfigs(bob, { everyone: false })).find((file) => file.id === kubeconfig.id)?.state).toBe("active");
  });
});

describe("the last use", () => {
  it("is the newest one seen, whatever the order, and moves no revision", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    const revision = await readRevision(test.db);
    const use = (at: string, client: string | null) => ({ kubeconfigId: kubeconfig.id, at: new Date(at), address: "10.0.0.1", client });
    await recordKubeconfigUse(test.db, [use("2026-01-15T12:05:00Z", "kubectl 1.36"), use("2026-01-15T12:01:00Z", "helm 3")]);
    await recordKubeconfigUse(test.db, [use("2026-01-15T12:03:00Z", null), { ...use("2026-01-15T12:03:00Z", null), kubeconfigId: "gone" }]);
    const file = (await listKubeconfigs(bob, { everyone: false })).find((candidate) => candidate.id === kubeconfig.id);
    expect(file).toMatchObject({ lastUsedAt: "2026-01-15T12:05:00.000Z", lastUsedAddress: "10.0.0.1", lastUsedClient: "kubectl 1.36" });
    expect(await readRevision(test.db)).toBe(revision);
  });
});

/** 0xe9 has its top bit set: the id must start with a letter all the same. */
function fixedRandom() {
  return (size: number) => (size === 6 ? Buffer.from("e9a8a988a9a9", "hex") : randomBytes(size));
}
