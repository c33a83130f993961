import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sparsely } from "./sparsely.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("the first is told at once, a flood as one number each minute, and then again at once", () => {
  const tell = vi.fn();
  const note = sparsely(60_000, tell);
  note();
  expect(tell.mock.calls).toEqual([[1]]);
  for (let index = 0; index < 5000; index++) note();
  vi.advanceTimersByTime(60_000);
  expect(tell.mock.calls).toEqual([[1], [5000]]);
  vi.advanceTimersByTime(600_000);
  note();
  expect(tell.mock.calls).toEqual([[1], [5000], [1]]);
});
