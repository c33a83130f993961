import { spawn } from "node:child_process";
import { once } from "node:events";

const program = `
  const database = new (require("node:sqlite").DatabaseSync)(process.argv[1], { timeout: 5000 });
  database.exec("BEGIN IMMEDIATE");
  console.log("held");
  process.stdin.once("data", () => { database.exec("ROLLBACK"); process.exit(); });
`;

/** Another program that holds the write lock of the database `file` until `release`. (Locks of one process do not keep each other out.) */
export async function holdDatabaseLock(file: string): Promise<{ release(): Promise<void> }> {
  const holder = spawn(process.execPath, ["-e", program, file], { stdio: ["pipe", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  return {
    async release() {
      if (holder.exitCode !== null) return;
      holder.stdin.end("release\n");
      await once(holder, "exit");
    },
  };
}
