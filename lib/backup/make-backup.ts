import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, realpathSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { readMark } from "../move/index.ts";
import { movedSentence } from "../move-marks.ts";
import { type BackupContents, inspectBackup, withDatabase } from "./inspect.ts";
import { BackupRefusal } from "./refusal.ts";

export interface MadeBackup extends BackupContents {
  bytes: number;
}

/**
 * Copies the database of `dataDir`, as of one moment and while it is in use, to `file`, which must not exist. The copy (0600) is whole or is not
 * there: it is checked before it gets its name. Throws BackupRefusal.
 *
 * SQLite's online backup, not `VACUUM INTO`: that numbers rows anew, and the audit's webhook knows by these numbers how far it has come.
 */
export async function makeBackup({ dataDir, file, now }: { dataDir: string; file: string; now: Date }): Promise<MadeBackup> {
  const source = path.join(dataDir, "drawbridge.db");
  if (!existsSync(source)) throw new BackupRefusal(`There is no database in ${dataDir}. DRAWBRIDGE_DATA_DIR names the directory of the running Drawbridge.`);
  requireFree(file, dataDir);
  const draft = `${file}.partial`;
  rmSync(draft, { force: true });
  // Made by us, for us alone, before anything is in it.
  closeSync(openSync(draft, "wx", 0o600));
  try {
    await copy(source, draft);
    const contents = inspectBackup(draft, { name: draft, now });
    const moved = withDatabase(draft, readMark);
    if (moved !== null) throw new BackupRefusal(movedSentence(moved));
    flush(draft);
    place(draft, file);
    flush(path.dirname(file));
    return { ...contents, bytes: statSync(file).size };
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${draft}${suffix}`, { force: true });
  }
}

function requireFree(file: string, dataDir: string): void {
  if (existsSync(file)) throw new BackupRefusal(`${file} is there already, and is not overwritten. Name another file, or remove it.`);
  const folder = path.dirname(file);
  if (!existsSync(folder)) throw new BackupRefusal(`There is no directory ${folder}.`);
  const inside = path.relative(realpathSync(dataDir), realpathSync(folder));
  if (!inside.startsWith(".."))
    throw new BackupRefusal(`${file} is in the data directory, beside the key that opens it, and would be lost with it. Name a file elsewhere.`);
}

async function copy(source: string, draft: string): Promise<void> {
  const database = new DatabaseSync(source, { timeout: 5000 });
  try {
    // All pages in one step: a step in between would see what others write meanwhile, and begin anew, on a busy instance without end.
    await backup(database, draft, { rate: 2 ** 31 - 1 });
  } finally {
    database.close();
  }
  // A file by itself, without a log beside it.
  withDatabase(draft, (copied) => copied.exec("PRAGMA journal_mode = DELETE"));
  chmodSync(draft, 0o600);
}

/** A link, not a renaming: it fails when somebody has made `file` meanwhile. */
function place(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    throw new BackupRefusal(`${file} could not be made: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

export function flush(name: string): void {
  const descriptor = openSync(name, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
