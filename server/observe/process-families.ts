// The process under the names that dashboards for Prometheus know: `process_…` as of every client library, `nodejs_…` as of Node's.
import { readdirSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { EventLoopMonitor } from "./event-loop.ts";
import { type MetricFamily, single } from "./exposition.ts";

const startedAtSeconds = Date.now() / 1000 - process.uptime();

export function processFamilies(eventLoop: EventLoopMonitor): MetricFamily[] {
  return [
    single("process_cpu_seconds_total", "counter", "User and system CPU time.", () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    }),
    single("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.", () => startedAtSeconds),
    single("process_resident_memory_bytes", "gauge", "Resident memory.", () => process.memoryUsage.rss()),
    single("process_open_fds", "gauge", "Open file descriptors: sockets, most of them.", openDescriptors),
    single("process_max_fds", "gauge", "The most that may be open.", descriptorsMax),
    single("nodejs_heap_size_used_bytes", "gauge", "JavaScript heap in use.", () => getHeapStatistics().used_heap_size),
    single("nodejs_heap_size_limit_bytes", "gauge", "JavaScript heap at which the process dies.", () => getHeapStatistics().heap_size_limit),
    single("nodejs_external_memory_bytes", "gauge", "Memory of buffers outside the heap.", () => process.memoryUsage().external),
    single("nodejs_eventloop_active_seconds_total", "counter", "How long the event loop was busy; its rate is the load of the one thread, 1 at most.", () => {
      return performance.eventLoopUtilization().active / 1000;
    }),
    single("nodejs_eventloop_lag_p50_seconds", "gauge", "Delay of the event loop, median, over the last minute or two.", () => eventLoop.delay().p50Seconds),
    single("nodejs_eventloop_lag_p99_seconds", "gauge", "Delay of the event loop, 99th percentile, over the last minute or two.", () => {
      return eventLoop.delay().p99Seconds;
    }),
    single("nodejs_eventloop_lag_max_seconds", "gauge", "Delay of the event loop, the longest of the last minute or two.", () => eventLoop.delay().maxSeconds),
  ];
}

function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    // No /proc (not Linux), or no descriptor left to read it with: the one moment at which this number would matter most.
    return Number.NaN;
  }
}

function descriptorsMax(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.NaN;
  }
}
