// One thread carries everybody's bytes: what holds it up holds up all of them, and shows nowhere else.
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { logger as processLogger } from "#lib/logger.ts";

export interface EventLoopWatchOptions {
  logger: Pick<typeof processLogger, "warn">;
  everyMs?: number;
  stallMs?: number;
}

/** Logs, at most once each `everyMs`, that the thread stood still for `stallMs` or longer. Returns how to stop it. */
export function watchEventLoop({ logger, everyMs = 10_000, stallMs = 200 }: EventLoopWatchOptions): () => void {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  const timer = setInterval(() => {
    const longestMs = Math.round(delays.max / 1e6);
    if (longestMs >= stallMs) logger.warn({ longestMs, p99Ms: Math.round(delays.percentile(99) / 1e6) }, "everything stood still for a moment");
    delays.reset();
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
  };
}
