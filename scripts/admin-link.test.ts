// The command as the operator gives it, on a data directory that a running Drawbridge has open.
import { execFile } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { acceptInvitation } from "#lib/users/index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const run = (args: string[], dataDir = test.dataDir) =>
  promisify(execFile)(process.execPath, [path.join(import.meta.dirname, "admin-link.ts"), ...args], {
    env: { ...process.env, DRAWBRIDGE_DATA_DIR: dataDir, DRAWBRIDGE_EXTERNAL_URL: "https://drawbridge.example" },
  });

it("prints a link that works, once, while Drawbridge runs", async () => {
  const { stdout } = await run(["root"]);
  const [, code = ""] = /^ {2}https:\/\/drawbridge\.example\/invitation\/(\S+)$/m.exec(stdout) ?? [];
  expect(await acceptInvitation({ db: test.db, actor: { kind: "system" }, now: new Date() }, code, "plum-harbour-quilt-oxide")).toEqual({ login: "root" });
});

it("says what is wrong, and makes nothing, without a login, with a bad one and where no Drawbridge is", async () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), "drawbridge-none-"));
  await expect(run([])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("usage:") });
  await expect(run(["A B"])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("lower-case") });
  await expect(run(["root"], elsewhere)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("There is no Drawbridge in") });
  rmdirSync(elsewhere); // Fails if anything was made in it.
});
