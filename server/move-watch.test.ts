import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseConfig } from "#lib/config.ts";
import { announceMove, isMoveUnderWay } from "#lib/move/index.ts";
import { watchForMove } from "./move-watch.ts";
import { start } from "./start.ts";

let dataDir: string;
let children: ChildProcess[];
beforeEach(() => {
  children = [];
  dataDir = mkdtempSync(path.join(tmpdir(), "drawbridge-move-"));
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(dataDir, { recursive: true });
});

/** A move in a process of its own. */
const announceBeside = () => beside(`announceMove(dataDir); console.log("announced"); setInterval(() => {}, 1000);`);

/** Resolves once `work`, in a process of its own, has printed something. */
async function beside(work: string) {
  const program = `import { announceMove, isMoveUnderWay } from "#lib/move/index.ts"; const dataDir = ${JSON.stringify(dataDir)}; ${work}`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], { cwd: path.join(import.meta.dirname, ".."), stdio: "pipe" });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

it("a Drawbridge whose database is being moved says so and stops, once", async () => {
  const stop = vi.fn();
  const warn = vi.fn();
  const watch = watchForMove({ dataDir, logger: { warn }, stop });
  await announceBeside();
  await expect.poll(() => stop.mock.calls.length, { timeout: 10_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(stop).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledTimes(1);
  watch.stop();
});

it("a Drawbridge that is started while its database is moved refuses with a sentence, wherever its database is", async () => {
  await announceBeside();
  for (const url of ["", "postgresql://127.0.0.1:1/drawbridge"]) {
    const config = parseConfig({ DRAWBRIDGE_DATA_DIR: dataDir, DRAWBRIDGE_DATABASE_URL: url, DRAWBRIDGE_LOG_LEVEL: "error" });
    await expect(start(config, { dev: true })).rejects.toThrow(/is being moved to PostgreSQL. Wait for its end, then start with DRAWBRIDGE_DATABASE_URL set/);
  }
});

it("those who look at once do not take each other for a move, and each sees one", async () => {
  writeFileSync(path.join(dataDir, "move.lock"), "");
  const looker = await beside(`console.log("looking"); for (;;) isMoveUnderWay(dataDir);`);
  let seen = 0;
  for (let index = 0; index < 500; index++) if (isMoveUnderWay(dataDir)) seen++;
  expect(seen).toBe(0);
  looker.kill("SIGKILL");
  await once(looker, "exit");
  await announceBeside();
  expect([isMoveUnderWay(dataDir), isMoveUnderWay(dataDir)]).toEqual([true, true]);
});

it("a look that fails stops nobody, is logged once, and made again", () => {
  vi.useFakeTimers();
  try {
    const [stop, warn] = [vi.fn(), vi.fn()];
    const watch = watchForMove({ dataDir, logger: { warn }, stop });
    mkdirSync(path.join(dataDir, "move.lock"));
    vi.advanceTimersByTime(3000);
    expect(warn.mock.calls).toEqual([[{ err: expect.any(Error) }, "cannot see whether the database is being moved"]]);
    rmdirSync(path.join(dataDir, "move.lock"));
    const move = announceMove(dataDir);
    expect(stop).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3000);
    expect(stop).toHaveBeenCalledTimes(1);
    move.end();
    watch.stop();
  } finally {
    vi.useRealTimers();
  }
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
