import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { readSettings, updateSettings } from "./index.ts";
import { settingsSchema } from "./schema.ts";

const input = { expiryDefaultSeconds: 3600, expiryMaxSeconds: 7200, neverAllowed: false };
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

describe("settings", () => {
  it("are 30 days, at most a year, and never is off, until someone decides", async () => {
    expect(await readSettings(test.db)).toEqual({
      expiryDefaultSeconds: 2_592_000,
      expiryMaxSeconds: 31_536_000,
      neverAllowed: false,
      updatedAt: null,
      updatedBy: null,
    });
  });

  it("are changed by an admin, with who and when, an audit row and a new revision", async () => {
    const admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
    const revision = await readRevision(test.db);
    const view = await updateSettings(admin, input);
    expect(view).toEqual({ ...input, updatedAt: admin.now.toISOString(), updatedBy: "ada" });
    expect(await readSettings(test.db)).toEqual(view);
    expect(await readRevision(test.db)).toBe(revision + 1);
    const row = await test.db.auditEvent.findFirstOrThrow({ where: { action: "settings.updated" } });
    expect(row.actorLogin).toBe("ada");
    expect(JSON.parse(row.detail ?? "")).toEqual({ from: { expiryDefaultSeconds: 2_592_000, expiryMaxSeconds: 31_536_000, neverAllowed: false }, to: input });
  });

  it("are not changed by anyone else", async () => {
    const before = await readSettings(test.db);
    const person = await contextOfPerson(test.db, "bob");
    await expect(updateSettings(person, { ...input, neverAllowed: true })).rejects.toThrow(Forbidden);
    await expect(updateSettings({ ...person, actor: { kind: "anonymous", sourceIP: null } }, input)).rejects.toThrow(Unauthenticated);
    expect(await readSettings(test.db)).toEqual(before);
  });

  it.each([
    ["a default longer than the maximum", { ...input, expiryDefaultSeconds: 7201 }],
    ["never as the default while it is not allowed", { ...input, expiryDefaultSeconds: null }],
    ["a life under a minute", { ...input, expiryDefaultSeconds: 59 }],
  ])("refuse %s, beside the default's field", (_title, bad) => {
    expect(settingsSchema.safeParse(bad).error?.issues[0]?.path).toEqual(["expiryDefaultSeconds"]);
  });
});
