// What a database file is, before anything is done with it.
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { migrationNames } from "../db.ts";
import { openCredential } from "../environments/index.ts";
import { BackupRefusal } from "./refusal.ts";

export interface BackupContents {
  /** The newest migration that it has. */
  schema: string;
  users: number;
  environments: number;
  /** That have not been ended and have not expired. */
  liveFiles: number;
  auditEvents: number;
}

/** Throws BackupRefusal, which calls it `name`, when `file` is damaged, is no database of Drawbridge, or is one of a newer Drawbridge. */
export function inspectBackup(file: string, { name, now }: { name: string; now: Date }): BackupContents {
  return withDatabase(file, (database) => {
    requireSound(database, name);
    const schema = requireKnownSchema(database, name);
    const count = (sql: string, ...values: string[]) =>
      z.object({ count: z.number() }).parse(database.prepare(`SELECT count(*) AS "count" FROM ${sql}`).get(...values)).count;
    return {
      schema,
      users: count('"User"'),
      environments: count('"Environment"'),
      liveFiles: count('"Kubeconfig" WHERE "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > ?)', now.toISOString()),
      auditEvents: count('"AuditEvent"'),
    };
  });
}

const credentialRow = z.object({ environmentId: z.number(), kind: z.string(), sealedToken: z.string() });

/** Throws BackupRefusal when the clusters' credentials in `file` do not open with `key`: null means that there is none. */
export function requireOpeningKey(file: string, key: Buffer | null, { name, keyFile }: { name: string; keyFile: string }): void {
  withDatabase(file, (database) => {
    const rows = z.array(credentialRow).parse(database.prepare('SELECT "environmentId", "kind", "sealedToken" FROM "EnvironmentCredential"').all());
    if (rows.length === 0) return;
    const where = `Put the instance.key of the Drawbridge that made the backup in its place: ${keyFile}`;
    if (key === null) throw new BackupRefusal(`${name} holds credentials of clusters, and there is no key here that opens them. ${where}`);
    for (const row of rows) {
      try {
        openCredential(key, row);
      } catch {
        throw new BackupRefusal(`The credentials of clusters in ${name} do not open with the key of this data directory. ${where}`);
      }
    }
  });
}

/** Runs `work` on `file` and closes it, whatever happens. */
export function withDatabase<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const soundness = z.array(z.object({ integrity_check: z.string() }));

function requireSound(database: DatabaseSync, file: string): void {
  let complaints: string[];
  try {
    complaints = soundness
      .parse(database.prepare("PRAGMA integrity_check(3)").all())
      .map((row) => row.integrity_check)
      .filter((words) => words !== "ok");
    if (complaints.length === 0 && database.prepare("PRAGMA foreign_key_check").all().length > 0) complaints = ["rows refer to others that are not there"];
  } catch (error) {
    complaints = [error instanceof Error ? error.message : String(error)];
  }
  if (complaints.length > 0) throw new BackupRefusal(`${file} is damaged, or is no database: ${complaints.join("; ")}.`);
}

function requireKnownSchema(database: DatabaseSync, file: string): string {
  const table = database.prepare(`SELECT 1 FROM "sqlite_schema" WHERE "type" = 'table' AND "name" = 'Migration'`).get();
  if (table === undefined) throw new BackupRefusal(`${file} is no backup of Drawbridge: it is a database of something else.`);
  const names = z.array(z.object({ name: z.string() })).parse(database.prepare('SELECT "name" FROM "Migration" ORDER BY "name"').all());
  const known = migrationNames("sqlite");
  const unknown = names.find(({ name }) => !known.includes(name));
  if (unknown) throw new BackupRefusal(`${file} was made by a newer Drawbridge (it has ${unknown.name}). Restore it with that version.`);
  return names.at(-1)?.name ?? "";
}
