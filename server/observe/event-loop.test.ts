import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { monitorEventLoop } from "./event-loop.ts";

// R22
it("the delay of the event loop is how long others had to wait, not how often it is looked at", async () => {
  const monitor = monitorEventLoop();
  await sleep(300);
  // Its own period of 20 ms is no delay: half of the looks find none to speak of, also on a busy machine.
  const quiet = monitor.delay();
  expect(quiet.p50Seconds).toBeLessThan(0.015);
  const until = performance.now() + 400;
  while (performance.now() < until);
  await expect.poll(() => monitor.delay().maxSeconds, { timeout: 5000 }).toBeGreaterThan(0.3);
  expect(monitor.delay().maxSeconds).toBeGreaterThanOrEqual(monitor.delay().p99Seconds);
  monitor.stop();
});
