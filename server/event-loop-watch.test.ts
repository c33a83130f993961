import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { watchEventLoop } from "./event-loop-watch.ts";

// R22
it("a thread that stood still for a fifth of a second is told of, with how long it was", async () => {
  const warn = vi.fn();
  const stop = watchEventLoop({ logger: { warn }, everyMs: 100, stallMs: 300 });
  await sleep(150);
  const until = performance.now() + 600;
  while (performance.now() < until);
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.objectContaining({ longestMs: expect.any(Number) }), expect.any(String)), 5000);
  expect(warn.mock.calls[0]?.[0].longestMs).toBeGreaterThan(400);
  stop();
});
