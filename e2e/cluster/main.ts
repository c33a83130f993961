import { join, resolve } from "node:path";
import { pairPath, startPair } from "./pair.ts";
import { stopCluster } from "./stop-cluster.ts";

// For work by hand: `node e2e/cluster/main.ts up|down STATE_DIR`.
const [action, directory] = process.argv.slice(2);
if (directory === undefined || (action !== "up" && action !== "down")) throw new Error("usage: main.ts up|down STATE_DIR");
const stateDir = resolve(directory);
for (const name of ["alpha", "beta"]) await stopCluster(join(stateDir, name));
if (action === "up") {
  await startPair(stateDir);
  process.stdout.write(`clusters are up: ${pairPath(stateDir)}\n`);
}
