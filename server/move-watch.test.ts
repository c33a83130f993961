import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseConfig } from "#lib/config.ts";
import { announceMove, isMoveUnderWay } from "#lib/move/index.ts";
import { watchForMove } from "./move-watch.ts";
import { start } from "./start.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "drawbridge-move-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

/** A move in a process of its own. */
async function announceBeside() {
  const program = `import { announceMove } from "#lib/move/index.ts"; announceMove(${JSON.stringify(dataDir)}); console.log("announced"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], { cwd: path.join(import.meta.dirname, ".."), stdio: "pipe" });
  await once(child.stdout, "data");
  return child;
}

it("a Drawbridge whose database is being moved says so and stops, once", async () => {
  const stop = vi.fn();
  const warn = vi.fn();
  const watch = watchForMove({ dataDir, logger: { warn }, stop });
  const move = await announceBeside();
  await expect.poll(() => stop.mock.calls.length, { timeout: 10_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(stop).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledTimes(1);
  move.kill();
  watch.stop();
});

it("a Drawbridge that is started while its database is moved refuses with a sentence, wherever its database is", async () => {
  const move = await announceBeside();
  for (const url of ["", "postgresql://127.0.0.1:1/drawbridge"]) {
    const config = parseConfig({ DRAWBRIDGE_DATA_DIR: dataDir, DRAWBRIDGE_DATABASE_URL: url, DRAWBRIDGE_LOG_LEVEL: "error" });
    await expect(start(config, { dev: true })).rejects.toThrow(/is being moved to PostgreSQL. Wait for its end, then start with DRAWBRIDGE_DATABASE_URL set/);
  }
  move.kill();
});

it("a move that was killed keeps no Drawbridge from starting, and another one can begin", async () => {
  const move = await announceBeside();
  expect(isMoveUnderWay(dataDir)).toBe(true);
  expect(() => announceMove(dataDir)).toThrow("Another move of");
  move.kill("SIGKILL");
  await once(move, "exit");
  expect(isMoveUnderWay(dataDir)).toBe(false);
  announceMove(dataDir).end();
  expect(isMoveUnderWay(dataDir)).toBe(false);
});
