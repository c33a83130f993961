// How a move asks the Drawbridge that runs on the data directory to stop, and keeps it from being started meanwhile: a file that the move holds
// locked. A lock ends with its process, however it ends, so that nothing is left to be cleared away, and it is seen from another container too.
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MoveRefusal } from "./refusal.ts";

/** Holds until `end`, or until this process ends. Throws MoveRefusal when another move does. */
export function announceMove(dataDir: string): { end(): void } {
  const file = fileOf(dataDir);
  // Who only looks shares it for a moment.
  const lock = open(file, { statement: "BEGIN EXCLUSIVE", timeout: 2000 });
  if (lock === null) throw new MoveRefusal(`Another move of ${dataDir} is under way. Wait for its end.`);
  held.add(lock);
  return {
    end() {
      rmSync(file, { force: true });
      held.delete(lock);
      lock.close();
    },
  };
}

export function isMoveUnderWay(dataDir: string): boolean {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return false;
  // Shared: lookers do not take each other for a move.
  const lock = open(file, { statement: "BEGIN; SELECT 1 FROM sqlite_schema", timeout: 0 });
  lock?.close();
  return lock === null;
}

/** What is collected as garbage holds no lock. */
const held = new Set<DatabaseSync>();

function fileOf(dataDir: string): string {
  return path.join(dataDir, "move.lock");
}

/** Null while another process keeps `statement` from its lock. */
function open(file: string, { statement, timeout }: { statement: string; timeout: number }): DatabaseSync | null {
  const database = new DatabaseSync(file, { timeout });
  try {
    database.exec(statement);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/.test(error.message)) return null;
    throw error;
  }
}
