import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { copyFile, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type Db, databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { announceMove, moveToPostgresql } from "#lib/move/index.ts";
import { contextOfPerson, openTestFile, type TestDatabase } from "#lib/testing/database.ts";
import { holdDatabaseLock } from "#lib/testing/database-lock.ts";
import { fillTables } from "#lib/testing/fill-tables.ts";
import { createDatabase, createEmptyDatabase, testServer } from "#lib/testing/postgresql.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { openBacklog } from "#server/audit-webhook/backlog.ts";

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = testServer() ?? "";
const root = path.join(import.meta.dirname, "..");
let house: TestDatabase;
let target: { location: string; drop(): Promise<void> };
let file: string;
beforeEach(async () => {
  house = await openTestFile();
  file = databaseFile(house.dataDir);
  // Opened for each use: two SQLites in one process do not see each other's locks.
  await house.db.$disconnect();
  await untilClosed();
  target = await createEmptyDatabase(server);
});
afterEach(async () => {
  await house.close();
  await target.drop();
});

interface Said {
  code: number;
  said: string;
}

/** Runs the command as an operator does. */
const move = (url = target.location, ...words: string[]) => run("scripts/move-to-postgres.ts", { DRAWBRIDGE_DATABASE_URL: url }, ...words);

/** In a process of its own. */
async function run(program: string, variables: Record<string, string>, ...words: string[]): Promise<Said> {
  const env = { ...process.env, DRAWBRIDGE_DATA_DIR: house.dataDir, ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, program), ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

async function moved(): Promise<string> {
  const { code, said } = await move();
  expect(code, said).toBe(0);
  return said;
}

function inFile<T>(work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

async function inTarget(statement: string, url = target.location): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** As a Drawbridge that starts there, on the old database unless told. */
async function started(location: string, work: (db: Db) => Promise<unknown> = async () => {}): Promise<void> {
  const db = openDatabase(location);
  try {
    await migrate(db);
    await work(db);
  } finally {
    await db.$disconnect();
    await untilClosed();
  }
}

setFlagsFromString("--expose-gc");
const collectGarbage = z.custom<() => void>().parse(runInNewContext("gc"));

/** libSQL closes a file when its connection is collected as garbage, and then writes what is in its log: over what Node's SQLite has written since. */
async function untilClosed(): Promise<void> {
  if (process.platform !== "linux") return;
  const names = () => readdirSync("/proc/self/fd").map((fd) => readlinkIfThere(`/proc/self/fd/${fd}`));
  const open = () => {
    collectGarbage();
    return names().filter((name) => name.startsWith(file));
  };
  await expect.poll(open, { timeout: 30_000 }).toEqual([]);
}

function readlinkIfThere(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

const inHouse = (work: (db: Db) => Promise<unknown>) => started(file, work);

async function expectInUse(): Promise<void> {
  await inHouse(async (db) => {
    await db.team.create({ data: { name: "still in use", createdAt: new Date() } });
    await db.team.deleteMany();
  });
}

const tablesThere = async (url = target.location) => (await inTarget("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", url)).length;

/** All rows of a model, as the ORM gives them to the rest of the program. */
async function rowsOf(db: Db, model: string): Promise<string[]> {
  const delegate = z.custom<{ findMany(): Promise<object[]> }>().parse(Reflect.get(db, `${model.charAt(0).toLowerCase()}${model.slice(1)}`));
  const plain = (_name: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
  return (await delegate.findMany()).map((row) => JSON.stringify(row, plain)).sort();
}

const models = Object.values(Prisma.ModelName);

describe("a moved instance", () => {
  it("has every row of every table, each value as it was: quotes, controls, emoji, bytes, nulls, times before 1970", async () => {
    const { tables } = inFile(fillTables);
    // A place of the webhook that is none among the audit's rows would not stay as it is.
    inFile((database) => database.exec('UPDATE "AuditWebhookCursor" SET "position" = 3 WHERE "id" = 1; DELETE FROM "AuditEvent" WHERE rowid = 3'));
    expect(tables.sort()).toEqual([...models].sort());
    const before = new Map<string, string[]>();
    await inHouse(async (db) => {
      for (const model of models) before.set(model, await rowsOf(db, model));
    });
    await moved();
    await started(target.location, async (db) => {
      for (const model of models) {
        const there = (await rowsOf(db, model)).filter((row) => !row.includes('"action":"instance.moved"'));
        expect(there, model).toEqual(before.get(model));
        expect(there.length, model).toBeGreaterThan(5);
      }
    });
    // No column was empty, so that none could be forgotten unseen.
    for (const table of tables) {
      const [row = {}] = await inTarget(`SELECT * FROM "${table}" ORDER BY ctid DESC LIMIT 1 OFFSET 1`);
      expect(
        Object.entries(row).filter(([, value]) => value === null),
        table,
      ).toEqual([]);
    }
  });

  it("has values of a megabyte and more", async () => {
    const detail = JSON.stringify({ long: "😀'\\".repeat(400_000) });
    await inHouse((db) =>
      db.auditEvent.createMany({ data: Array.from({ length: 8 }, (_none, index) => ({ id: `${index}`, at: new Date(0), action: "team.created", detail })) }),
    );
    await moved();
    const rows = await inTarget(
      `SELECT count(*)::int AS "count", count(DISTINCT "detail")::int AS "texts", min(length("detail")) AS "length" FROM "AuditEvent" WHERE "action" = 'team.created'`,
    );
    expect(rows).toEqual([{ count: 8, texts: 1, length: [...detail].length }]);
  });

  it("says which texts PostgreSQL cannot hold, and has U+FFFD in the place of U+0000 and broken UTF-8 there, and there alone", async () => {
    inFile((database) =>
      database.exec(`INSERT INTO "AuditEvent" ("id", "at", "action", "name", "userAgent") VALUES
        ('1', '2026-01-15T12:00:00.000+00:00', 'request.forwarded', CAST(x'610062' AS TEXT), 'fine'),
        ('2', '2026-01-15T12:00:00.000+00:00', 'request.forwarded', CAST(x'EDA080' AS TEXT), CAST(x'EFBFBD' AS TEXT))`),
    );
    const said = await moved();
    expect(said).toContain("2 texts in “name” of AuditEvent held what PostgreSQL cannot (U+0000 or broken UTF-8): each has U+FFFD in its place.");
    expect(said).not.toContain("userAgent");
    expect(await inTarget(`SELECT "name", "userAgent" FROM "AuditEvent" WHERE "id" IN ('1', '2') ORDER BY "id"`)).toEqual([
      { name: "a\uFFFDb", userAgent: "fine" },
      { name: "\uFFFD\uFFFD\uFFFD", userAgent: "\uFFFD" },
    ]);
    const [event] = await inTarget(`SELECT "actorLogin", "detail" FROM "AuditEvent" WHERE "action" = 'instance.moved'`);
    expect(event).toEqual({ actorLogin: "system", detail: expect.stringContaining('"changed":[{"table":"AuditEvent","column":"name","texts":2}]') });
  });

  it("has the audit in the order of its writing, with its numbers, and gives neither those nor an environment's id again", async () => {
    const at = (index: number) => new Date(Date.UTC(2026, 0, 15) - index * 1000);
    await inHouse(async (db) => {
      for (let index = 0; index < 40; index++) await db.auditEvent.create({ data: { id: `id-${(index * 17) % 40}`, at: at(index), action: "team.created" } });
      await db.auditEvent.deleteMany({ where: { id: { in: ["id-17", "id-34"] } } });
      for (const name of ["a", "b", "c"]) await db.environment.create({ data: { name, server: "https://x", createdAt: at(0) } });
      await db.environment.deleteMany({ where: { name: { in: ["b", "c"] } } });
    });
    const order = inFile((database) =>
      database
        .prepare('SELECT rowid AS "rowid", "id" FROM "AuditEvent" ORDER BY rowid')
        .all()
        .map(({ rowid, id }) => [Number(rowid), id]),
    );
    await moved();
    const there = await inTarget(`SELECT rowid::int, "id", "action" FROM "AuditEvent" ORDER BY rowid`);
    expect(there.filter(({ action }) => action === "team.created").map(({ rowid, id }) => [rowid, id])).toEqual(order);
    expect(there.at(-1)).toMatchObject({ action: "instance.moved", rowid: 41 });
    await started(target.location, async (fresh) => {
      expect((await fresh.environment.create({ data: { name: "new", server: "https://x", createdAt: at(0) } })).id).toBe(4);
      await fresh.auditEvent.create({ data: { id: "next", at: at(0), action: "team.created" } });
    });
    expect(await inTarget(`SELECT rowid::int FROM "AuditEvent" WHERE "id" = 'next'`)).toEqual([{ rowid: 42 }]);
  });

  it.each([
    ["after the newest row, which was deleted, while others got its number", 'DELETE FROM "AuditEvent" WHERE rowid > 2', 0, ["r1", "r2", "moved"]],
    ["at a row that was deleted, as older ones were", 'DELETE FROM "AuditEvent" WHERE rowid < 5', 4, ["r5", "moved"]],
    ["at a row that has another number now", 'DELETE FROM "AuditEvent" WHERE rowid = 3; UPDATE "AuditEvent" SET rowid = 3 WHERE rowid = 4', 3, ["r5", "moved"]],
  ])("has the webhook's place %s, so that no row is left out", async (_title, statement, position, waiting) => {
    inFile((database) => {
      for (const number of [1, 2, 3, 4, 5])
        database.exec(`INSERT INTO "AuditEvent" ("id", "at", "action") VALUES ('r${number}', '2026-01-15T12:00:00.000+00:00', 'team.created')`);
      database.exec(`INSERT INTO "AuditWebhookCursor" ("id", "position", "eventId") VALUES (1, 4, 'r4'); ${statement}`);
    });
    await moved();
    expect(await inTarget('SELECT "position"::int FROM "AuditWebhookCursor"')).toEqual([{ position }]);
    const backlog = await openBacklog(target.location);
    expect((await backlog.next(10)).map(({ id, action }) => (action === "instance.moved" ? "moved" : id))).toEqual(waiting);
    await backlog.close();
  });

  it("has the tables, columns, indexes and rules of a PostgreSQL database that never was another", async () => {
    const fresh = await createDatabase(server);
    const shape = async (url: string) => [
      await inTarget("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1", url),
      await inTarget(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
        url,
      ),
      await inTarget(
        "SELECT table_name, column_name, data_type, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
        url,
      ),
      await inTarget("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal", url),
      await inTarget('SELECT * FROM "Migration" ORDER BY 1', url),
    ];
    inFile(fillTables);
    await moved();
    expect(await shape(target.location)).toEqual(await shape(fresh.location));
    await fresh.drop();
  });
});

describe("the old instance", () => {
  it("refuses to start after the move, with a sentence that names the database and the way back, and takes no change by any program", async () => {
    await inHouse((db) => contextOfPerson(db, "bob"));
    const said = await moved();
    expect(said).toContain("Moved: 1 rows in 22 tables, each the same there.");
    const sentence =
      /was moved to PostgreSQL \(postgresql:\/\/postgres@127\.0\.0\.1:\d+\/empty_\w+\) on \d{4}-\d\d-\d\d: set DRAWBRIDGE_DATABASE_URL.*-- --back/;
    const { code, said: refusal } = await run("server/main.ts", { DRAWBRIDGE_DATABASE_URL: "" });
    expect({ code, refusal }).toEqual({ code: 1, refusal: expect.stringMatching(sentence) });
    await expect(started(file)).rejects.toThrow(sentence);
    for (const statement of [
      `UPDATE "User" SET "isAdmin" = 1`,
      'DELETE FROM "User"',
      `INSERT INTO "Team" ("id", "name", "createdAt") VALUES ('t', 't', '')`,
      `INSERT INTO "Migration" VALUES ('0099-later')`,
    ])
      expect(() => inFile((database) => database.exec(statement)), statement).toThrow("this database was moved to PostgreSQL, and takes no more changes");
    expect(await move()).toEqual({ code: 1, said: expect.stringContaining("This database was moved already, to postgresql://postgres@") });
  });

  it("is in use again by --back, as it was at the move", async () => {
    await inHouse((db) => contextOfPerson(db, "bob"));
    expect(await move(target.location, "--back")).toEqual({ code: 1, said: expect.stringContaining("was not moved. Nothing was changed.") });
    await moved();
    const { code, said } = await move(target.location, "--back");
    expect(code, said).toBe(0);
    expect(said).toMatch(/kubeconfigs made since do not work, those\nREVOKED since work again/);
    await expectInUse();
    await inHouse(async (db) => expect(await db.user.count()).toBe(1));
    expect(inFile((database) => database.prepare(`SELECT count(*) AS "count" FROM "sqlite_schema" WHERE "type" = 'trigger'`).get())).toEqual({ count: 0 });
  });

  it("while it runs is asked to stop, and every row that it was given is moved, those too that waited in its memory", async () => {
    const running = spawn(process.execPath, [path.join(root, "server/testing/run-until-move.ts"), house.dataDir], { stdio: ["ignore", "pipe", "ignore"] });
    let printed = "";
    running.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    await once(running.stdout, "data");
    const ended = once(running, "close");
    const said = await moved();
    expect(await ended).toEqual([0, null]);
    expect(said).toContain("A Drawbridge runs on the data directory. It was asked to stop");
    const given = printed.trim().split("\n");
    expect(given.length).toBeGreaterThan(300);
    const there = await inTarget(`SELECT "auditID" FROM "AuditEvent" WHERE "action" = 'request.forwarded' ORDER BY rowid`);
    expect(there.map(({ auditID }) => auditID)).toEqual(given);
    await expect(started(file)).rejects.toThrow("was moved to PostgreSQL");
  });

  it("loses no write that another program was told is done, even one that does not stop: what comes too late is refused", async () => {
    const writer = writeUntilRefused(file);
    await once(writer.stdout ?? writer, "data");
    let printed = "";
    writer.stdout?.setEncoding("utf8").on("data", (text: string) => (printed += text));
    const ended = once(writer, "close");
    await moved();
    await ended;
    expect(printed).toContain("this database was moved to PostgreSQL");
    const done = Number(/^done (\d+)$/m.exec(printed)?.[1]);
    expect(await inTarget(`SELECT count(*)::int AS "count" FROM "AuditEvent" WHERE "action" = 'request.forwarded'`)).toEqual([{ count: done }]);
  });
});

describe("a database that a restore puts in its place while a Drawbridge is waited for", () => {
  const movedWith = (change: string) =>
    moveToPostgresql({
      ...{ dataDir: house.dataDir, url: target.location, shownUrl: "there", now: () => new Date(), say: () => {} },
      async stopDrawbridge() {
        await copyFile(file, `${file}.other`);
        const other = new DatabaseSync(`${file}.other`);
        other.exec(change);
        other.close();
        await rename(`${file}.other`, file);
      },
    });

  it("is the one that is moved", async () => {
    await movedWith(`INSERT INTO "Team" ("id", "name", "createdAt") VALUES ('t', 'restored', '2026-01-15T12:00:00.000+00:00')`);
    expect(await inTarget('SELECT "name" FROM "Team"')).toEqual([{ name: "restored" }]);
    await expect(started(file)).rejects.toThrow("was moved to PostgreSQL");
  });

  it.each([
    ["moved", `CREATE TABLE "Move" ("id", "at", "target"); INSERT INTO "Move" VALUES ('m', '2026-01-15', 'elsewhere')`, "was moved already, to elsewhere"],
    ["of a newer Drawbridge", `INSERT INTO "Migration" VALUES ('9999-later')`, "was used by a newer Drawbridge"],
  ])("is refused when it is %s", async (_title, change, sentence) => {
    await expect(movedWith(change)).rejects.toThrow(sentence);
    expect(await tablesThere()).toBe(0);
  });
});

/** A program that knows of no move: prints how many rows it was told are written, and why the first one was not. */
function writeUntilRefused(database: string): ChildProcess {
  const program = `
    const database = new (require("node:sqlite").DatabaseSync)(process.argv[1], { timeout: 60000 });
    const insert = database.prepare('INSERT INTO "AuditEvent" ("id", "at", "action") VALUES (?, ?, ?)');
    let done = 0;
    console.log("writing");
    const write = () => {
      try { insert.run("beside-" + done, "2026-01-15T12:00:00.000+00:00", "request.forwarded"); done++; setTimeout(write, 20); }
      catch (error) { console.log(error.message); console.log("done " + done); }
    };
    write();`;
  return spawn(process.execPath, ["-e", program, database], { stdio: ["ignore", "pipe", "inherit"] });
}

describe("a move that breaks off", () => {
  it("by kill -9 in the middle leaves the old instance in use and nothing in PostgreSQL, and a second run makes it whole", async () => {
    await inHouse((db) =>
      db.auditEvent.createMany({ data: Array.from({ length: 20_000 }, (_none, index) => ({ id: `e${index}`, at: new Date(index), action: "team.created" })) }),
    );
    const env = { ...process.env, DRAWBRIDGE_DATA_DIR: house.dataDir, DRAWBRIDGE_DATABASE_URL: target.location };
    const moving = spawn(process.execPath, [path.join(import.meta.dirname, "move-to-postgres.ts")], { env, stdio: "ignore" });
    const ended = once(moving, "exit");
    const inserting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT INTO "AuditEvent"%'`;
    await expect.poll(() => inTarget(inserting), { timeout: 60_000, interval: 5 }).toHaveLength(1);
    moving.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    // The server has noticed, and undone all of it, once the move's lock is gone.
    const locks = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND "database" = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await expect.poll(() => inTarget(locks), { timeout: 60_000 }).toEqual([]);
    expect(await tablesThere()).toBe(0);
    await expectInUse();
    await moved();
    expect(await inTarget(`SELECT count(*)::int AS "count" FROM "AuditEvent" WHERE "action" = 'team.created'`)).toEqual([{ count: 20_000 }]);
  });

  it("by a lost connection says that nothing was changed, and a second run makes it whole", async () => {
    await inHouse((db) => contextOfPerson(db, "bob"));
    await inTarget(`CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); END $$;
      CREATE EVENT TRIGGER fail ON ddl_command_start WHEN TAG IN ('DROP INDEX') EXECUTE FUNCTION fail()`);
    const said = expect.stringMatching(/^The move broke off: .*connection.*\. Nothing was changed; run the command again\.$/m);
    expect(await move()).toEqual({ code: 1, said });
    await expectInUse();
    await inTarget("DROP EVENT TRIGGER fail");
    await moved();
  });

  it("after the copy and before the old one is marked leaves the old one in use, a copy that no Drawbridge starts on, and a second run that copies anew", async () => {
    await inHouse((db) => contextOfPerson(db, "bob"));
    // The mark cannot be made: one of its parts is there already.
    inFile((database) => database.exec(`CREATE TRIGGER "moved away: User INSERT" AFTER INSERT ON "Team" BEGIN SELECT 1; END`));
    expect(await move()).toEqual({ code: 1, said: expect.stringMatching(/The copy is there and does not count yet.*Run the command again\./) });
    await expect(started(target.location)).rejects.toThrow("holds a copy that is not finished. Run `npm run move-to-postgres` again");
    await expectInUse();
    await inHouse((db) => contextOfPerson(db, "later"));
    inFile((database) => database.exec(`DROP TRIGGER "moved away: User INSERT"`));
    await moved();
    await started(target.location, async (db) =>
      expect((await db.user.findMany({ orderBy: { login: "asc" } })).map(({ login }) => login)).toEqual(["bob", "later"]),
    );
  });

  it("before its last step leaves neither in use, and a second run makes that step alone", async () => {
    await inHouse((db) => contextOfPerson(db, "bob"));
    await inTarget(`CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
      CREATE EVENT TRIGGER fail ON ddl_command_start WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION fail()`);
    expect(await move()).toEqual({ code: 1, said: expect.stringContaining("a last step failed (no). Run the command again.") });
    await expect(started(file)).rejects.toThrow("was moved to PostgreSQL");
    await expect(started(target.location)).rejects.toThrow("holds a copy that is not finished");
    await inTarget("DROP EVENT TRIGGER fail");
    const other = announceMove(house.dataDir);
    expect(await move()).toEqual({ code: 1, said: expect.stringContaining("Another move of") });
    other.end();
    expect(await moved()).toContain("The last step of an earlier move was missing, and is made.");
    await started(target.location, async (db) => expect(await db.user.count()).toBe(1));
  });
});

describe("a move is refused with a sentence that says what to do, and changes nothing here or there,", () => {
  const withMigration = (name: string) => inTarget(`CREATE TABLE "Migration" ("name" TEXT PRIMARY KEY); INSERT INTO "Migration" VALUES ('${name}')`);
  const refusals: [title: string, prepare: () => Promise<unknown> | unknown, sentence: string][] = [
    ["into a database with tables of something else", () => inTarget('CREATE TABLE "x" ("y" int)'), "is not empty: it has x. Name an empty one"],
    ["into that of a Drawbridge", () => started(target.location), "is not empty: it is of a Drawbridge. Name an empty one"],
    [
      "into that of an older Drawbridge",
      () => inTarget('CREATE TABLE "Migration" ("name" TEXT PRIMARY KEY)'),
      "it is of an older Drawbridge. Name an empty one",
    ],
    ["into that of a newer Drawbridge", () => withMigration("9999-later"), "was used by a newer Drawbridge (it has 9999-later). Name an empty one"],
    [
      "into the unfinished copy of another Drawbridge",
      async () => {
        await started(target.location);
        await inTarget(`CREATE TABLE "Move" ("id" TEXT, "instance" TEXT); INSERT INTO "Move" VALUES ('m', 'other')`);
      },
      "holds the unfinished copy of another Drawbridge",
    ],
    [
      "into a database that is read-only",
      () => inTarget(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`),
      "That database is read-only, as a standby is: name the primary.",
    ],
    [
      "of a database that an older Drawbridge has left",
      () => inFile((database) => database.exec(`DELETE FROM "Migration" WHERE "name" = (SELECT max("name") FROM "Migration")`)),
      "is of an older Drawbridge. Start this version on it once",
    ],
    [
      "of a database that a newer Drawbridge has used",
      () => inFile((database) => database.exec(`INSERT INTO "Migration" VALUES ('9999-later')`)),
      "The database was used by a newer Drawbridge (it has 9999-later). Move it with that version.",
    ],
    [
      "of a database whose rows refer to nothing",
      () => inFile((database) => database.exec(`PRAGMA foreign_keys = OFF; INSERT INTO "TeamMember" VALUES ('no', 'body')`)),
      "The database is damaged: row 1 of TeamMember refers to one of",
    ],
    [
      "of a value that PostgreSQL has no place for",
      () => inFile((database) => database.exec(`INSERT INTO "Revision" VALUES (1, 2147483648)`)),
      "PostgreSQL cannot hold “2147483648” as integer: “number” of row 1 of Revision. Mend that row; nothing was changed.",
    ],
    [
      "of a text that is too long for an index",
      () =>
        inFile((database) =>
          database.exec(
            `INSERT INTO "AuditEvent" ("id", "at", "action", "verb") VALUES ('1', '2026-01-15T12:00:00.000+00:00', 'x', '${Array.from({ length: 30_000 }, (_none, index) => (index * 7919) % 1009).join("")}')`,
          ),
        ),
      "PostgreSQL does not take the rows of AuditEvent: index row",
    ],
  ];

  it.each(refusals)("%s", async (_title, prepare, sentence) => {
    await prepare();
    const [here, there] = [inFile(shapeOf), await tablesThere()];
    expect(await move()).toEqual({ code: 1, said: expect.stringContaining(sentence) });
    expect(inFile(shapeOf)).toEqual(here);
    expect(await tablesThere()).toBe(there);
  });

  const shapeOf = (database: DatabaseSync) => database.prepare('SELECT "name" FROM "sqlite_schema" ORDER BY 1').all();

  it("to a server that does not answer, to none at all, or from an empty directory", async () => {
    expect(await move("postgresql://me:s3cret@127.0.0.1:1/x")).toEqual({
      code: 1,
      said: expect.stringMatching(/cannot be reached: .*ECONNREFUSED.*Nothing was changed/),
    });
    expect((await move("postgresql://me:s3cret@127.0.0.1:1/x")).said).not.toContain("s3cret");
    expect(await move("")).toEqual({ code: 1, said: expect.stringContaining("DRAWBRIDGE_DATABASE_URL names no database") });
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    const unanswered = await move(`postgresql://me@127.0.0.1:${port}/x`);
    expect(unanswered).toEqual({ code: 1, said: expect.stringMatching(/cannot be reached: .*timeout.*Nothing was changed/) });
    silent.close();
    const empty = await mkdtemp(path.join(tmpdir(), "drawbridge-empty-"));
    const variables = { DRAWBRIDGE_DATA_DIR: empty, DRAWBRIDGE_DATABASE_URL: target.location };
    expect(await run("scripts/move-to-postgres.ts", variables)).toEqual({ code: 1, said: expect.stringContaining(`There is no database in ${empty}`) });
    expect(await readdir(empty)).toEqual([]);
    await rm(empty, { recursive: true });
    await expectInUse();
  });

  it("while another program holds the old database, or another move the new one", async () => {
    const holder = await holdDatabaseLock(file);
    expect(await move()).toEqual({ code: 1, said: expect.stringContaining("The database is in use by another program") });
    await holder.release();
    const client = new Client(target.location);
    await client.connect();
    await client.query("SELECT pg_advisory_lock($1)", [0x64726177]);
    expect(await move()).toEqual({ code: 1, said: expect.stringContaining("Another move to this database is under way, or a Drawbridge is starting on it") });
    await client.end();
    await moved();
  });
});
