import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Context } from "#lib/context.ts";
import { Unauthenticated } from "#lib/errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { signInAs } from "#lib/testing/session.ts";
import { streamedDownload } from "./streamed-download.ts";

let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await test.close();
});

it("a download under way breaks off within a second when the session that asked for it has ended, and its making ends", async () => {
  const bob = await contextOfPerson(test.db, "bob");
  if (bob.actor.kind !== "person") throw new Error("not a person");
  const userId = bob.actor.person.id;
  await test.db.user.update({ where: { id: userId }, data: { passwordHash: "set" } });
  const { id: sessionId } = await signInAs(test.db, userId, bob.now);
  const context: Context = { ...bob, actor: { ...bob.actor, sessionId } };
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const making = vi.fn();
  async function* pieces() {
    try {
      for (;;) yield "row\r\n";
    } finally {
      making();
    }
  }
  const reader = streamedDownload(pieces(), context, { contentType: "text/csv", fileName: "rows.csv" }).body?.getReader();
  clock.mockReturnValue(1000);
  expect((await reader?.read())?.done).toBe(false);
  await test.db.session.deleteMany();
  clock.mockReturnValue(1999);
  expect((await reader?.read())?.done).toBe(false);
  clock.mockReturnValue(2000);
  await expect(reader?.read()).rejects.toThrow(Unauthenticated);
  expect(making).toHaveBeenCalledOnce();
});
