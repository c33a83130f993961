// How long the one thread keeps everybody waiting.
import { monitorEventLoopDelay } from "node:perf_hooks";

export interface EventLoopDelay {
  p50Seconds: number;
  p99Seconds: number;
  maxSeconds: number;
}

export interface EventLoopMonitor {
  /** Of the last minute or two, the same for all who ask: a scrape takes nothing away from another one. */
  delay(): EventLoopDelay;
  stop(): void;
}

/** A timer of this period is watched; what it is late by is the delay. */
const resolutionMs = 20;
const windowMs = 60_000;

export function monitorEventLoop(): EventLoopMonitor {
  let present = monitorEventLoopDelay({ resolution: resolutionMs });
  let past: EventLoopDelay = { p50Seconds: 0, p99Seconds: 0, maxSeconds: 0 };
  present.enable();
  const timer = setInterval(() => {
    past = delayOf(present);
    present.disable();
    present = monitorEventLoopDelay({ resolution: resolutionMs });
    present.enable();
  }, windowMs);
  timer.unref();
  return {
    delay() {
      const now = delayOf(present);
      return {
        p50Seconds: present.count > 0 ? now.p50Seconds : past.p50Seconds,
        p99Seconds: Math.max(now.p99Seconds, past.p99Seconds),
        maxSeconds: Math.max(now.maxSeconds, past.maxSeconds),
      };
    },
    stop() {
      clearInterval(timer);
      present.disable();
    },
  };
}

function delayOf(histogram: { count: number; max: number; percentile(percentile: number): number }): EventLoopDelay {
  if (histogram.count === 0) return { p50Seconds: 0, p99Seconds: 0, maxSeconds: 0 };
  return { p50Seconds: late(histogram.percentile(50)), p99Seconds: late(histogram.percentile(99)), maxSeconds: late(histogram.max) };
}

function late(periodNanoseconds: number): number {
  return Math.max(0, periodNanoseconds / 1e9 - resolutionMs / 1000);
}
