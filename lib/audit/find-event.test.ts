import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { findAuditEvent } from "./index.ts";

let test: TestDatabase;
let admin: Context;
beforeAll(async () => {
  test = await openTestDatabase();
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
});
afterAll(() => test.close());

describe("one event by its id", () => {
  it("comes with its Event, the other row of its stream, and whether its person and environment are still there", async () => {
    const personId = admin.actor.kind === "person" ? admin.actor.person.id : "";
    const common = { at: admin.now, auditID: "shared", actorId: personId, actorLogin: "ada", environmentId: 99, environmentName: "gone" };
    const start = await test.db.auditEvent.create({ data: { ...common, action: "stream.started" } });
    const end = await test.db.auditEvent.create({ data: { ...common, action: "stream.ended", endedBy: "client" } });
    await test.db.auditEvent.create({ data: { ...common, auditID: "another", action: "request.forwarded" } });
    const whole = await findAuditEvent(admin, start.id);
    expect(whole).toMatchObject({ event: { id: start.id }, others: [{ id: end.id, endedBy: "client" }], personId, environmentId: null });
    expect(JSON.parse(whole.json)).toMatchObject({ kind: "Event", auditID: "shared" });
  });

  it("is not there under any other id, and for nobody but administrators", async () => {
    await expect(findAuditEvent(admin, "no-such-id")).rejects.toThrow(NotFound);
    await expect(findAuditEvent(await contextOfPerson(test.db, "bob"), "no-such-id")).rejects.toThrow(Forbidden);
  });
});
