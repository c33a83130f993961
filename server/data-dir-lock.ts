import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { createServer } from "node:net";

/**
 * Keeps `dataDir` for this process until it ends, however it ends. Two processes on one database would refuse each other's writes.
 * Rejects with a sentence when another Drawbridge has it. The lock is an abstract socket: Linux only; elsewhere nothing is locked.
 */
export async function lockDataDir(dataDir: string): Promise<void> {
  if (process.platform !== "linux") return;
  const name = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 32);
  const lock = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    lock.once("error", () => reject(new Error(`Another Drawbridge is using ${dataDir}. Stop it, or set DRAWBRIDGE_DATA_DIR to another directory.`)));
    lock.listen(`\0drawbridge-${name}`, resolve);
  });
  lock.unref();
}
