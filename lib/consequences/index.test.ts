import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound } from "../errors.ts";
import { type FileHouse, openFileHouse } from "../testing/file-house.ts";
import { whatEnds } from "./index.ts";

let house: FileHouse;
let eveId: string;

beforeEach(async () => {
  house = await openFileHouse();
  eveId = (await house.db.user.findUniqueOrThrow({ where: { login: "eve" } })).id;
  await file("bobs1", { ownerId: house.bobId, ownerLogin: "bob", environments: [1, 2] });
  await file("bobs2", { ownerId: house.bobId, ownerLogin: "bob", environments: [1] });
  await file("eves1", { ownerId: eveId, ownerLogin: "eve", environments: [1, 4] });
});
afterEach(() => house.close());

async function file(id: string, { environments, ...owner }: { ownerId: string; ownerLogin: string; environments: number[] }): Promise<void> {
  const createdAt = house.bob.now;
  const tokens = environments.map((environmentId) => ({
    tokenHash: `${id} ${environmentId}`,
    environmentId,
    environmentName: `no. ${environmentId}`,
    createdAt,
  }));
  await house.db.kubeconfig.create({ data: { id, ...owner, name: id, createdAt, tokens: { create: tokens } } });
}

async function stream(auditID: string, { ended, hoursAgo = 1 }: { ended: boolean; hoursAgo?: number }): Promise<void> {
  const at = new Date(house.bob.now.getTime() - hoursAgo * 3_600_000);
  const row = { at, actorId: house.bobId, kubeconfigId: "bobs1", environmentId: 1, auditID };
  await house.db.auditEvent.create({ data: { ...row, action: "stream.started" } });
  if (ended) await house.db.auditEvent.create({ data: { ...row, action: "stream.ended" } });
}

const admin = (): Context => house.admin;

describe("what ends", () => {
  it("is told to administrators, and of files to their owner", async () => {
    await expect(whatEnds(house.eve, { kind: "users", ids: [house.bobId] })).rejects.toThrow(Forbidden);
    await expect(whatEnds(house.eve, { kind: "environment", id: 1 })).rejects.toThrow(Forbidden);
    await expect(whatEnds(house.eve, { kind: "team", id: house.teamId })).rejects.toThrow(Forbidden);
    await expect(whatEnds(house.eve, { kind: "files", ids: ["bobs1"] })).rejects.toThrow(NotFound);
    expect((await whatEnds(house.eve, { kind: "files", ids: ["eves1"] })).files.count).toBe(1);
  });

  it("is, with a person, their working files, open streams and browser sessions", async () => {
    await stream("open", { ended: false });
    await stream("over", { ended: true });
    await stream("long ago", { ended: false, hoursAgo: 30 });
    const session = { userId: house.bobId, createdAt: admin().now };
    await house.db.session.create({ data: { ...session, id: "a", expiresAt: new Date(admin().now.getTime() + 1000) } });
    await house.db.session.create({ data: { ...session, id: "b", expiresAt: admin().now } });
    const ends = await whatEnds(admin(), { kind: "users", ids: [house.bobId] });
    expect(ends).toMatchObject({ files: { count: 2, owners: ["bob"] }, narrowed: { count: 0 }, streams: 1, sessions: 1, rights: [] });
    expect((await whatEnds(admin(), { kind: "users", ids: [house.bobId, eveId] })).files).toEqual({ count: 3, owners: ["bob", "eve"] });
    // Who is only signed out keeps their files.
    const signedOut = await whatEnds(admin(), { kind: "sessions", userIds: [house.bobId, eveId] });
    expect(signedOut).toMatchObject({ files: { count: 0 }, streams: 0, sessions: 1 });
  });

  it("does not count what has ended already", async () => {
    await house.db.kubeconfig.update({ where: { id: "bobs1" }, data: { expiresAt: admin().now } });
    await house.db.kubeconfigToken.updateMany({ where: { kubeconfigId: "bobs2" }, data: { revokedAt: admin().now } });
    await house.db.user.update({ where: { id: eveId }, data: { disabledAt: admin().now } });
    const ends = await whatEnds(admin(), { kind: "users", ids: [house.bobId, eveId] });
    expect(ends.files).toEqual({ count: 0, owners: [] });
  });

  it("tells, of an environment, files that stop from those that work on for others", async () => {
    const ends = await whatEnds(admin(), { kind: "environment", id: 1 });
    // Eve's other environment is switched off: nothing is left of her file.
    expect(ends).toMatchObject({ files: { count: 2, owners: ["bob", "eve"] }, narrowed: { count: 1, owners: ["bob"] } });
  });

  it("is, with a grant, the right of each person who has it in no other way", async () => {
    await house.db.teamMember.create({ data: { teamId: house.teamId, userId: eveId } });
    const grant = { createdAt: admin().now, createdBy: "ada", environmentId: 2, clusterRole: "admin", allNamespaces: true, namespaces: "[]" };
    await house.db.grant.create({ data: { ...grant, userId: eveId } });
    const { id } = await house.db.grant.findFirstOrThrow({ where: { teamId: house.teamId } });
    const edit = { environment: "Prod", clusterRole: "edit", namespaces: null };
    expect((await whatEnds(admin(), { kind: "grants", ids: [id] })).rights).toEqual([{ ...edit, login: "bob", idleFiles: 1 }]);
    // A weaker role does not stand in for a stronger one.
    await house.db.grant.updateMany({ where: { userId: eveId }, data: { clusterRole: "view" } });
    const lost = (await whatEnds(admin(), { kind: "team", id: house.teamId })).rights;
    expect(lost).toEqual([
      { ...edit, login: "bob", idleFiles: 1 },
      { ...edit, login: "eve", idleFiles: null },
    ]);
  });

  it("is, with grants in several environments, each right once; what one of them gives, the other that goes does not save", async () => {
    const grants = await house.db.grant.findMany({ where: { environmentId: { in: [1, 2] } } });
    const twin = { createdAt: admin().now, createdBy: "ada", environmentId: 2, clusterRole: "cluster-admin", allNamespaces: true, namespaces: "[]" };
    const { id } = await house.db.grant.create({ data: { ...twin, userId: house.bobId } });
    const lost = (await whatEnds(admin(), { kind: "grants", ids: [...grants.map((grant) => grant.id), id] })).rights;
    expect(lost.map(({ environment, clusterRole, idleFiles }) => [environment, clusterRole, idleFiles])).toEqual([
      ["Prod", "cluster-admin", 1],
      ["Prod", "edit", 1],
      ["prod", "edit", 2],
    ]);
  });

  it("is nothing of a grant that is not there", async () => {
    await expect(whatEnds(admin(), { kind: "grants", ids: [house.teamId] })).rejects.toThrow(NotFound);
  });
});
