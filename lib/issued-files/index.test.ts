import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, InvalidInput, NotFound } from "../errors.ts";
import { issueKubeconfig, recordKubeconfigUse, renewKubeconfig } from "../kubeconfig/index.ts";
import type { KubeconfigFilter, KubeconfigSort } from "../kubeconfig/schema.ts";
import { readRevision } from "../revision.ts";
import { updateSettings } from "../settings/index.ts";
import { day, type FileHouse, later, openFileHouse, target } from "../testing/file-house.ts";
import {
  endUnusedKubeconfigs,
  exportKubeconfigs,
  listKubeconfigs,
  listLiveKubeconfigs,
  revokeKubeconfigEnvironment,
  revokeKubeconfigs,
  updateKubeconfig,
} from "./index.ts";

let house: FileHouse;
let bob: Context;
beforeEach(async () => {
  house = await openFileHouse();
  ({ bob } = house);
});
afterEach(() => house.close());

const mine = { everyone: false };
const everyones = { everyone: true };

async function issue(context: Context = bob, input: Partial<FileHouse["granted"]> = {}): Promise<string> {
  return (await issueKubeconfig(context, { ...house.granted, ...input }, target)).kubeconfig.id;
}

async function idsOf(context: Context, filter: KubeconfigFilter, scope = everyones): Promise<string[]> {
  return (await listKubeconfigs(context, filter, scope)).kubeconfigs.map(({ id }) => id);
}

describe("the list", () => {
  it("shows people their own files only, and administrators everyone's", async () => {
    const id = await issue();
    expect(await idsOf(bob, {}, mine)).toEqual([id]);
    expect(await idsOf(house.eve, {}, mine)).toEqual([]);
    expect(await idsOf(house.admin, {})).toEqual([id]);
    await expect(listKubeconfigs(bob, {}, everyones)).rejects.toThrow(Forbidden);
    expect(() => exportKubeconfigs(bob, {}, everyones)).toThrow(Forbidden);
  });

  it("says when a file has expired, from that very instant", async () => {
    await issue();
    const stateAt = async (now: string) => (await listKubeconfigs({ ...bob, now: new Date(now) }, {}, mine)).kubeconfigs[0]?.state;
    expect(await stateAt("2026-01-22T11:59:59.999Z")).toBe("active");
    expect(await stateAt("2026-01-22T12:00:00.000Z")).toBe("expired");
  });

  it("keeps a removed environment's name, and shows a new name at once", async () => {
    await issue();
    await house.db.environment.update({ where: { id: 1 }, data: { name: "renamed" } });
    const shown = async () => (await listKubeconfigs(bob, {}, mine)).kubeconfigs[0]?.environments.map(({ id, name, state }) => [id, name, state]);
    expect(await shown()).toEqual([
      [2, "Prod", "active"],
      [1, "renamed", "active"],
    ]);
    await house.db.environment.delete({ where: { id: 1 } });
    expect(await shown()).toEqual([
      [null, "prod", "removed"],
      [2, "Prod", "active"],
    ]);
  });

  it("filters stale and expiring files, and by user, team, environment and state", async () => {
    const old = await issue(later(bob, -40 * day), { name: "old", expiry: { seconds: 300 * day } });
    const dying = await issue(bob, { name: "dying", expiry: { seconds: 3600 }, environmentIds: [1] });
    const dead = await issue(later(bob, -2), { name: "dead", expiry: { seconds: 60 } });
    const gone = await issue(later(bob, 1), { name: "gone", expiry: { seconds: 30 * day } });
    await revokeKubeconfigs(bob, [gone]);
    const admin = later(house.admin, 90);
    for (const [filter, expected] of [
      [{}, [gone, dying, dead, old]],
      [{ state: "active" }, [dying, old]],
      [{ state: "expiring" }, [dying]],
      [{ state: "stale" }, [old]],
      [{ state: "expired" }, [dead]],
      [{ state: "revoked" }, [gone]],
      [{ user: "bob", state: "active" }, [dying, old]],
      [{ user: "eve" }, []],
      [{ team: house.teamId, state: "active" }, [dying, old]],
      [{ team: "00000000-0000-4000-8000-000000000000" }, []],
      [{ environment: 2, state: "active" }, [old]],
    ] satisfies [KubeconfigFilter, string[]][]) {
      expect(await idsOf(admin, filter), JSON.stringify(filter)).toEqual(expected);
    }
    await recordKubeconfigUse(house.db, [{ kubeconfigId: old, at: new Date("2026-01-10T00:00:00Z"), address: "10.0.0.1", client: null }]);
    expect(await idsOf(admin, { state: "stale" })).toEqual([]);
  });

  it("comes in pages that stay whole while files are made, and whole for the export", async () => {
    await updateSettings(house.admin, { filesPerUserMax: 100 });
    const ids: string[] = [];
    for (let index = 0; index < 53; index++) ids.unshift(await issue(later(bob, Math.floor(index / 2)), { environmentIds: [1] }));
    const first = await listKubeconfigs(bob, {}, mine);
    await issue(later(bob, 60));
    const second = await listKubeconfigs(bob, { before: first.next ?? undefined }, mine);
    expect(first.kubeconfigs).toHaveLength(50);
    expect([...first.kubeconfigs, ...second.kubeconfigs].map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(second.next).toBeNull();
    const exported = (await Array.fromAsync(exportKubeconfigs(bob, {}, mine))).flat();
    expect(exported).toHaveLength(54);
  });

  it("is sorted by what is asked: without regard to case, numbers as numbers, what was never used last and what never expires as the last to end", async () => {
    for (const [name, seconds] of [
      ["node-10", 3 * day],
      ["node-9", 2 * day],
      ["Desk", day],
    ] as const)
      await issue(bob, { name, expiry: { seconds } });
    await house.db.kubeconfig.updateMany({ where: { name: "node-9" }, data: { expiresAt: null } });
    const all = await listKubeconfigs(house.admin, {}, everyones);
    const desk = all.kubeconfigs.find(({ name }) => name === "Desk")?.id ?? "";
    await recordKubeconfigUse(house.db, [{ kubeconfigId: desk, at: bob.now, address: "10.0.0.1", client: null }]);
    const namesBy = async (sort: KubeconfigSort) => (await listKubeconfigs(house.admin, {}, { ...everyones, sort })).kubeconfigs.map(({ name }) => name);
    expect(await namesBy({ by: "name", descending: false })).toEqual(["Desk", "node-9", "node-10"]);
    expect(await namesBy({ by: "name", descending: true })).toEqual(["node-10", "node-9", "Desk"]);
    expect(await namesBy({ by: "expires", descending: false })).toEqual(["Desk", "node-10", "node-9"]);
    for (const descending of [false, true]) expect((await namesBy({ by: "used", descending }))[0]).toBe("Desk");
  });

  it("comes in pages that stay whole in any order, while files are made, end and no longer match", async () => {
    await updateSettings(house.admin, { filesPerUserMax: 200 });
    for (let index = 0; index < 103; index++) await issue(bob, { name: `file ${index}`, environmentIds: [1] });
    const sort = { by: "name", descending: true } as const;
    const page = (before: string | null) => listKubeconfigs(bob, { state: "active", before: before ?? undefined }, { ...mine, sort });
    const first = await page(null);
    // The last of the page goes, and one comes that belongs before it.
    await revokeKubeconfigs(bob, [first.next ?? ""]);
    await issue(bob, { name: "file 99 b", environmentIds: [1] });
    const second = await page(first.next);
    const third = await page(second.next);
    const names = [first, second, third].flatMap(({ kubeconfigs }) => kubeconfigs.map(({ name }) => name));
    expect(names).toEqual(Array.from({ length: 103 }, (_, index) => `file ${102 - index}`));
    expect(third.next).toBeNull();
  });

  it("shows no token, nor the hash of one", async () => {
    await issue();
    const [row] = await house.db.kubeconfigToken.findMany();
    const text = JSON.stringify(await listKubeconfigs(house.admin, {}, everyones));
    expect(text).not.toContain("dbk_");
    expect(text).not.toContain(row?.tokenHash);
  });
});

describe("what Home knows of one's own files that work", () => {
  const choices = async (context: Context) => (await listLiveKubeconfigs(context)).map(({ choice }) => choice);

  it("is the newest first, for which environments, and nobody else's", async () => {
    await issue();
    await issue(later(bob, 1), { environmentIds: [2] });
    expect(await choices(later(bob, 2))).toEqual(["2", "1-2"]);
    expect(await choices(house.admin)).toEqual([]);
  });

  it("leaves out environments that were taken out or removed, and tokens that a renewal has replaced", async () => {
    const id = await issue();
    await renewKubeconfig(bob, { id, expiry: { seconds: day }, currentEnvironmentId: null }, target);
    expect(await choices(bob)).toEqual(["1-2"]);
    await revokeKubeconfigEnvironment(bob, id, 1);
    expect(await choices(bob)).toEqual(["2"]);
    await house.db.environment.delete({ where: { id: 2 } });
    expect(await choices(bob)).toEqual([""]);
  });

  it("is nothing of a file that was revoked or has expired", async () => {
    await issue();
    expect(await choices(later(bob, 7 * day))).toEqual([]);
    await revokeKubeconfigs(bob, [await issue(bob)]);
    expect(await choices(bob)).toEqual(["1-2"]);
  });
});

describe("naming and describing", () => {
  it("changes a file of one's own, with an audit row of what was and what is", async () => {
    const id = await issue();
    const view = await updateKubeconfig(bob, { id, name: "desk", description: "under the window" });
    expect(view).toMatchObject({ name: "desk", description: "under the window", state: "active" });
    const row = await house.db.auditEvent.findFirstOrThrow({ where: { action: "kubeconfig.updated" } });
    expect(JSON.parse(row.detail ?? "")).toEqual({ from: { name: "laptop", description: "" }, to: { name: "desk", description: "under the window" } });
  });

  it("is not for others, administrators included", async () => {
    const id = await issue();
    for (const context of [house.eve, house.admin]) await expect(updateKubeconfig(context, { id, name: "x", description: "" })).rejects.toThrow(NotFound);
  });
});

describe("revoking", () => {
  it("ends a file of one's own, moves the revision and is recorded once, however often it is asked", async () => {
    const id = await issue();
    const revision = await readRevision(house.db);
    expect(await revokeKubeconfigs(bob, [id])).toBe(1);
    expect(await revokeKubeconfigs(later(bob, day), [id])).toBe(0);
    expect((await listKubeconfigs(bob, {}, mine)).kubeconfigs[0]).toMatchObject({ state: "revoked", revokedAt: bob.now.toISOString(), endReason: "revoked" });
    expect(await readRevision(house.db)).toBe(revision + 1);
    expect(await house.db.auditEvent.count({ where: { action: "kubeconfig.revoked", kubeconfigId: id } })).toBe(1);
  });

  it("ends many at once, each with a row that says whose it was", async () => {
    const ids = [await issue(), await issue(), await issue()];
    expect(await revokeKubeconfigs(house.admin, ids)).toBe(3);
    const rows = await house.db.auditEvent.findMany({ where: { action: "kubeconfig.revoked" } });
    expect(rows.map((row) => row.kubeconfigId).sort()).toEqual([...ids].sort());
    expect(rows[0]).toMatchObject({ actorLogin: "ada", detail: '{"owner":"bob","reason":"revoked"}' });
  });

  it("ends all that was asked for or nothing, and tells a stranger's file and a missing one apart to nobody", async () => {
    const id = await issue();
    await expect(revokeKubeconfigs(house.eve, [id])).rejects.toThrow(new NotFound("There is no such kubeconfig."));
    await expect(revokeKubeconfigs(bob, [id, "nope"])).rejects.toThrow(new NotFound("There is no such kubeconfig."));
    expect((await listKubeconfigs(bob, {}, mine)).kubeconfigs[0]?.state).toBe("active");
  });

  it("takes one environment out alone, with the tokens that a renewal has replaced; the others work on", async () => {
    const id = await issue();
    await renewKubeconfig(bob, { id, expiry: { seconds: day }, currentEnvironmentId: null }, target);
    const view = await revokeKubeconfigEnvironment(house.admin, id, 1);
    expect(view.state).toBe("active");
    expect(view.environments.map(({ name, state }) => [name, state])).toEqual([
      ["prod", "revoked"],
      ["Prod", "active"],
    ]);
    expect(await house.db.kubeconfigToken.count({ where: { kubeconfigId: id, environmentId: 1, revokedAt: null } })).toBe(0);
    expect(await house.db.kubeconfigToken.count({ where: { kubeconfigId: id, environmentId: 2, revokedAt: null } })).toBe(2);
    const row = await house.db.auditEvent.findFirstOrThrow({ where: { action: "kubeconfig.environment-revoked" } });
    expect(row).toMatchObject({ environmentName: "prod", targetName: "laptop", actorLogin: "ada" });
    await expect(revokeKubeconfigEnvironment(bob, id, 1)).rejects.toThrow(InvalidInput);
    await expect(revokeKubeconfigEnvironment(house.eve, id, 2)).rejects.toThrow(NotFound);
  });

  it("ends the file with its last environment", async () => {
    const id = await issue(bob, { environmentIds: [1] });
    expect((await revokeKubeconfigEnvironment(bob, id, 1)).state).toBe("revoked");
  });
});

describe("files that nobody uses", () => {
  const system = (now: Date): Context => ({ db: house.db, actor: { kind: "system" }, now });

  it("end after the time that the settings say, with the reason and an audit row by the system", async () => {
    const unused = await issue(bob, { expiry: { seconds: 300 * day } });
    const used = await issue(bob, { expiry: { seconds: 300 * day } });
    const renewed = await issue(bob, { expiry: { seconds: 300 * day } });
    const now = new Date(bob.now.getTime() + 31 * day * 1000);
    await recordKubeconfigUse(house.db, [{ kubeconfigId: used, at: new Date(now.getTime() - 1000), address: "10.0.0.1", client: null }]);
    await renewKubeconfig(later(bob, 5 * day), { id: renewed, expiry: { seconds: 300 * day }, currentEnvironmentId: null }, target);
    expect(await endUnusedKubeconfigs(system(now))).toBe(0);
    await updateSettings(house.admin, { fileIdleSeconds: 30 * day });
    const revision = await readRevision(house.db);
    expect(await endUnusedKubeconfigs(system(now))).toBe(1);
    expect(await readRevision(house.db)).toBe(revision + 1);
    const row = await house.db.auditEvent.findFirstOrThrow({ where: { kubeconfigId: unused, action: "kubeconfig.revoked" } });
    expect(row).toMatchObject({ actorLogin: "system", actorId: null, detail: '{"owner":"bob","reason":"unused"}' });
    expect(await house.db.kubeconfig.findUnique({ where: { id: unused } })).toMatchObject({ endReason: "unused", revokedBy: "system" });
    expect(await endUnusedKubeconfigs(system(now))).toBe(0);
    expect(await readRevision(house.db)).toBe(revision + 1);
  });
});
