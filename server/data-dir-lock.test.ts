import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { lockDataDir } from "./data-dir-lock.ts";

it("a second process on the same data directory is refused, and the directory is free again when the first has ended", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "drawbridge-lock-"));
  const program = `import { lockDataDir } from "./server/data-dir-lock.ts"; await lockDataDir(${JSON.stringify(dir)});`;
  const inAnotherProcess = () =>
    promisify(execFile)(process.execPath, ["--input-type=module-typescript", "--eval", program], { cwd: path.join(import.meta.dirname, "..") });
  await inAnotherProcess();
  await lockDataDir(dir);
  await expect(inAnotherProcess()).rejects.toThrow(/Another Drawbridge is using .* DRAWBRIDGE_DATA_DIR/);
  rmSync(dir, { recursive: true });
});
