// How the first administrator comes to be: by the operator's file, or by a one-time code for the browser.
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "#lib/config.ts";
import type { Db } from "#lib/db.ts";
import { logger } from "#lib/logger.ts";
import { createFirstAdminUnattended, prepareSetUpCode, setUpState } from "#lib/users/index.ts";

/**
 * Returns the set-up code to show, or null when there is an administrator already or one was just made from the configuration. The code
 * also stands in `<data>/setup-code` (0600) for whoever does not see the terminal. Throws a sentence when the password file is unusable.
 */
export async function announceSetUp(config: Config, db: Db): Promise<string | null> {
  const file = path.join(config.dataDir, "setup-code");
  if (config.firstAdmin) await createFromFile(config.firstAdmin, db);
  const code = await prepareSetUpCode(db, randomBytes);
  if (code === null) {
    rmSync(file, { force: true });
  } else {
    writeFileSync(file, `${code}\n`, { mode: 0o600 });
    removeOnceUsed(file, db);
  }
  return code;
}

const lookEveryMs = 2_000;

/** The pages use the code up, and meet the server in the database only. */
function removeOnceUsed(file: string, db: Db): void {
  const timer = setInterval(async () => {
    try {
      if ((await setUpState(db)).needsSetUp) return;
      rmSync(file, { force: true });
      clearInterval(timer);
    } catch (error) {
      logger.warn({ err: error }, "the used set-up code could not be removed yet");
    }
  }, lookEveryMs);
  timer.unref();
}

async function createFromFile({ login, passwordFile }: { login: string; passwordFile: string }, db: Db): Promise<void> {
  let password: string;
  try {
    password = readFileSync(passwordFile, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new Error(`DRAWBRIDGE_ADMIN_PASSWORD_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    await createFirstAdminUnattended(db, { login, password }, new Date());
  } catch (error) {
    throw new Error(`DRAWBRIDGE_ADMIN_LOGIN and DRAWBRIDGE_ADMIN_PASSWORD_FILE: ${error instanceof Error ? error.message : String(error)}`);
  }
}
