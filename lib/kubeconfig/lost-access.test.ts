// Somebody who has just lost access tries to keep it: by a request that was under way, with who they were at its beginning.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { revokeKubeconfigs } from "../issued-files/index.ts";
import { updateTeam } from "../teams/index.ts";
import { day, type FileHouse, openFileHouse, target } from "../testing/file-house.ts";
import { deleteUser, resetPassword, setUsersDisabled } from "../users/index.ts";
import { issueKubeconfig, renewKubeconfig } from "./index.ts";

let house: FileHouse;
let id: string;
beforeEach(async () => {
  house = await openFileHouse();
  await house.db.user.updateMany({ data: { passwordHash: "set" } });
  id = (await issueKubeconfig(house.bob, house.granted, target)).kubeconfig.id;
});
afterEach(() => house.close());

const issue = (bob: Context) => issueKubeconfig(bob, house.granted, target);
const renew = (bob: Context) => renewKubeconfig(bob, { id, expiry: { seconds: 30 * day }, currentEnvironmentId: null }, target);
const liveFiles = () => house.db.kubeconfig.count({ where: { revokedAt: null, owner: { disabledAt: null } } });

describe.each([
  ["disabled", () => setUsersDisabled(house.admin, [house.bobId], true)],
  ["deleted", () => deleteUser(house.admin, house.bobId)],
  [
    "given a new password by an administrator, who ended their files",
    () => resetPassword(house.admin, house.bobId, { endsFiles: true, removesFactors: false }),
  ],
])("a person who was %s while their request was under way", (_title, lose) => {
  it("gets no new file by it, and renews none", async () => {
    await lose();
    await expect(issue(house.bob)).rejects.toThrow();
    await expect(renew(house.bob)).rejects.toThrow();
    expect(await liveFiles()).toBe(0);
  });

  it("has no file that works, whichever of the two comes first", async () => {
    await Promise.allSettled([renew(house.bob), lose(), issue(house.bob)]);
    expect(await liveFiles()).toBe(0);
  });
});

it("a file that is revoked and renewed at once ends, whichever comes first", async () => {
  await Promise.allSettled([renew(house.bob), revokeKubeconfigs(house.bob, [id])]);
  expect(await house.db.kubeconfig.findUniqueOrThrow({ where: { id } })).toMatchObject({ endReason: "revoked" });
  await expect(renew(house.bob)).rejects.toThrow("was ended");
});

it("who left the team does not renew what the team gave", async () => {
  await updateTeam(house.admin, house.teamId, { name: "ops", memberIds: [] });
  const { kubeconfig } = await renew(house.bob);
  expect(kubeconfig.environments.map((environment) => environment.id)).toEqual([1]);
});
