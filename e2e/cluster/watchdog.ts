import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { stopStateDir, stopStateDirsBelow } from "./stop-state-dir.ts";

/**
 * Makes sure that nothing started in `folder`, or in a folder directly below it, outlives this process, even when it
 * is killed outright: a child of its own session waits for its standard input to end, which the system does for us,
 * then stops all and removes `folder`.
 */
export function guardStateDirs(folder: string): void {
  const child = spawn(process.execPath, [import.meta.filename, folder], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.unref();
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error("usage: watchdog.ts FOLDER");
  process.stdin.resume().once("end", async () => {
    await stopStateDirsBelow(folder);
    await stopStateDir(folder);
    rmSync(folder, { recursive: true, force: true });
  });
}
