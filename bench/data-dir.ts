import { randomBytes } from "node:crypto";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { createFirstAdminUnattended } from "#lib/users/index.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "#server/testing/access-rows.ts";

export const upstreamCredential = "upstream-credential-of-the-length-of-none";
/** One person may hold 2,000 streams; the watches are more. */
const persons = 4;

/**
 * Fills an empty data directory with one environment, persons who may do all there, and a file for each; returns the files' tokens.
 * The environment's id is 1.
 */
export async function fillDataDir(dataDir: string, upstream: { server: string; caData: string }): Promise<string[]> {
  const db = openDatabase(databaseFile(dataDir));
  try {
    await migrate(db);
    await createFirstAdminUnattended(db, { login: "ada", password: randomBytes(16).toString("hex") }, new Date());
    const environmentId = await addEnvironmentRow({ db, dataDir }, { ...upstream, credential: upstreamCredential });
    // Otherwise the server would want a new credential at once, which a scripted API server cannot give.
    await db.environmentCredential.updateMany({ data: { issuedAt: new Date(), expiresAt: new Date(Date.now() + 365 * 24 * 3600 * 1000) } });
    const tokens: string[] = [];
    for (let person = 0; person < persons; person++) {
      const ownerId = await addPersonRow(db, { login: `bench-${person}`, environmentIds: [environmentId], clusterRole: "cluster-admin" });
      tokens.push((await addFileRow(db, { ownerId, environmentId, name: `bench ${person}` })).token);
    }
    return tokens;
  } finally {
    await db.$disconnect();
  }
}

/** How many requests the audit has so far. */
export async function countAuditRows(dataDir: string): Promise<number> {
  const db = openDatabase(databaseFile(dataDir));
  try {
    return await db.auditEvent.count();
  } finally {
    await db.$disconnect();
  }
}
