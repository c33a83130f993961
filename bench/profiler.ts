// Loaded into Drawbridge by `--import` when a profile is wanted: SIGUSR2 starts it, the next SIGUSR2 ends it and writes it. Of the load
// alone, therefore, and not of the start.
import { renameSync, writeFileSync } from "node:fs";
import { type Profiler, Session } from "node:inspector/promises";

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 500 });
let on = false;

process.on("SIGUSR2", async () => {
  on = !on;
  if (on) await session.post("Profiler.start");
  else write((await session.post("Profiler.stop")).profile);
});

function write(profile: Profiler.Profile): void {
  const file = process.env.BENCH_PROFILE_FILE ?? "";
  writeFileSync(`${file}.part`, JSON.stringify(profile));
  renameSync(`${file}.part`, file);
}
