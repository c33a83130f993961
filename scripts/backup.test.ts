import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { change } from "#lib/change.ts";
import { databaseFile, openDatabase } from "#lib/db.ts";
import { revokeKubeconfigs } from "#lib/issued-files/index.ts";
import { issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { instanceKey, seal } from "#lib/secrets.ts";
import { createTeam } from "#lib/teams/index.ts";
import { writeBeside } from "#lib/testing/database-lock.ts";
import { type FileHouse, openFileHouse, target } from "#lib/testing/file-house.ts";
import { deleteUser, resetPassword, setUsersDisabled, updateUser } from "#lib/users/index.ts";
import { lockDataDir } from "#server/data-dir-lock.ts";

// Each command is a process of its own.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const now = new Date("2026-01-15T13:00:00Z");
let house: FileHouse;
let folder: string;
let file: string;
beforeEach(async () => {
  house = await openFileHouse();
  folder = await mkdtemp(path.join(tmpdir(), "drawbridge-backup-"));
  file = path.join(folder, "backup.db");
  const sealedToken = seal(instanceKey(house.dataDir), "environment:1:manager", "of the cluster");
  await house.db.environmentCredential.create({ data: { environmentId: 1, kind: "manager", sealedToken, issuedAt: now } });
});
afterEach(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

/** Runs a command as an operator does: in a process of its own. */
async function run(script: "backup" | "restore", to = file, dataDir = house.dataDir): Promise<{ code: number; said: string }> {
  const program = path.join(import.meta.dirname, `${script}.ts`);
  return new Promise((resolve) => {
    execFile(process.execPath, [program, to], { env: { ...process.env, DRAWBRIDGE_DATA_DIR: dataDir } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

async function back(): Promise<string> {
  const { code, said } = await run("backup");
  expect(code, said).toBe(0);
  return said;
}

/** While nothing runs on the database. `work` then sees the restored one. */
async function restore(work: (db: FileHouse["db"], said: string) => Promise<void>): Promise<void> {
  await house.db.$disconnect();
  const { code, said } = await run("restore");
  expect(code, said).toBe(0);
  const db = openDatabase(databaseFile(house.dataDir));
  try {
    await work(db, said);
  } finally {
    await db.$disconnect();
  }
}

/** As a move to PostgreSQL does at its end. */
function markMoved(name: string): void {
  const database = new DatabaseSync(name, { timeout: 5000 });
  database.exec(`CREATE TABLE "Move" ("id" TEXT, "at" TEXT, "target" TEXT); INSERT INTO "Move" VALUES ('m', '2026-01-15T12:00:00.000Z', 'postgresql://db/x')`);
  database.close();
}

const issue = () => issueKubeconfig(house.bob, house.granted, target);

describe("a backup", () => {
  it("is one sound file for its owner alone, and nothing else is left", async () => {
    await issue();
    const said = await back();
    for (const words of ["3 users, 4 environments", path.join(house.dataDir, "instance.key"), path.join(house.dataDir, "tls")]) expect(said).toContain(words);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["backup.db"]);
  });

  it("is of one moment, whatever is written meanwhile by another program", async () => {
    const beside = await writeBeside(databaseFile(house.dataDir));
    try {
      for (let index = 0; index < 20; index++)
        await change(house.admin, async (transaction) => {
          await transaction.team.create({ data: { name: `t${index}`, createdAt: now } });
          return { audit: { action: "team.created" }, result: null };
        });
      await Promise.all([back(), issue()]);
    } finally {
      await beside.stop();
    }
    const copy = new DatabaseSync(file, { readOnly: true });
    const count = (sql: string) => copy.prepare(`SELECT count(*) AS "count" FROM ${sql}`).get()?.count;
    expect(count('"Team"')).toBe(21);
    expect(count(`"AuditEvent" WHERE "action" = 'team.created'`)).toBe(20);
    expect(count(`"AuditEvent" WHERE "action" = 'kubeconfig.issued'`)).toBe(count('"Kubeconfig"'));
    copy.close();
  });

  it("keeps the numbers of the audit's rows, by which the webhook knows how far it has come", async () => {
    await house.db.auditEvent.createMany({ data: Array.from({ length: 10 }, () => ({ at: now, action: "team.created" })) });
    await house.db.auditEvent.deleteMany({ where: { id: { in: (await house.db.auditEvent.findMany({ take: 5 })).map(({ id }) => id) } } });
    const rows = (name: string) => new DatabaseSync(name, { readOnly: true }).prepare('SELECT rowid, "id" FROM "AuditEvent" ORDER BY rowid').all();
    await back();
    expect(rows(file)).toEqual(rows(databaseFile(house.dataDir)));
  });

  it("has the clusters' credentials as they are: sealed", async () => {
    await back();
    expect(readFileSync(file).includes("of the cluster")).toBe(false);
  });

  it.each([
    ["what is there already", () => writeFileSync(file, "dear"), "is there already"],
    ["into no directory", () => (file = path.join(folder, "no/backup.db")), "There is no directory"],
    ["beside the key", () => (file = path.join(house.dataDir, "backup.db")), "beside the key"],
  ])("does not go over or into %s", async (_title, prepare, sentence) => {
    prepare();
    const before = existsSync(file) ? statSync(file).size : null;
    expect(await run("backup")).toEqual({ code: 1, said: expect.stringContaining(sentence) });
    expect(existsSync(file) ? statSync(file).size : null).toBe(before);
  });

  it("of a database that was moved to PostgreSQL is refused", async () => {
    markMoved(databaseFile(house.dataDir));
    const said = expect.stringContaining("was moved to PostgreSQL (postgresql://db/x) on 2026-01-15: set DRAWBRIDGE_DATABASE_URL");
    expect(await run("backup")).toEqual({ code: 1, said });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of no database is refused", async () => {
    expect(await run("backup", file, folder)).toEqual({ code: 1, said: expect.stringContaining("There is no database") });
  });
});

describe("a restored backup", () => {
  it("has what was there: files, grants, and credentials that open", async () => {
    const { kubeconfig } = await issue();
    await back();
    await house.db.grant.deleteMany();
    await restore(async (db) => {
      expect(await db.grant.count()).toBe(3);
      expect(await db.kubeconfig.findUniqueOrThrow({ where: { id: kubeconfig.id } })).toMatchObject({ revokedAt: null });
      expect(await db.auditEvent.findFirst({ where: { action: "instance.restored" } })).toMatchObject({ actorLogin: "system" });
    });
  });

  it("ends no ending: what was revoked since stays so, sessions and invitations are void, and no environment id is given again", async () => {
    const { kubeconfig } = await issue();
    const { db, bobId } = house;
    await db.session.create({ data: { id: "s", userId: bobId, createdAt: now, expiresAt: new Date("2027-01-01") } });
    await db.user.update({ where: { id: bobId }, data: { invitationHash: "h", invitationExpiresAt: new Date("2027-01-01") } });
    await back();
    await revokeKubeconfigs(house.bob, [kubeconfig.id]);
    const added = await db.environment.create({ data: { name: "later", server: "https://later", createdAt: now } });
    await restore(async (restored) => {
      expect(await restored.kubeconfig.findUniqueOrThrow({ where: { id: kubeconfig.id } })).toMatchObject({ endReason: "revoked", revokedBy: "bob" });
      expect(await restored.session.count()).toBe(0);
      expect(await restored.user.count({ where: { invitationHash: { not: null } } })).toBe(0);
      const next = await restored.environment.create({ data: { name: "next", server: "https://next", createdAt: now } });
      expect(next.id).toBeGreaterThan(added.id);
    });
  });

  it("lets nobody in again who was shut out since: disabled, deleted, no administrator any more, by an old password or a removed factor", async () => {
    const { db, bobId } = house;
    const of = (login: string) => ({ where: { login } });
    await db.user.updateMany({ data: { passwordHash: "old" } });
    const passkey = { id: "p", userId: bobId, name: "stolen", publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: now };
    await db.passkey.create({ data: passkey });
    const makeUser = (login: string, isAdmin: boolean) =>
      db.user.create({ data: { login, displayName: login, isAdmin, passwordHash: "old", createdAt: now, totpConfirmedAt: now, sealedTotpSecret: null } });
    const [leaver, lowered] = [await makeUser("leaver", false), await makeUser("lowered", true)];
    await back();
    await setUsersDisabled(house.admin, [(await db.user.findUniqueOrThrow(of("eve"))).id], true);
    await deleteUser(house.admin, leaver.id);
    await updateUser(house.admin, lowered.id, { displayName: "Lowered", isAdmin: false });
    await resetPassword(house.admin, bobId, { endsFiles: false, removesFactors: true });
    await restore(async (restored, said) => {
      expect(await restored.user.findUnique(of("leaver"))).toBeNull();
      expect((await restored.user.findUniqueOrThrow(of("eve"))).disabledAt).not.toBeNull();
      expect((await restored.user.findUniqueOrThrow(of("lowered"))).isAdmin).toBe(false);
      expect((await restored.user.findUniqueOrThrow(of("bob"))).passwordHash).toBeNull();
      expect(await restored.passkey.count()).toBe(0);
      expect((await restored.user.findUniqueOrThrow(of("ada"))).passwordHash).toBe("old");
      expect(said).toContain("second factors replaced: 5.");
    });
  });

  it("comes with the list of what is gone, and the old database stays beside it", async () => {
    await house.db.user.updateMany({ data: { passwordHash: "set" } });
    await back();
    await issue();
    await createTeam(house.admin, { name: "later", memberIds: [] });
    await restore(async (db, said) => {
      expect(await db.kubeconfig.count()).toBe(0);
      expect(said).toMatch(
        /kubeconfigs made: 1\..*\n.*ended, whole or in part: 0\..*\n.*\n.*other changes: 1\..*\n.*team\.created {2}later {2}by ada\nGrants and teams are those of the backup/,
      );
      const old = openDatabase(/is now (\S+): keep it/.exec(said)?.[1] ?? "");
      expect(await old.kubeconfig.count()).toBe(1);
      await old.$disconnect();
    });
  });

  it("takes the place of a database that is damaged", async () => {
    await back();
    await house.db.$disconnect();
    writeFileSync(databaseFile(house.dataDir), "broken".repeat(5000));
    for (const suffix of ["-wal", "-shm"]) await rm(`${databaseFile(house.dataDir)}${suffix}`, { force: true });
    await restore(async (db, said) => {
      expect(await db.user.count()).toBe(3);
      expect(said).toContain("What happened after the backup is not known here");
    });
  });
});

describe("restoring", () => {
  const damage: [string, () => void | Promise<void>, string][] = [
    ["a file that is not there", () => rm(file), "There is no file"],
    ["what is no database", () => writeFileSync(file, "PK".repeat(5000)), "is damaged, or is no database"],
    [
      "another program's database",
      async () => {
        await rm(file);
        sql('CREATE TABLE "x" ("y")');
      },
      "no backup of Drawbridge",
    ],
    ["a backup of a newer Drawbridge", () => sql(`INSERT INTO "Migration" VALUES ('9999-later')`), "made by a newer Drawbridge (it has 9999-later)"],
    [
      "credentials that another key has sealed",
      () => sql(`UPDATE "EnvironmentCredential" SET "sealedToken" = 'AAAA'`),
      "do not open with the key of this data directory",
    ],
    [
      "what would replace a database that was moved to PostgreSQL",
      () => markMoved(databaseFile(house.dataDir)),
      "run first: npm run move-to-postgres -- --back",
    ],
    ["a backup of a database that was moved", () => markMoved(file), "had been moved to PostgreSQL (postgresql://db/x) on 2026-01-15"],
    ["a backup where there is no key", () => rm(path.join(house.dataDir, "instance.key")), "there is no key here"],
  ];
  function sql(statement: string): void {
    const database = new DatabaseSync(file);
    database.exec(statement);
    database.close();
  }

  it("refuses while a Drawbridge runs on the data directory", async () => {
    await back();
    await lockDataDir(house.dataDir);
    expect(await run("restore")).toEqual({ code: 1, said: expect.stringContaining("A Drawbridge is running on") });
  });

  it.each(damage)("refuses %s with a sentence, and changes nothing", async (_title, prepare, sentence) => {
    await back();
    await prepare();
    const present = () => readFileSync(path.join(house.dataDir, "drawbridge.db"));
    const [names, before] = [readdirSync(house.dataDir).sort(), present()];
    expect(await run("restore")).toEqual({ code: 1, said: expect.stringContaining(sentence) });
    expect(readdirSync(house.dataDir).sort()).toEqual(names);
    expect(present().equals(before)).toBe(true);
  });
});
