import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "./context.ts";
import { Forbidden, Unauthenticated } from "./errors.ts";
import { issueKubeconfig } from "./kubeconfig/index.ts";
import { createTeam } from "./teams/index.ts";
import { type FileHouse, openFileHouse, target } from "./testing/file-house.ts";
import { signInAs } from "./testing/session.ts";
import { resetPassword, setUsersDisabled, updateUser } from "./users/index.ts";

let house: FileHouse;
beforeEach(async () => {
  house = await openFileHouse();
});
afterEach(() => house.close());

/** `context` as a request of a browser has it, that has been let in. */
async function inSession(context: Context): Promise<Context> {
  const { actor, db, now } = context;
  if (actor.kind !== "person") throw new Error("not a person");
  await db.user.update({ where: { id: actor.person.id }, data: { passwordHash: "set" } });
  const { id: sessionId } = await signInAs(db, actor.person.id, now);
  return { ...context, actor: { ...actor, sessionId } };
}

describe("a request that was let in, and takes its time", () => {
  it.each([
    ["whose session has ended", (bobId: string) => house.db.session.deleteMany({ where: { userId: bobId } })],
    ["whose password was reset with its files", (bobId: string) => resetPassword(house.admin, bobId, { endsFiles: true, removesFactors: true })],
    ["whose person was disabled", (bobId: string) => setUsersDisabled(house.admin, [bobId], true)],
  ])("issues no file to one %s", async (_title, end) => {
    const asking = await inSession(house.bob);
    await inSession(house.admin);
    await end(house.bobId);
    await expect(issueKubeconfig(asking, house.granted, target)).rejects.toThrow(Unauthenticated);
    expect(await house.db.kubeconfig.count()).toBe(0);
  });

  it("changes nothing for who is no administrator any more", async () => {
    const asking = await inSession(house.admin);
    await inSession(house.eve);
    const idOf = async (login: string) => (await house.db.user.findUniqueOrThrow({ where: { login } })).id;
    await updateUser(house.admin, await idOf("eve"), { displayName: "Eve", isAdmin: true });
    await updateUser(house.admin, await idOf("ada"), { displayName: "Ada", isAdmin: false });
    await expect(createTeam(asking, { name: "mine", memberIds: [] })).rejects.toThrow(Forbidden);
    expect(await house.db.team.count({ where: { name: "mine" } })).toBe(0);
  });

  it("goes on while its session lives", async () => {
    await issueKubeconfig(await inSession(house.bob), house.granted, target);
    expect(await house.db.kubeconfig.count()).toBe(1);
  });
});
