import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openMetricsToken } from "./metrics-server.ts";

const [first, second] = ["the-first-token-0123456789", "the-second-token-0123456789"];
let dir: string;
let file: string;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  dir = mkdtempSync(path.join(tmpdir(), "drawbridge-"));
  file = path.join(dir, "token");
  writeFileSync(file, `${first}\n`);
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true });
});

it("a replaced token counts within ten seconds, and the old one no more", () => {
  const token = openMetricsToken(file);
  expect([token.is(first), token.is(second)]).toEqual([true, false]);
  writeFileSync(file, second);
  vi.advanceTimersByTime(10_001);
  expect([token.is(first), token.is(second)]).toEqual([false, true]);
});

it("without a readable token nobody is let in, until there is one again", () => {
  const token = openMetricsToken(file);
  writeFileSync(file, "");
  vi.advanceTimersByTime(10_001);
  expect([token.is(first), token.is("")]).toEqual([false, false]);
  writeFileSync(file, first);
  vi.advanceTimersByTime(10_001);
  expect(token.is(first)).toBe(true);
});
