// `npm run move-to-postgres`: copies the embedded database of DRAWBRIDGE_DATA_DIR into the empty PostgreSQL database of DRAWBRIDGE_DATABASE_URL. A
// Drawbridge that runs on it is asked to stop first. `-- --back` makes the embedded database usable again. Exits with 0 when all is done, else with
// 1, and then the embedded database is in use as before.
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, config, withoutPassword } from "#lib/config.ts";
import { announceMove, type Moved, MoveRefusal, moveToPostgresql, takeBack } from "#lib/move/index.ts";
import { lockDataDir } from "#server/data-dir-lock.ts";

const lookMs = 100;
const sayEveryMs = 15_000;

process.umask(0o077);
try {
  const { dataDir, databaseUrl } = config();
  const words = process.argv.slice(2);
  if (words.length > 0 && words.join(" ") !== "--back") throw new MoveRefusal("Usage: npm run move-to-postgres, or npm run move-to-postgres -- --back");
  requireOwner(dataDir);
  if (words.length > 0) await goBack(dataDir);
  else if (databaseUrl === null) throw new MoveRefusal("DRAWBRIDGE_DATABASE_URL names no database: set it to the URL of an empty PostgreSQL database.");
  else await move(dataDir, databaseUrl);
} catch (error) {
  if (!(error instanceof MoveRefusal || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function move(dataDir: string, url: string): Promise<void> {
  const shownUrl = withoutPassword(url);
  say(`Moving the database of ${dataDir} to ${shownUrl}`);
  const announced: { end(): void }[] = [];
  try {
    const moved = await moveToPostgresql({
      ...{ dataDir, url, shownUrl, now: () => new Date() },
      async stopDrawbridge() {
        announced.push(announceMove(dataDir));
        await waitForEnd(dataDir);
      },
      say: (line) => say(`  ${line}`),
    });
    if (moved === null) say("\nThe last step of an earlier move was missing, and is made.");
    else tellOf(moved);
    say(`
From now on start Drawbridge with DRAWBRIDGE_DATABASE_URL set; without it, it refuses to start on ${dataDir}.
Keep that directory: instance.key and tls/ stay in use, and drawbridge.db is the database as it was, until you remove it.`);
  } finally {
    for (const move of announced) move.end();
  }
}

/** A Drawbridge that runs sees the move announced, stops in order, and then the directory is ours. */
async function waitForEnd(dataDir: string): Promise<void> {
  let saidAt = Number.NEGATIVE_INFINITY;
  while (
    !(await lockDataDir(dataDir).then(
      () => true,
      () => false,
    ))
  ) {
    if (performance.now() - saidAt > sayEveryMs) {
      saidAt = performance.now();
      say("  A Drawbridge runs on the data directory. It was asked to stop, and does when what is open has ended; waiting …");
    }
    await sleep(lookMs);
  }
}

function tellOf({ tables, changed }: Moved): void {
  say(`\nMoved: ${tables.reduce((sum, { rows }) => sum + rows, 0).toLocaleString("en")} rows in ${tables.length} tables, each the same there.`);
  for (const { table, column, texts } of changed)
    say(`${texts} texts in “${column}” of ${table} held what PostgreSQL cannot (U+0000 or broken UTF-8): each has U+FFFD in its place.`);
}

async function goBack(dataDir: string): Promise<void> {
  await lockDataDir(dataDir).catch(() => {
    throw new MoveRefusal(`A Drawbridge is running on ${dataDir}. Stop it first; nothing was changed.`);
  });
  const { at, target } = takeBack(dataDir);
  say(`The embedded database of ${dataDir} is as it was on ${at}, when it was moved to ${target}.

Start Drawbridge without DRAWBRIDGE_DATABASE_URL. What was changed in PostgreSQL since is not here: kubeconfigs made since do not work, those
REVOKED since work again, and so do people who were disabled or lost a grant. Look through Users, Access and Kubeconfigs before you let anybody in.`);
}

/** Files that another user makes beside the database would keep Drawbridge itself from writing. */
function requireOwner(dataDir: string): void {
  const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid;
  if (owner === undefined) throw new MoveRefusal(`There is no directory ${dataDir}. DRAWBRIDGE_DATA_DIR names that of the Drawbridge that is to be moved.`);
  if (process.getuid && owner !== process.getuid())
    throw new MoveRefusal(`Run this as the user who runs Drawbridge, whose number is ${owner}: for example, sudo -u '#${owner}' npm run move-to-postgres`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
