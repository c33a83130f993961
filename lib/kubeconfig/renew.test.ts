import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { InvalidInput, NotFound } from "../errors.ts";
import { revokeKubeconfigEnvironment, revokeKubeconfigs } from "../issued-files/index.ts";
import { sha256 } from "../secrets.ts";
import { updateSettings } from "../settings/index.ts";
import { day, type FileHouse, later, openFileHouse, target } from "../testing/file-house.ts";
import { issueKubeconfig, renewKubeconfig } from "./index.ts";

let house: FileHouse;
beforeEach(async () => {
  house = await openFileHouse();
});
afterEach(() => house.close());

const choices = { expiry: { seconds: 30 * day }, currentEnvironmentId: null };

const fileSchema = z.object({
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
  users: z.array(z.object({ user: z.object({ token: z.string() }) })),
});

function readFile(content: string) {
  const { contexts, users } = fileSchema.parse(parse(content));
  return { names: contexts, tokens: users.map(({ user }) => user.token) };
}

async function tokensOf(id: string) {
  const rows = await house.db.kubeconfigToken.findMany({ where: { kubeconfigId: id } });
  return new Map(rows.map((row) => [row.tokenHash, row]));
}

describe("renewing a file", () => {
  it("gives new tokens under the same id and entry names, also when an environment was renamed since", async () => {
    const old = await issueKubeconfig(house.bob, house.granted, target);
    await house.db.environment.update({ where: { id: 2 }, data: { name: "europe" } });
    const bob = later(house.bob, day);
    const renewed = await renewKubeconfig(bob, { id: old.kubeconfig.id, ...choices }, target);
    expect(renewed.kubeconfig).toMatchObject({
      id: old.kubeconfig.id,
      name: "laptop",
      renewedAt: bob.now.toISOString(),
      expiresAt: "2026-02-15T12:00:00.000Z",
    });
    const [before, after] = [readFile(old.content), readFile(renewed.content)];
    expect(after.names).toEqual(before.names);
    for (const token of after.tokens) expect(before.tokens).not.toContain(token);
    expect(renewed.fileName).toBe(old.fileName);
  });

  it("keeps the namespaces that the file had; for a file of before they were kept, they are what the rights suggest", async () => {
    const namespaces = [{ environmentId: 2, namespace: "shop" }];
    const { kubeconfig } = await issueKubeconfig(house.bob, { ...house.granted, namespaces }, target);
    const renew = async () => {
      const { content } = await renewKubeconfig(house.bob, { id: kubeconfig.id, ...choices }, target);
      return parse(content).contexts.map((entry: { context: { namespace?: string } }) => entry.context.namespace);
    };
    await house.db.grant.updateMany({ where: { environmentId: 1 }, data: { namespaces: '["zoo"]' } });
    expect(await renew()).toEqual(["api", "shop"]);
    await house.db.kubeconfigToken.updateMany({ data: { namespace: null } });
    expect(await renew()).toEqual(["zoo", undefined]);
  });

  it("lets the old tokens work for the grace time of the settings, which is shown, and no longer", async () => {
    await updateSettings(house.admin, { renewGraceSeconds: 600 });
    const old = await issueKubeconfig(house.bob, house.granted, target);
    const { kubeconfig, content } = await renewKubeconfig(later(house.bob, day), { id: old.kubeconfig.id, ...choices }, target);
    const graceEnd = new Date("2026-01-16T12:10:00Z");
    expect(kubeconfig.replacedUntil).toBe(graceEnd.toISOString());
    const tokens = await tokensOf(kubeconfig.id);
    for (const token of readFile(old.content).tokens)
      expect(tokens.get(sha256(token))).toMatchObject({ expiresAt: graceEnd, replacedAt: new Date("2026-01-16T12:00:00Z") });
    for (const token of readFile(content).tokens) expect(tokens.get(sha256(token))).toMatchObject({ replacedAt: null, revokedAt: null });
    expect(kubeconfig.environments).toHaveLength(2);
  });

  it("never lengthens an old token: one that ends before the grace time does so still", async () => {
    const { kubeconfig, content } = await issueKubeconfig(house.bob, { ...house.granted, expiry: { seconds: 60 } }, target);
    await renewKubeconfig(later(house.bob, 30), { id: kubeconfig.id, ...choices }, target);
    const tokens = await tokensOf(kubeconfig.id);
    for (const token of readFile(content).tokens) expect(tokens.get(sha256(token))?.expiresAt).toEqual(new Date("2026-01-15T12:01:00Z"));
  });

  it("brings a file back that has expired", async () => {
    const { kubeconfig } = await issueKubeconfig(house.bob, house.granted, target);
    const renewed = await renewKubeconfig(later(house.bob, 60 * day), { id: kubeconfig.id, ...choices }, target);
    expect(renewed.kubeconfig).toMatchObject({ state: "active", replacedUntil: null });
  });

  it("brings none back that was revoked, and no environment that was taken out", async () => {
    const { kubeconfig } = await issueKubeconfig(house.bob, house.granted, target);
    await revokeKubeconfigEnvironment(house.bob, kubeconfig.id, 1);
    const renewed = await renewKubeconfig(house.bob, { id: kubeconfig.id, ...choices }, target);
    expect(readFile(renewed.content).names.map(({ name }) => name)).toEqual(["drawbridge-ctx-prod-2"]);
    await revokeKubeconfigs(house.bob, [kubeconfig.id]);
    await expect(renewKubeconfig(house.bob, { id: kubeconfig.id, ...choices }, target)).rejects.toThrow(InvalidInput);
    expect(await house.db.kubeconfigToken.count({ where: { kubeconfigId: kubeconfig.id } })).toBe(3);
  });

  it("leaves out what the person may not reach any more, and is refused when nothing is left", async () => {
    const { kubeconfig } = await issueKubeconfig(house.bob, house.granted, target);
    await house.db.grant.deleteMany({ where: { environmentId: 1 } });
    const renewed = await renewKubeconfig(house.bob, { id: kubeconfig.id, ...choices }, target);
    expect(renewed.kubeconfig.environments.map(({ id }) => id)).toEqual([2]);
    const row = await house.db.auditEvent.findFirstOrThrow({ where: { action: "kubeconfig.renewed" } });
    expect(JSON.parse(row.detail ?? "")).toMatchObject({ environments: ["Prod"], leftOut: ["prod"] });
    await house.db.grant.deleteMany();
    await expect(renewKubeconfig(house.bob, { id: kubeconfig.id, ...choices }, target)).rejects.toThrow("no access to any environment");
  });

  it("is for its owner alone: an administrator ends files of others and never gets their tokens", async () => {
    const { kubeconfig } = await issueKubeconfig(house.bob, house.granted, target);
    for (const context of [house.admin, house.eve])
      await expect(renewKubeconfig(context, { id: kubeconfig.id, ...choices }, target)).rejects.toThrow(new NotFound("There is no such kubeconfig."));
  });

  it("holds to the settings as a new file does", async () => {
    const { kubeconfig } = await issueKubeconfig(house.bob, house.granted, target);
    for (const expiry of [{ seconds: 366 * day }, null])
      await expect(renewKubeconfig(house.bob, { id: kubeconfig.id, ...choices, expiry }, target)).rejects.toMatchObject({ field: "expiry" });
  });
});
