import { randomUUID } from "node:crypto";
import { DatabaseError } from "pg";
import type { AuditAction } from "../audit/schema.ts";
import { deriveKey, instanceKey } from "../secrets.ts";
import { MoveRefusal } from "./refusal.ts";
import { createRowSum, type RowSum } from "./row-sum.ts";
import { openSource, type Source } from "./source.ts";
import { type Table, tablesToCopy } from "./table.ts";
import { openTarget, type Target } from "./target.ts";

export interface MoveOptions {
  dataDir: string;
  /** Of the PostgreSQL database. */
  url: string;
  /** The same, for people: without its password. */
  shownUrl: string;
  /** Resolves once no Drawbridge runs on `dataDir`, and none can start. */
  stopDrawbridge(): Promise<void>;
  /** Progress: one line. */
  say(line: string): void;
  now(): Date;
}

export interface Moved {
  tables: { name: string; rows: number; digest: string }[];
  /** Texts that PostgreSQL cannot hold as they were: U+0000 and broken UTF-8 have become U+FFFD. */
  changed: { table: string; column: string; texts: number }[];
}

/**
 * Copies the embedded database of `dataDir` into PostgreSQL, compares every row, and makes that the one that counts. Null when an earlier move had
 * done so and only the last step was missing. Throws MoveRefusal.
 *
 * Three steps, of which each is whole or has not happened: the copy is committed under a mark that keeps Drawbridge from using it; the embedded
 * database gets the mark after which it takes no change; the copy's mark goes. Whatever breaks in between, one of the two counts at most.
 */
export async function moveToPostgresql(options: MoveOptions): Promise<Moved | null> {
  try {
    return await moveInSteps(options);
  } catch (error) {
    if (error instanceof MoveRefusal) throw error;
    throw new MoveRefusal(`The move broke off: ${wordsOf(error)}. Nothing was changed; run the command again.`);
  }
}

async function moveInSteps({ dataDir, url, shownUrl, stopDrawbridge, say, now }: MoveOptions): Promise<Moved | null> {
  // Where there is no database, no key is made either.
  openSource(dataDir).close();
  const instance = deriveKey(instanceKey(dataDir), "move").toString("hex").slice(0, 32);
  const target = await openTarget(url);
  try {
    // Whatever can be refused is, before anything is stopped.
    const wasDone = await withSource(dataDir, async (source) => {
      if (await isDone(source, target)) return true;
      source.requireSound();
      await target.begin(instance);
      tablesToCopy(source.tables(), await target.tables());
      return false;
    });
    await stopDrawbridge();
    // That may have taken hours, and a restore have put another database in the place of the one that was looked at.
    return await withSource(dataDir, async (source) => {
      source.lock();
      if ((await isDone(source, target)) !== wasDone)
        throw new MoveRefusal("Another command has changed the database meanwhile. Run this one again; nothing was changed.");
      if (wasDone) {
        await target.finish();
        return null;
      }
      source.requireSound();
      const moved = await copy({ source, target, tables: tablesToCopy(source.tables(), await target.tables()), say });
      await target.settleWebhook();
      const detail = { rows: moved.tables.reduce((sum, { rows }) => sum + rows, 0), changed: moved.changed };
      const action: AuditAction = "instance.moved";
      const [id, at] = [randomUUID(), now()];
      await target.record({ id, at, action, detail });
      await target.commit({ id, instance });
      try {
        source.finish({ id, at: at.toISOString(), target: shownUrl });
        await target.finish();
      } catch (error) {
        throw new MoveRefusal(`The copy is there and does not count yet, since a last step failed (${wordsOf(error)}). Run the command again.`);
      }
      return moved;
    });
  } finally {
    await target.close();
  }
}

async function withSource<T>(dataDir: string, work: (source: Source) => Promise<T>): Promise<T> {
  const source = openSource(dataDir);
  try {
    return await work(source);
  } finally {
    source.close();
  }
}

/** Whether an earlier move has made all steps but the last. Throws MoveRefusal when it made that too, or went elsewhere. */
async function isDone(source: Source, target: Target): Promise<boolean> {
  const done = source.mark();
  if (done === null) return false;
  if ((await target.mark())?.id !== done.id) throw new MoveRefusal(movedAlready(done));
  return true;
}

function movedAlready({ at, target }: { at: string; target: string }): string {
  return `This database was moved already, to ${target} on ${at.slice(0, 10)}: start Drawbridge with DRAWBRIDGE_DATABASE_URL set to that. To use the old one all the same, without what was changed since: npm run move-to-postgres -- --back`;
}

const batchMax = { rows: 2000, characters: 2_000_000 };
/** Characters of rows that are read back at once. */
const readMax = 4_000_000;
const sayEveryMs = 5000;

type Copy = { source: Source; target: Target; tables: Table[]; say(line: string): void };

async function copy({ source, target, tables, say }: Copy): Promise<Moved> {
  const moved: Moved = { tables: [], changed: [] };
  for (const table of tables) {
    const changed = new Map<string, number>();
    const here = await copyTable({ source, target, table, say, onChanged: (column) => changed.set(column, (changed.get(column) ?? 0) + 1) });
    const rowsAtOnce = Math.min(Math.max(Math.floor(readMax / Math.max(here.longest, 1)), 1), batchMax.rows);
    const there = await target.sum(table, rowsAtOnce);
    if (here.rows !== there.rows || here.digest() !== there.digest())
      throw new MoveRefusal(
        `${table.name} is not the same there: ${here.rows} rows (${here.digest()}) here and ${there.rows} (${there.digest()}) there. Nothing was changed; report this.`,
      );
    await target.raiseNumbers(table, source.highestGiven(table.name));
    say(`${table.name}: ${here.rows.toLocaleString("en")} rows, the same there (${here.digest().slice(0, 16)})`);
    moved.tables.push({ name: table.name, rows: here.rows, digest: here.digest() });
    for (const [column, texts] of changed) moved.changed.push({ table: table.name, column, texts });
  }
  return moved;
}

type CopyTable = Omit<Copy, "tables"> & { table: Table; onChanged(column: string): void };

async function copyTable({ source, target, table, say, onChanged }: CopyTable): Promise<RowSum> {
  const sum = createRowSum();
  const total = source.count(table.name);
  let batch: (string | null)[][] = [];
  let characters = 0;
  let first = 0n;
  let last = 0n;
  let saidAt = performance.now();

  async function flush(): Promise<void> {
    await orRefuse(`rows ${first} to ${last} of ${table.name}`, target.insert(table, batch));
    batch = [];
    characters = 0;
    if (performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    say(`${table.name}: ${sum.rows.toLocaleString("en")} of ${total.toLocaleString("en")} rows copied …`);
  }

  const indexes = await target.setIndexesAside(table);
  for (const { rowid, values } of source.rows(table, onChanged)) {
    if (batch.length === 0) first = rowid;
    last = rowid;
    sum.add(values);
    batch.push(values);
    for (const value of values) characters += value?.length ?? 0;
    if (batch.length >= batchMax.rows || characters >= batchMax.characters) await flush();
  }
  if (batch.length > 0) await flush();
  await orRefuse(`the rows of ${table.name}`, indexes.putBack());
  return sum;
}

/** What PostgreSQL says of rows that it does not take: too long for an index, say, or the same name twice. */
async function orRefuse(rows: string, taking: Promise<void>): Promise<void> {
  try {
    await taking;
  } catch (error) {
    // Else the connection is lost, or the server is being stopped: the rows are not why.
    if (!(error instanceof DatabaseError && error.severity === "ERROR")) throw error;
    throw new MoveRefusal(`PostgreSQL does not take ${rows}: ${wordsOf(error)}. Nothing was changed.`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
