// A restored database is one of the past. What had ended since must not begin anew by it.
import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { AuditAction } from "../audit/schema.ts";
import { withDatabase } from "./inspect.ts";

export interface LostChanges {
  /** Files made since: the restored database does not know them. */
  filesIssued: number;
  /** Files, and environments of files, that were ended since: they stay ended. */
  endsKept: number;
  /** People and proofs of theirs that were shut out, deleted or replaced since: they stay so. */
  accessKept: number;
  /** Changes since that are gone, oldest first: when, what, by whom, about whom. Not those that are kept. */
  changes: { at: string; action: string; actorLogin: string | null; target: string | null }[];
}

const changesMax = 1000;

/**
 * Prepares `draft` to be used in the place of `inUse`: ends every browser session and invitation, since some have ended since; takes over ends
 * of files and the count of environment ids from `inUse`, if that can be read; and writes a row into the audit.
 */
export function carryOver({ draft, inUse, now }: { draft: string; inUse: string | null; now: Date }): LostChanges | null {
  return withDatabase(draft, (database) => {
    database.exec('DELETE FROM "Session"; UPDATE "User" SET "invitationHash" = NULL, "invitationExpiresAt" = NULL; DELETE FROM "SetupCode"');
    const lost = inUse === null ? null : compare(database, inUse);
    const insert = database.prepare('INSERT INTO "AuditEvent" ("id", "at", "action", "actorLogin", "detail") VALUES (?, ?, ?, ?, ?)');
    const action: AuditAction = "instance.restored";
    const detail = lost && { filesIssued: lost.filesIssued, endsKept: lost.endsKept, accessKept: lost.accessKept, changesLost: lost.changes.length };
    insert.run(randomUUID(), now.toISOString().replace("Z", "+00:00"), action, "system", JSON.stringify(detail ?? {}));
    return lost;
  });
}

/** Null when `inUse` is too damaged to tell. */
function compare(database: DatabaseSync, inUse: string): LostChanges | null {
  try {
    // Opened by itself first: what is still in its log comes into it.
    withDatabase(inUse, (old) => old.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    database.prepare("ATTACH DATABASE ? AS old").run(inUse);
  } catch {
    return null;
  }
  try {
    database.exec("BEGIN");
    const lost = { filesIssued: countIssued(database), endsKept: keepEnds(database), accessKept: keepLostAccess(database), changes: lostChanges(database) };
    keepEnvironmentIds(database);
    database.exec("COMMIT");
    return lost;
  } catch {
    database.exec("ROLLBACK");
    return null;
  } finally {
    database.exec("DETACH DATABASE old");
  }
}

function countIssued(database: DatabaseSync): number {
  const row = database.prepare('SELECT count(*) AS "count" FROM old."Kubeconfig" WHERE "id" NOT IN (SELECT "id" FROM main."Kubeconfig")').get();
  return z.object({ count: z.number() }).parse(row).count;
}

/** By tokens, too: those that a renewal has replaced end when it said. */
function keepEnds(database: DatabaseSync): number {
  const files = database
    .prepare(
      `UPDATE main."Kubeconfig" AS f SET "revokedAt" = o."revokedAt", "revokedBy" = o."revokedBy", "endReason" = o."endReason"
       FROM old."Kubeconfig" AS o WHERE o."id" = f."id" AND o."revokedAt" IS NOT NULL AND f."revokedAt" IS NULL`,
    )
    .run();
  const tokens = database
    .prepare(
      `UPDATE main."KubeconfigToken" AS t SET "revokedAt" = o."revokedAt", "revokedBy" = o."revokedBy", "expiresAt" = o."expiresAt"
       FROM old."KubeconfigToken" AS o WHERE o."tokenHash" = t."tokenHash"
       AND (o."revokedAt" IS NOT t."revokedAt" OR (o."expiresAt" IS NOT NULL AND (t."expiresAt" IS NULL OR o."expiresAt" < t."expiresAt")))`,
    )
    .run();
  return Number(files.changes) + Number(tokens.changes);
}

// People about whom the database in use knows something that the backup does not: only there its word is the newer one.
const changedSince = `EXISTS (SELECT 1 FROM old."AuditEvent" AS a WHERE a."action" LIKE 'user.%' AND a."targetName" = u."login"
  AND a."id" NOT IN (SELECT "id" FROM main."AuditEvent"))`;

/** Who was disabled, deleted, or is no administrator any more stays so; a password or second factor that was replaced opens nothing again. Returns how much of that there was. */
function keepLostAccess(database: DatabaseSync): number {
  const changed = database
    .prepare(
      `UPDATE main."User" AS u SET "disabledAt" = coalesce(u."disabledAt", o."disabledAt"), "isAdmin" = min(u."isAdmin", o."isAdmin"),
         "passwordHash" = o."passwordHash", "mustChangePassword" = o."mustChangePassword"
       FROM old."User" AS o WHERE o."id" = u."id" AND ${changedSince}
       AND (o."passwordHash" IS NOT u."passwordHash" OR (o."disabledAt" IS NOT NULL AND u."disabledAt" IS NULL) OR o."isAdmin" < u."isAdmin")`,
    )
    .run();
  // The id is in the row of the audit: somebody else may have the login since.
  const deleted = database
    .prepare(
      `DELETE FROM main."User" WHERE "id" IN (SELECT json_extract("detail", '$.id') FROM old."AuditEvent"
       WHERE "action" = 'user.deleted' AND "id" NOT IN (SELECT "id" FROM main."AuditEvent"))`,
    )
    .run();
  return Number(changed.changes) + Number(deleted.changes) + keepLostFactors(database);
}

function keepLostFactors(database: DatabaseSync): number {
  // A backup of the first schema has none.
  if (database.prepare(`SELECT 1 FROM pragma_table_info('User') WHERE "name" = 'totpConfirmedAt'`).get() === undefined) return 0;
  const apps = database
    .prepare(
      `UPDATE main."User" AS u SET "sealedTotpSecret" = o."sealedTotpSecret", "totpConfirmedAt" = o."totpConfirmedAt", "totpLastStep" = o."totpLastStep"
       FROM old."User" AS o WHERE o."id" = u."id" AND ${changedSince} AND o."sealedTotpSecret" IS NOT u."sealedTotpSecret"`,
    )
    .run();
  const [passkeys, codes] = ["Passkey", "RecoveryCode"].map((table) => {
    const key = table === "Passkey" ? "id" : "codeHash";
    const gone = `"${key}" NOT IN (SELECT "${key}" FROM old."${table}") AND EXISTS (SELECT 1 FROM main."User" AS u WHERE u."id" = "userId" AND ${changedSince})`;
    return Number(database.prepare(`DELETE FROM main."${table}" WHERE ${gone}`).run().changes);
  });
  database.exec(
    `UPDATE main."RecoveryCode" AS c SET "usedAt" = o."usedAt" FROM old."RecoveryCode" AS o WHERE o."codeHash" = c."codeHash" AND o."usedAt" IS NOT NULL`,
  );
  return Number(apps.changes) + (passkeys ?? 0) + (codes ?? 0);
}

/** An id that was given since stands in files that were issued since. */
function keepEnvironmentIds(database: DatabaseSync): void {
  database.exec(
    `UPDATE main."sqlite_sequence" SET "seq" = max("seq", (SELECT coalesce(max("seq"), 0) FROM old."sqlite_sequence" WHERE "name" = 'Environment'))
     WHERE "name" = 'Environment'`,
  );
}

const changeRow = z.object({ at: z.string(), action: z.string(), actorLogin: z.string().nullable(), target: z.string().nullable() });

/** Everything that somebody decided: not what Drawbridge does by itself and again, nor what was carried. */
function lostChanges(database: DatabaseSync): LostChanges["changes"] {
  const rows = database
    .prepare(
      `SELECT "at", "action", "actorLogin", "targetName" AS "target" FROM old."AuditEvent"
       WHERE "id" NOT IN (SELECT "id" FROM main."AuditEvent")
       AND ("action" IN ('user.created', 'user.updated', 'user.enabled') OR "action" LIKE 'team.%' OR "action" LIKE 'grant._reated' OR "action" LIKE 'grant._eleted'
         OR "action" LIKE 'settings.%' OR ("action" LIKE 'environment.%' AND "actorLogin" <> 'system'))
       ORDER BY "at", "id" LIMIT ?`,
    )
    .all(changesMax);
  return z.array(changeRow).parse(rows);
}
