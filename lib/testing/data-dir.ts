import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, vi } from "vitest";

/** For a file of tests whose code asks for the configuration: a throw-away data directory, with an instance key of its own. */
export function withDataDir(): void {
  const dataDir = mkdtempSync(path.join(tmpdir(), "drawbridge-data-"));
  beforeAll(() => {
    vi.stubEnv("DRAWBRIDGE_DATA_DIR", dataDir);
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));
}
