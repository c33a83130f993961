// A real, throw-away database behind a driver that can be slow or dead: what Prisma meets when the disk or the network under it is.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDriver, runBefore } from "#lib/database-driver.ts";
import { databaseFile, migrate, openFile } from "#lib/db.ts";
import type { TestDatabase } from "#lib/testing/database.ts";

export interface DatabaseFaults {
  /** Each statement takes so much longer; lowered, those that wait go on. */
  delayMs: number;
  /** Each statement fails. */
  dead: boolean;
  onStatement: (sql: string) => void;
}

export interface FaultDatabase extends TestDatabase {
  faults: DatabaseFaults;
}

export async function openFaultDatabase(): Promise<FaultDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "drawbridge-"));
  const faults: DatabaseFaults = { delayMs: 0, dead: false, onStatement: () => {} };
  const file = databaseFile(dataDir);
  const driver = runBefore(openDriver(file), () => async (sql) => {
    faults.onStatement(sql);
    const askedAt = performance.now();
    while (performance.now() - askedAt < faults.delayMs) await sleep(10);
    if (faults.dead) throw new Error("disk I/O error");
  });
  const db = openFile(file, driver);
  await migrate(db);
  return {
    db,
    dataDir,
    location: file,
    faults,
    async close() {
      faults.dead = false;
      faults.delayMs = 0;
      await db.$disconnect();
      await rm(dataDir, { recursive: true });
    },
  };
}
