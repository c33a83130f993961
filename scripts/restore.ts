// `npm run restore -- FILE`: puts a backup in the place of the database of DRAWBRIDGE_DATA_DIR, while no Drawbridge runs on it. Exits with 0 when
// it is in its place, else with 1, and then nothing has changed.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { BackupRefusal, type LostChanges, restoreBackup } from "#lib/backup/index.ts";
import { ConfigError, config } from "#lib/config.ts";
import { lockDataDir } from "#server/data-dir-lock.ts";

const unknownSince = `
What happened after the backup is not known here. Kubeconfigs made since do not work: people make new ones. Those REVOKED since work again, and so
do people who were disabled or lost a grant: look through Users, Access and Kubeconfigs before you let anybody in.`;

process.umask(0o077);
try {
  const [name, ...more] = process.argv.slice(2);
  if (name === undefined || more.length > 0) throw new BackupRefusal("Usage: npm run restore -- FILE");
  const { dataDir, databaseUrl } = config();
  if (databaseUrl !== null)
    throw new BackupRefusal(`This restores the embedded database; DRAWBRIDGE_DATABASE_URL names a PostgreSQL one: use its own tools (docs/operations.md).`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await lockDataDir(dataDir).catch(() => {
    throw new BackupRefusal(`A Drawbridge is running on ${dataDir}. Stop it first; nothing was changed.`);
  });
  const restored = restoreBackup({ dataDir, file: path.resolve(name), now: new Date() });
  say(
    `Restored: ${restored.users} users, ${restored.environments} environments, ${restored.liveFiles} kubeconfigs in use, ${restored.auditEvents} audit rows.`,
  );
  if (restored.replaced !== null) say(`The database that was in use is now ${restored.replaced}: keep it until you are sure, then remove it.`);
  say("Everybody signs in again, and invitations that were open are void: make new ones on Users.");
  say(restored.lost === null ? unknownSince : since(restored.lost));
  say("Start Drawbridge. What the cluster has and the grants do not want any more goes within a minute.");
} catch (error) {
  if (!(error instanceof BackupRefusal || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function since({ filesIssued, endsKept, accessKept, changes }: LostChanges): string {
  const lines = changes.map(
    ({ at, action, actorLogin, target }) => `  ${at.slice(0, 16).replace("T", " ")}  ${action}  ${target ?? ""}  by ${actorLogin ?? "nobody"}`,
  );
  return `
After the backup:
  kubeconfigs made: ${filesIssued}. They do not work any more: people make new ones.
  kubeconfigs ended, whole or in part: ${endsKept}. They stay ended.
  people disabled or deleted, passwords and second factors replaced: ${accessKept}. They stay so.
  other changes: ${changes.length}. They are gone: decide which to make again, those that took access away first.
${lines.join("\n")}
Grants and teams are those of the backup: what was taken away since gives access again as soon as Drawbridge starts.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
