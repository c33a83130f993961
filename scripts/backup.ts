// `npm run backup -- FILE`: copies the database of DRAWBRIDGE_DATA_DIR, while Drawbridge runs. Exits with 0 when the copy is there and sound, else with 1.
import path from "node:path";
import { BackupRefusal, makeBackup } from "#lib/backup/index.ts";
import { ConfigError, config } from "#lib/config.ts";

process.umask(0o077);
try {
  const [name, ...more] = process.argv.slice(2);
  if (name === undefined || more.length > 0) throw new BackupRefusal("Usage: npm run backup -- FILE");
  const { dataDir, databaseUrl } = config();
  if (databaseUrl !== null)
    throw new BackupRefusal(`This copies the embedded database; DRAWBRIDGE_DATABASE_URL names a PostgreSQL one: use its own tools (docs/operations.md).`);
  const file = path.resolve(name);
  const made = await makeBackup({ dataDir, file, now: new Date() });
  say(`The backup is in ${file} (${(made.bytes / 1024 / 1024).toFixed(1)} MiB, for its owner alone, checked).

  ${made.users} users, ${made.environments} environments, ${made.liveFiles} kubeconfigs in use, ${made.auditEvents} audit rows; schema ${made.schema}

Not in it, and to be kept once, apart from it:
  ${path.join(dataDir, "instance.key")}   opens the clusters' credentials; without it every environment has to be added anew
  ${path.join(dataDir, "tls")}            Drawbridge's own CA, if you gave no certificate; without it issued kubeconfigs trust nobody`);
} catch (error) {
  if (!(error instanceof BackupRefusal || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
