import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { stopStateDirsBelow } from "./stop-state-dir.ts";

/**
 * Makes sure that nothing started below `parent` outlives this process, even when it is killed outright: a child of
 * its own session waits for its standard input to end, which the system does for us, then stops all and removes
 * `parent`.
 */
export function guardStateDirs(parent: string): void {
  const child = spawn(process.execPath, [import.meta.filename, parent], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.unref();
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
}

if (process.argv[1] === import.meta.filename) {
  const parent = process.argv[2];
  if (parent === undefined) throw new Error("usage: watchdog.ts PARENT_DIR");
  process.stdin.resume().once("end", async () => {
    await stopStateDirsBelow(parent);
    rmSync(parent, { recursive: true, force: true });
  });
}
