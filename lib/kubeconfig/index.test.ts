import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Context } from "../context.ts";
import { InvalidInput, NotFound, Unauthenticated } from "../errors.ts";
import { updateEnvironmentMaximum, updateExpirySettings } from "../file-expiry/index.ts";
import { revokeKubeconfigs } from "../issued-files/index.ts";
import { readRevision } from "../revision.ts";
import { sha256 } from "../secrets.ts";
import { updateSettings } from "../settings/index.ts";
import { day, type FileHouse, later, openFileHouse, target } from "../testing/file-house.ts";
import { issueKubeconfig, previewKubeconfig, recordKubeconfigUse } from "./index.ts";
import { issueKubeconfigSchema } from "./schema.ts";

let house: FileHouse;
let bob: Context;
let admin: Context;
let granted: FileHouse["granted"];

beforeAll(async () => {
  house = await openFileHouse();
  ({ bob, admin, granted } = house);
});
afterAll(() => house.close());

describe("issuing a file", () => {
  it("gives each environment a token of its own, and keeps only its hash", async () => {
    const issued = await issueKubeconfig(bob, granted, target);
    const file = parse(issued.content);
    const tokens: string[] = file.users.map((user: { user: { token: string } }) => user.user.token);
    expect(new Set(tokens).size).toBe(2);
    const rows = await house.db.kubeconfigToken.findMany({ where: { kubeconfigId: issued.kubeconfig.id } });
    expect(rows.map((row) => row.tokenHash).sort()).toEqual(tokens.map(sha256).sort());
    const stored = JSON.stringify([rows, await house.db.kubeconfig.findMany(), await house.db.auditEvent.findMany()]);
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
    const revision = await readRevision(house.db);
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    expect(await readRevision(house.db)).toBe(revision + 1);
    const row = await house.db.auditEvent.findFirstOrThrow({ where: { kubeconfigId: kubeconfig.id } });
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
      { ...{ id: 1, name: "prod", expiryMaxSeconds: null, namespace: "api" }, state: "active", expiresAt: "2026-01-22T12:00:00.000Z", revokedAt: null },
      { ...{ id: 2, name: "Prod", expiryMaxSeconds: null, namespace: null }, state: "active", expiresAt: "2026-01-22T12:00:00.000Z", revokedAt: null },
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
    const count = await house.db.kubeconfig.count();
    const failed = issueKubeconfig(bob, { ...granted, environmentIds: [1, id] }, target);
    await expect(failed).rejects.toThrow(NotFound);
    await expect(failed).rejects.toThrow(`There is no such environment: ${id}.`);
    expect(await house.db.kubeconfig.count()).toBe(count);
  });

  it("gives an administrator without a grant nothing", async () => {
    await expect(issueKubeconfig(admin, granted, target)).rejects.toThrow(NotFound);
  });

  it("needs someone who is signed in", async () => {
    await expect(issueKubeconfig({ ...bob, actor: { kind: "anonymous", sourceIP: null } }, granted, target)).rejects.toThrow(Unauthenticated);
    await expect(issueKubeconfig({ ...bob, actor: { kind: "system" } }, granted, target)).rejects.toThrow(Unauthenticated);
  });

  it("holds to the settings, and to the ticked environments for the default context", async () => {
    await expect(issueKubeconfig(bob, { ...granted, expiry: { seconds: 366 * day } }, target)).rejects.toThrow(InvalidInput);
    await expect(issueKubeconfig(bob, { ...granted, expiry: null }, target)).rejects.toThrow(InvalidInput);
    await expect(issueKubeconfig(bob, { ...granted, environmentIds: [1], currentEnvironmentId: 2 }, target)).rejects.toThrow("ticked");
  });
});

describe("the namespaces of a file", () => {
  const namespacesIn = (content: string) => parse(content).contexts.map((entry: { context: { namespace?: string } }) => entry.context.namespace);

  it("are the person's choice, context by context, in the file, its view and its preview", async () => {
    const input = { ...granted, namespaces: [{ environmentId: 2, namespace: "shop" }] };
    const { content, kubeconfig } = await issueKubeconfig(bob, input, target);
    expect(namespacesIn(content)).toEqual(["api", "shop"]);
    expect(kubeconfig.environments.map(({ namespace }) => namespace)).toEqual(["api", "shop"]);
    expect(namespacesIn(await previewKubeconfig(bob, input, target))).toEqual(["api", "shop"]);
  });

  it("are refused for an environment that is not in the file, and when one has two", async () => {
    const asked = (...ids: number[]) => ({ ...granted, environmentIds: [2], namespaces: ids.map((environmentId) => ({ environmentId, namespace: "web" })) });
    await expect(issueKubeconfig(bob, asked(1), target)).rejects.toThrow("environment 1, which is not in the file");
    await expect(issueKubeconfig(bob, asked(2, 2), target)).rejects.toThrow("one namespace");
  });

  it.each(["Web", "we b", "-web", "web-", "a.b", "web\nusers: []", "../x", "", "a".repeat(64), "wéb", "web\u2028", "web\n"])("are never %j", (namespace) => {
    const input = { ...granted, namespaces: [{ environmentId: 1, namespace }] };
    expect(issueKubeconfigSchema.safeParse(input).success).toBe(false);
  });
});

describe("the limits of a new file", () => {
  let own: FileHouse;
  beforeEach(async () => {
    own = await openFileHouse();
  });
  afterEach(() => own.close());

  it("are the number of live files of one person, which neither revoked nor expired ones count for", async () => {
    await updateSettings(own.admin, { filesPerUserMax: 2 });
    const first = await issueKubeconfig(own.bob, own.granted, target);
    await issueKubeconfig(own.bob, own.granted, target);
    await expect(issueKubeconfig(own.bob, own.granted, target)).rejects.toThrow("You have 2 kubeconfigs that still work, and 2 is the most here");
    await revokeKubeconfigs(own.bob, [first.kubeconfig.id]);
    await issueKubeconfig(own.bob, own.granted, target);
    await issueKubeconfig(later(own.bob, 7 * day), own.granted, target);
    expect(await own.db.kubeconfig.count()).toBe(4);
  });

  it("are each environment's own maximum: its token ends sooner than the file, and the file says so", async () => {
    await updateEnvironmentMaximum(own.admin, { environmentId: 1, expiryMaxSeconds: 8 * 3600 }, null);
    const { kubeconfig, content } = await issueKubeconfig(own.bob, own.granted, target);
    expect(kubeconfig.expiresAt).toBe("2026-01-22T12:00:00.000Z");
    expect(kubeconfig.environments.map(({ name, expiresAt }) => [name, expiresAt])).toEqual([
      ["prod", "2026-01-15T20:00:00.000Z"],
      ["Prod", "2026-01-22T12:00:00.000Z"],
    ]);
    expect(content).toContain("# Expires:      2026-01-22 12:00 UTC\n#   prod: 2026-01-15 20:00 UTC already\n");
    expect(parse(content).contexts[0].context.extensions[0].extension.expiresAt).toBe("2026-01-15T20:00:00.000Z");
  });

  it("are the file's end, too, when no environment allows a later one", async () => {
    await updateEnvironmentMaximum(own.admin, { environmentId: 1, expiryMaxSeconds: 8 * 3600 }, null);
    await updateExpirySettings(own.admin, { expiryDefaultSeconds: null, expiryMaxSeconds: 30 * day, neverAllowed: true }, null);
    const only = await issueKubeconfig(own.bob, { ...own.granted, environmentIds: [1], expiry: null }, target);
    expect(only.kubeconfig.expiresAt).toBe("2026-01-15T20:00:00.000Z");
    const both = await issueKubeconfig(own.bob, { ...own.granted, expiry: null }, target);
    expect(both.kubeconfig).toMatchObject({ expiresAt: null, environments: [{ expiresAt: "2026-01-15T20:00:00.000Z" }, { expiresAt: null }] });
  });
});

describe("a file until an instant", () => {
  it("ends at that very instant", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, { ...granted, expiry: { until: "2026-01-15T14:35:00Z" } }, target);
    expect(kubeconfig.expiresAt).toBe("2026-01-15T14:35:00.000Z");
    expect(kubeconfig.environments.map(({ expiresAt }) => expiresAt)).toEqual(["2026-01-15T14:35:00.000Z", "2026-01-15T14:35:00.000Z"]);
  });

  it("is refused when no ticked environment lets it live so long; one that does is enough", async () => {
    const own = await openFileHouse();
    await updateEnvironmentMaximum(own.admin, { environmentId: 1, expiryMaxSeconds: 8 * 3600 }, null);
    const expiry = { until: "2026-01-15T20:01:00Z" };
    await expect(issueKubeconfig(own.bob, { ...own.granted, environmentIds: [1], expiry }, target)).rejects.toThrow("until 2026-01-15 20:00 UTC at most");
    const both = await issueKubeconfig(own.bob, { ...own.granted, expiry }, target);
    expect(both.kubeconfig.environments.map(({ expiresAt }) => expiresAt)).toEqual(["2026-01-15T20:00:00.000Z", "2026-01-15T20:01:00.000Z"]);
    await own.close();
  });
});

describe("the preview", () => {
  it("is the same file with dots for tokens, and makes nothing", async () => {
    const before = [await house.db.kubeconfig.count(), await house.db.auditEvent.count(), await readRevision(house.db)];
    const preview = await previewKubeconfig(bob, granted, target);
    const { content, kubeconfig } = await issueKubeconfig(bob, granted, target);
    expect(preview).toBe(content.replace(/dbk_\S+/g, "••••").replaceAll(kubeconfig.id, "…"));
    expect([await house.db.kubeconfig.count(), await house.db.auditEvent.count(), await readRevision(house.db)]).toEqual(before.map((count) => count + 1));
  });
});

describe("the last use", () => {
  it("is the newest one seen, whatever the order, and moves no revision", async () => {
    const { kubeconfig } = await issueKubeconfig(bob, granted, target);
    const revision = await readRevision(house.db);
    const use = (at: string, client: string | null) => ({ kubeconfigId: kubeconfig.id, at: new Date(at), address: "10.0.0.1", client });
    await recordKubeconfigUse(house.db, [use("2026-01-15T12:05:00Z", "kubectl 1.36"), use("2026-01-15T12:01:00Z", "helm 3")]);
    await recordKubeconfigUse(house.db, [use("2026-01-15T12:03:00Z", null), { ...use("2026-01-15T12:03:00Z", null), kubeconfigId: "gone" }]);
    const file = await house.db.kubeconfig.findUniqueOrThrow({ where: { id: kubeconfig.id } });
    expect(file).toMatchObject({ lastUsedAt: new Date("2026-01-15T12:05:00.000Z"), lastUsedAddress: "10.0.0.1", lastUsedClient: "kubectl 1.36" });
    expect(await readRevision(house.db)).toBe(revision);
  });
});

/** 0xe9 has its top bit set: the id must start with a letter all the same. */
function fixedRandom() {
  return (size: number) => (size === 6 ? Buffer.from("e9a8a988a9a9", "hex") : randomBytes(size));
}
