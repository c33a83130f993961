import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden } from "../errors.ts";
import { type FileHouse, openFileHouse } from "../testing/file-house.ts";
import { listReach } from "./index.ts";

let house: FileHouse;
beforeEach(async () => {
  house = await openFileHouse();
});
afterEach(() => house.close());

const confirm = (environmentId: number, ...names: [string, string][]) =>
  house.db.appliedSubject.createMany({ data: names.map(([kind, name]) => ({ environmentId, kind, name, updatedAt: house.admin.now })) });

async function addFile(id: string, environmentId: number, { endedAt = null, count = 1 }: { endedAt?: Date | null; count?: number } = {}): Promise<void> {
  const createdAt = house.admin.now;
  await house.db.kubeconfig.create({ data: { id, ownerId: house.bobId, ownerLogin: "bob", name: id, createdAt, revokedAt: endedAt } });
  for (let index = 0; index < count; index++)
    await house.db.kubeconfigToken.create({ data: { tokenHash: `${id}${index}`, kubeconfigId: id, environmentId, environmentName: "e", createdAt } });
}

describe("who can reach what, why", () => {
  it("of a person: each right with the grant that gives it, their own or a team's, how far the cluster has it, and the files that use it", async () => {
    await confirm(1, ["user", "drawbridge:bob"], ["group", "drawbridge:role:edit:api"], ["group", "drawbridge:role:edit:web"]);
    await confirm(2, ["group", "drawbridge:role:edit"]);
    await addFile("laptop", 1, { count: 2 });
    await addFile("ended", 1, { endedAt: house.admin.now });
    const lines = await listReach(house.admin, { userId: house.bobId });
    expect(
      lines.map(({ environment, clusterRole, namespaces, team, state, liveFiles }) => [
        environment.name,
        clusterRole,
        namespaces,
        team?.name,
        state,
        liveFiles,
      ]),
    ).toEqual([
      // The cluster of the team's grant does not list bob yet.
      ["Prod", "edit", null, "ops", "applying", 0],
      ["off", "edit", null, undefined, "applying", 0],
      ["prod", "edit", ["api", "web"], undefined, "applied", 1],
    ]);
  });

  it("of an environment: everyone with a right there, each member of a team by name, those who are disabled marked and without files", async () => {
    const { id: eveId } = await house.db.user.findUniqueOrThrow({ where: { login: "eve" } });
    await house.db.teamMember.create({ data: { teamId: house.teamId, userId: eveId } });
    await addFile("laptop", 2);
    await house.db.user.update({ where: { id: house.bobId }, data: { disabledAt: house.admin.now } });
    const lines = await listReach(house.admin, { environmentIds: [2] });
    expect(lines.map(({ person, team, liveFiles }) => [person.login, person.disabled, team?.name, liveFiles])).toEqual([
      ["bob", true, "ops", 0],
      ["eve", false, "ops", 0],
    ]);
    expect(await listReach(house.admin, { environmentIds: [3] })).toEqual([]);
  });

  it("is an administrator's business alone", async () => {
    const doors: ((context: Context) => Promise<unknown>)[] = [(context) => listReach(context, { userId: house.bobId })];
    for (const door of doors) await expect(door(house.bob)).rejects.toThrow(Forbidden);
  });
});
