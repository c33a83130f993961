import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound } from "../errors.ts";
import { readKubeconfigView } from "../file-rows/index.ts";
import { issueKubeconfig } from "../kubeconfig/index.ts";
import { readRevision } from "../revision.ts";
import { readSettings } from "../settings/index.ts";
import { day, type FileHouse, later, openFileHouse, target } from "../testing/file-house.ts";
import { extendKubeconfig, updateEnvironmentMaximum, updateExpirySettings } from "./index.ts";

let house: FileHouse;
let bob: Context;
beforeEach(async () => {
  house = await openFileHouse();
  ({ bob } = house);
});
afterEach(() => house.close());

const week = { expiryDefaultSeconds: day, expiryMaxSeconds: 7 * day, neverAllowed: false };
const never = { expiryDefaultSeconds: null, expiryMaxSeconds: 365 * day, neverAllowed: true };

async function issue(expirySeconds: number | null, environmentIds = [1, 2]): Promise<string> {
  return (await issueKubeconfig(bob, { ...house.granted, expiry: expirySeconds === null ? null : { seconds: expirySeconds }, environmentIds }, target))
    .kubeconfig.id;
}

const view = (id: string) => readKubeconfigView(house.db, id, bob.now);
const inDays = (days: number) => new Date(bob.now.getTime() + days * day * 1000).toISOString();

describe("extending a file", () => {
  it("gives the same tokens a later end, within the maximum from when they were made", async () => {
    await updateExpirySettings(house.admin, { expiryDefaultSeconds: day, expiryMaxSeconds: 30 * day, neverAllowed: false }, null);
    const id = await issue(7 * day);
    const hashes = await house.db.kubeconfigToken.findMany({ select: { tokenHash: true } });
    const after = later(bob, 5 * day);
    expect((await extendKubeconfig(after, { id, expiry: { seconds: 25 * day } })).expiresAt).toBe(inDays(30));
    expect(await house.db.kubeconfigToken.findMany({ select: { tokenHash: true } })).toEqual(hashes);
    await expect(extendKubeconfig(after, { id, expiry: { seconds: 25 * day + 60 } })).rejects.toThrow(
      "30 days from when they were made, until 2026-02-14 12:00 UTC",
    );
    const row = await house.db.auditEvent.findFirstOrThrow({ where: { action: "kubeconfig.extended" } });
    expect(JSON.parse(row.detail ?? "")).toEqual({ from: inDays(7), to: inDays(30) });
  });

  it("never passes an environment's own maximum", async () => {
    await updateEnvironmentMaximum(house.admin, { environmentId: 1, expiryMaxSeconds: 2 * day }, null);
    const id = await issue(day);
    const extended = await extendKubeconfig(bob, { id, expiry: { seconds: 20 * day } });
    expect(extended.environments.map(({ expiresAt }) => expiresAt)).toEqual([inDays(2), inDays(20)]);
  });

  it("keeps its word about an instant: refused when no environment lives so long", async () => {
    await updateEnvironmentMaximum(house.admin, { environmentId: 1, expiryMaxSeconds: 2 * day }, null);
    const id = await issue(day, [1]);
    await expect(extendKubeconfig(bob, { id, expiry: { until: inDays(3) } })).rejects.toThrow("until 2026-01-17 12:00 UTC at most");
    expect((await extendKubeconfig(bob, { id, expiry: { until: inDays(1.5) } })).expiresAt).toBe(inDays(1.5));
    expect((await extendKubeconfig(bob, { id, expiry: { until: inDays(2) } })).expiresAt).toBe(inDays(2));
  });

  it("makes nothing shorter, brings back nothing that has expired, and is the owner's alone", async () => {
    const id = await issue(7 * day);
    const revision = await readRevision(house.db);
    await expect(extendKubeconfig(bob, { id, expiry: { seconds: 7 * day } })).rejects.toMatchObject({ field: "expiry" });
    await expect(extendKubeconfig(bob, { id, expiry: null })).rejects.toMatchObject({ field: "expiry" });
    await expect(extendKubeconfig(later(bob, 7 * day), { id, expiry: { seconds: day } })).rejects.toThrow("has expired: renew it");
    for (const context of [house.eve, house.admin]) await expect(extendKubeconfig(context, { id, expiry: { seconds: 20 * day } })).rejects.toThrow(NotFound);
    expect(await readRevision(house.db)).toBe(revision);
    expect((await view(id)).expiresAt).toBe(inDays(7));
  });
});

describe("a lowered maximum", () => {
  it("changes nothing before it is said what becomes of the files that exceed it", async () => {
    const ids = [await issue(30 * day), await issue(8 * day), await issue(7 * day)];
    const before = [await readSettings(house.db), await readRevision(house.db)];
    expect(await updateExpirySettings(house.admin, week, null)).toEqual({ saved: false, exceeding: 2 });
    expect([await readSettings(house.db), await readRevision(house.db)]).toEqual(before);
    for (const id of ids) expect((await view(id)).state).toBe("active");
  });

  it("asks nothing where no file exceeds it, nor where nothing gets stricter", async () => {
    await issue(7 * day);
    expect(await updateExpirySettings(house.admin, week, null)).toEqual({ saved: true, exceeding: 0 });
    expect(await readSettings(house.db)).toMatchObject(week);
    await updateExpirySettings(house.admin, never, null);
    const id = await issue(null);
    expect(await updateExpirySettings(house.admin, { ...week, neverAllowed: true }, "keep")).toEqual({ saved: true, exceeding: 0 });
    expect(await updateExpirySettings(house.admin, week, "keep")).toEqual({ saved: true, exceeding: 1 });
    expect(await updateExpirySettings(house.admin, { ...week, expiryDefaultSeconds: 2 * day }, null)).toEqual({ saved: true, exceeding: 0 });
    expect((await view(id)).expiresAt).toBeNull();
  });

  it.each([
    ["keep", { expiresAt: inDaysOf(30), state: "active", endReason: null }, []],
    ["shorten", { expiresAt: inDaysOf(7), state: "active", endReason: null }, ["kubeconfig.shortened"]],
    ["revoke", { state: "revoked", endReason: "maximum-lowered" }, ["kubeconfig.revoked"]],
  ] as const)("with “%s” does that to those files and to no other, in one transaction with the setting, and says so", async (existing, expected, actions) => {
    const [long, short] = [await issue(30 * day), await issue(3 * day)];
    const revision = await readRevision(house.db);
    expect(await updateExpirySettings(house.admin, week, existing)).toEqual({ saved: true, exceeding: 1 });
    expect(await readRevision(house.db)).toBe(revision + 1);
    expect(await view(long)).toMatchObject(expected);
    expect(await view(short)).toMatchObject({ expiresAt: inDays(3), state: "active" });
    const [setting] = await house.db.auditEvent.findMany({ where: { action: "settings.updated" } });
    expect(JSON.parse(setting?.detail ?? "")).toMatchObject({ exceeding: 1, existing, to: week });
    const rows = await house.db.auditEvent.findMany({ where: { kubeconfigId: long, action: { not: "kubeconfig.issued" } } });
    expect(rows.map((row) => row.action)).toEqual(actions);
    expect(rows.every((row) => row.actorLogin === "ada")).toBe(true);
  });

  it("is not undone by raising the maximum again: only new files live longer", async () => {
    const id = await issue(30 * day);
    await updateExpirySettings(house.admin, week, "shorten");
    await updateExpirySettings(house.admin, { ...week, expiryMaxSeconds: 365 * day }, null);
    expect((await view(id)).expiresAt).toBe(inDays(7));
    expect((await view(await issue(300 * day))).expiresAt).toBe(inDays(300));
  });

  it("shortens the tokens themselves, which are what counts", async () => {
    await updateExpirySettings(house.admin, never, null);
    const id = await issue(null);
    await updateExpirySettings(house.admin, week, "shorten");
    const tokens = await house.db.kubeconfigToken.findMany({ where: { kubeconfigId: id } });
    expect(tokens.map((token) => token.expiresAt?.toISOString())).toEqual([inDays(7), inDays(7)]);
  });

  it("is an administrator's business alone", async () => {
    await expect(updateExpirySettings(bob, week, "keep")).rejects.toThrow(Forbidden);
    await expect(updateEnvironmentMaximum(bob, { environmentId: 1, expiryMaxSeconds: day }, "keep")).rejects.toThrow(Forbidden);
  });

  it("is brought to a thousand files in one go", async () => {
    const { now } = bob;
    const { bobId } = house;
    const expiresAt = new Date(now.getTime() + 30 * day * 1000);
    const ids = Array.from({ length: 1000 }, (_, index) => `file-${index}`);
    const token = { environmentId: 1, environmentName: "prod", createdAt: now, expiresAt };
    await house.db.kubeconfig.createMany({ data: ids.map((id) => ({ id, ownerId: bobId, ownerLogin: "bob", name: id, createdAt: now, expiresAt })) });
    await house.db.kubeconfigToken.createMany({ data: ids.map((id) => ({ ...token, tokenHash: id, kubeconfigId: id })) });
    expect(await updateEnvironmentMaximum(house.admin, { environmentId: 1, expiryMaxSeconds: day }, "shorten")).toEqual({ saved: true, exceeding: 1000 });
    expect(await house.db.kubeconfig.count({ where: { expiresAt: new Date(inDays(1)) } })).toBe(1000);
    expect(await house.db.auditEvent.count({ where: { action: "kubeconfig.shortened" } })).toBe(1000);
  }, 60_000);
});

describe("an environment's lowered maximum", () => {
  const eightHours = { environmentId: 1, expiryMaxSeconds: 8 * 3600 };
  const in8h = new Date(Date.UTC(2026, 0, 15, 20)).toISOString();

  it("asks about files that exceed it before anything is saved", async () => {
    await issue(7 * day);
    await issue(7 * day, [2]);
    expect(await updateEnvironmentMaximum(house.admin, eightHours, null)).toEqual({ saved: false, exceeding: 1 });
    expect(await house.db.environment.findUnique({ where: { id: 1 } })).toMatchObject({ expiryMaxSeconds: null });
    await expect(updateEnvironmentMaximum(house.admin, { ...eightHours, environmentId: 99 }, null)).rejects.toThrow(NotFound);
  });

  it("with “keep” holds for new files only", async () => {
    const id = await issue(7 * day);
    await updateEnvironmentMaximum(house.admin, eightHours, "keep");
    expect((await view(id)).environments.map(({ expiresAt }) => expiresAt)).toEqual([inDays(7), inDays(7)]);
    expect((await view(await issue(7 * day))).environments.map(({ expiresAt }) => expiresAt)).toEqual([in8h, inDays(7)]);
  });

  it("with “shorten” shortens the tokens of that environment alone, and the file where it has no other", async () => {
    const [both, only] = [await issue(7 * day), await issue(7 * day, [1])];
    await updateEnvironmentMaximum(house.admin, eightHours, "shorten");
    expect(await view(both)).toMatchObject({ expiresAt: inDays(7), environments: [{ expiresAt: in8h }, { expiresAt: inDays(7) }] });
    expect(await view(only)).toMatchObject({ expiresAt: in8h });
    const rows = await house.db.auditEvent.findMany({ where: { action: { in: ["kubeconfig.shortened", "environment.updated"] } } });
    expect(rows.map((row) => [row.action, row.environmentName])).toEqual([
      ["environment.updated", "prod"],
      ["kubeconfig.shortened", "prod"],
      ["kubeconfig.shortened", "prod"],
    ]);
  });

  it("with “revoke” takes the environment out, and ends a file that has no other", async () => {
    const [both, only] = [await issue(7 * day), await issue(7 * day, [1])];
    await updateEnvironmentMaximum(house.admin, eightHours, "revoke");
    expect(await view(both)).toMatchObject({ state: "active", environments: [{ state: "revoked" }, { state: "active" }] });
    expect(await view(only)).toMatchObject({ state: "revoked", endReason: "maximum-lowered" });
    const taken = await house.db.auditEvent.findMany({ where: { action: "kubeconfig.environment-revoked" } });
    expect(taken.map((row) => row.kubeconfigId).sort()).toEqual([both, only].sort());
  });
});

function inDaysOf(days: number): string {
  return new Date(Date.UTC(2026, 0, 15 + days, 12)).toISOString();
}
