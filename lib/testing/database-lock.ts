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

const writer = `
  const database = new (require("node:sqlite").DatabaseSync)(process.argv[1], { timeout: 5000 });
  const insert = database.prepare('INSERT INTO "AuditEvent" ("id", "at", "action") VALUES (?, ?, ?)');
  let count = 0;
  const write = () => {
    insert.run("beside-" + count++, new Date(0).toISOString(), "request.forwarded");
    setTimeout(write, 2);
  };
  write();
  console.log("writing");
  process.stdin.once("data", () => process.exit());
`;

/** Another program that writes to the database `file`, again and again, as the audit's thread does, until `stop`. */
export async function writeBeside(file: string): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, ["-e", writer, file], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    async stop() {
      child.stdin.end("stop\n");
      await once(child, "exit");
    },
  };
}
