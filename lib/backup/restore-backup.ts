import { chmodSync, copyFileSync, existsSync, linkSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { readMark } from "../move/index.ts";
import { carryOver, type LostChanges } from "./carry-over.ts";
import { type BackupContents, inspectBackup, requireOpeningKey, withDatabase } from "./inspect.ts";
import { flush } from "./make-backup.ts";
import { BackupRefusal } from "./refusal.ts";

export interface Restored extends BackupContents {
  /** Where the database is that was in use before; null when there was none. */
  replaced: string | null;
  /** What happened after the backup; null when that database cannot be read, or there was none. */
  lost: LostChanges | null;
}

/**
 * Puts the backup `file` in the place of the database of `dataDir`, which the caller has locked. What was there stays beside it. The new one
 * takes its place in one step, finished: until then nothing has changed. Throws BackupRefusal.
 */
export function restoreBackup({ dataDir, file, now }: { dataDir: string; file: string; now: Date }): Restored {
  if (!existsSync(file) || !statSync(file).isFile()) throw new BackupRefusal(`There is no file ${file}.`);
  const draft = path.join(dataDir, "drawbridge.db.restoring");
  const target = path.join(dataDir, "drawbridge.db");
  requireNotMoved(target);
  try {
    copyFileSync(file, draft);
    chmodSync(draft, 0o600);
    const contents = inspectBackup(draft, { name: file, now });
    const moved = withDatabase(draft, readMark);
    if (moved !== null)
      throw new BackupRefusal(
        `${file} is of a database that had been moved to PostgreSQL (${moved.target}) on ${moved.at.slice(0, 10)}, and takes no changes. Restore one from before.`,
      );
    const keyFile = path.join(dataDir, "instance.key");
    requireOpeningKey(draft, existsSync(keyFile) ? readFileSync(keyFile) : null, { name: file, keyFile });
    const lost = carryOver({ draft, inUse: existsSync(target) ? target : null, now });
    withDatabase(draft, (database) => database.exec("PRAGMA journal_mode = DELETE"));
    flush(draft);
    const replaced = existsSync(target) ? setAside(target, now) : null;
    renameSync(draft, target);
    flush(dataDir);
    return { ...contents, replaced, lost };
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${draft}${suffix}`, { force: true });
  }
}

/** What the mark says, that PostgreSQL has what counts, must not be lost without a word. */
function requireNotMoved(target: string): void {
  let isMoved = false;
  try {
    isMoved = existsSync(target) && withDatabase(target, readMark) !== null;
  } catch {
    // Too damaged to tell: that is what backups are for.
  }
  if (isMoved)
    throw new BackupRefusal(
      "The database in use here was moved to PostgreSQL. To go back to the embedded one, run first: npm run move-to-postgres -- --back. Nothing was changed.",
    );
}

/** Gives `target` a second name, which it keeps when the first one is another's. */
function setAside(target: string, now: Date): string {
  const aside = `${target}.replaced-${now
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(/[-:]/g, "")}`;
  linkSync(target, aside);
  // Its log belongs to it by name, and must never be taken for the new one's. A sound database has none left by now: it was read, and closed.
  for (const suffix of ["-wal", "-shm"]) if (existsSync(`${target}${suffix}`)) renameSync(`${target}${suffix}`, `${aside}${suffix}`);
  return aside;
}
