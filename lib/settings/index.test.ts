import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { readSettings, updateSettings } from "./index.ts";
import { expirySettingsSchema, fileSettingsSchema } from "./schema.ts";

const day = 86_400;
const input = { filesPerUserMax: 20, fileIdleSeconds: 60 * day, renewGraceSeconds: 600 };
const expiry = { expiryDefaultSeconds: 3600, expiryMaxSeconds: 7200, neverAllowed: false };
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
      filesPerUserMax: 50,
      fileIdleSeconds: null,
      renewGraceSeconds: 3600,
      adminsNeedSecondFactor: false,
      auditRetentionDays: 365,
      auditMegabytesMax: 4096,
      externalUrl: null,
      updatedAt: null,
      updatedBy: null,
      changes: {},
    });
  });

  it("are changed by an admin, with who and when, an audit row and a new revision", async () => {
    const admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
    const revision = await readRevision(test.db);
    const before = await readSettings(test.db);
    const view = await updateSettings(admin, input);
    const changed = { at: admin.now.toISOString(), by: "ada" };
    const changes = { filesPerUserMax: changed, fileIdleSeconds: changed, renewGraceSeconds: changed };
    expect(view).toEqual({ ...before, ...input, updatedAt: admin.now.toISOString(), updatedBy: "ada", changes });
    expect(await readSettings(test.db)).toEqual(view);
    expect(await readRevision(test.db)).toBe(revision + 1);
    const row = await test.db.auditEvent.findFirstOrThrow({ where: { action: "settings.updated" } });
    expect(row.actorLogin).toBe("ada");
    expect(JSON.parse(row.detail ?? "")).toEqual({ from: { filesPerUserMax: 50, fileIdleSeconds: null, renewGraceSeconds: 3600 }, to: input });
  });

  it("S3 know of each who changed it last: saving a section again with one other value changes that one only", async () => {
    const grace = await contextOfPerson(test.db, "grace", { isAdmin: true, now: new Date("2026-02-01T12:00:00Z") });
    const before = await readSettings(test.db);
    const { changes } = await updateSettings(grace, { ...input, renewGraceSeconds: 900 });
    expect(changes).toEqual({ ...before.changes, renewGraceSeconds: { at: grace.now.toISOString(), by: "grace" } });
    await updateSettings(grace, input);
  });

  it("are not changed by anyone else", async () => {
    const before = await readSettings(test.db);
    const person = await contextOfPerson(test.db, "bob");
    await expect(updateSettings(person, { ...input, filesPerUserMax: 1 })).rejects.toThrow(Forbidden);
    await expect(updateSettings({ ...person, actor: { kind: "anonymous", sourceIP: null } }, input)).rejects.toThrow(Unauthenticated);
    expect(await readSettings(test.db)).toEqual(before);
  });

  it.each([
    ["a default longer than the maximum", { ...expiry, expiryDefaultSeconds: 7201 }],
    ["never as the default while it is not allowed", { ...expiry, expiryDefaultSeconds: null }],
    ["a life under a minute", { ...expiry, expiryDefaultSeconds: 59 }],
  ])("refuse %s, beside the default's field", (_title, bad) => {
    expect(expirySettingsSchema.safeParse(bad).error?.issues[0]?.path).toEqual(["expiryDefaultSeconds"]);
  });

  it("refuse an idle time that would end files which are in use", () => {
    expect(fileSettingsSchema.safeParse({ ...input, fileIdleSeconds: day - 1 }).error?.issues[0]?.path).toEqual(["fileIdleSeconds"]);
    expect(fileSettingsSchema.safeParse({ ...input, fileIdleSeconds: null }).success).toBe(true);
  });
});
