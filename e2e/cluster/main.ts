import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { pairPath, startPair } from "./pair.ts";
import { stopStateDirsBelow } from "./stop-state-dir.ts";

// For work by hand: `node e2e/cluster/main.ts up|down STATE_DIR` starts two clusters that stay, and takes them away.
const [action, directory] = process.argv.slice(2);
if (directory === undefined || (action !== "up" && action !== "down")) throw new Error("usage: main.ts up|down STATE_DIR");
const stateDir = resolve(directory);
await stopStateDirsBelow(stateDir);
if (action === "up") {
  await startPair(stateDir, { staysOn: true });
  process.stdout.write(`clusters are up: ${pairPath(stateDir)}\n`);
} else {
  rmSync(stateDir, { recursive: true, force: true });
}
