// config → database → TLS → pages → gateway → listen. The only place that ends the process.
import path from "node:path";
import { ConfigError, config, prepareLibraryEnvironment } from "#lib/config.ts";
import { logger } from "#lib/logger.ts";
import { readCatalogue } from "#lib/text-catalogue/index.ts";
import { setCatalogue } from "#lib/texts/index.ts";
import type { Running } from "./start.ts";

// Everything that we write is for us alone: keys, the database, the set-up code.
process.umask(0o077);

const dev = process.argv.includes("--dev");
prepareLibraryEnvironment(dev ? "development" : "production");

if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write("Drawbridge runs on Node 24, which `npm ci` brings along. Start it by `npm start`, not by `node`.\n");
  process.exit(1);
}

try {
  const settings = config();
  if (settings.textsFile !== null) setCatalogue(await readCatalogue(settings.textsFile));
  // Loaded only now: the libraries behind it read the environment as they load, and our own modules their texts.
  const { start } = await import("./start.ts");
  let running: Running | null = null;
  let stopping = false;
  const stop = async (code: 0 | 1) => {
    // A second signal means: at once. Before there is anything to stop, so does the first.
    if (stopping || running === null) process.exit(stopping ? 1 : code);
    stopping = true;
    await running.stop({ hurried: code === 1 });
    process.exit(code);
  };
  process.on("SIGTERM", () => stop(0)).on("SIGINT", () => stop(0));
  // Its paths are absolute by now. Pages read the guide beside the program, wherever it was started from.
  process.chdir(path.join(import.meta.dirname, ".."));
  running = await start(settings, { dev });
  // Nobody knows what state such an error leaves behind: what is open gets a moment, then the supervisor starts us anew.
  process.on("uncaughtException", (error) => {
    logger.error({ err: error }, "an error that nothing was prepared for; stopping");
    if (!stopping) void stop(1);
  });
} catch (error) {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else logger.error({ err: error }, error instanceof Error ? error.message : "could not start");
  process.exit(1);
}
