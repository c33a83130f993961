// Before the heap is full V8 stops the world again and again, and then the process. So nothing new is begun when it is nearly full, and
// what is under way can end.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { logger } from "#lib/logger.ts";

export interface MemoryPressure {
  /** Whether new requests should be refused. */
  readonly high: boolean;
  stop(): void;
}

export interface MemoryPressureOptions {
  /** Used part of the heap's limit, from 0 to 1. */
  measure?(): number;
  /** Frees what is garbage: only what is left afterwards counts. */
  collect?(): void;
  highAt?: number;
  everyMs?: number;
  /** A collection of a large heap takes a second. */
  collectEveryMs?: number;
}

export function watchMemory(options: MemoryPressureOptions = {}): MemoryPressure {
  const { measure = usedOfHeap, collect = collectGarbage(), highAt = 0.8, everyMs = 1000, collectEveryMs = 10_000 } = options;
  let high = false;
  let collectedAt = Number.NEGATIVE_INFINITY;

  function look(): void {
    let used = measure();
    if (used >= highAt) {
      // Garbage may fill the heap between two collections: right after one is the only moment that tells.
      if (performance.now() - collectedAt < collectEveryMs) return;
      collect();
      collectedAt = performance.now();
      used = measure();
    }
    const full = used >= highAt;
    if (full === high) return;
    high = full;
    const heap = { usedPercent: Math.round(used * 100), limitMiB: Math.round(heapLimitBytes() / 2 ** 20) };
    if (high) logger.error(heap, "the memory is nearly full: new requests are refused until some is free");
    else logger.warn(heap, "there is memory again: new requests are taken");
  }

  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    get high() {
      return high;
    },
    stop: () => clearInterval(timer),
  };
}

/** Three semi-spaces of the young generation, at their default size (64 MiB where a pointer has eight bytes). */
const youngBytesMax = 3 * 64 * 2 ** 20;

/** V8's limit counts the young generation in; the process ends when the old one, where all goes that lives, has used up the rest. */
export function heapLimitBytes(): number {
  const { heap_size_limit } = getHeapStatistics();
  return Math.max(heap_size_limit - youngBytesMax, heap_size_limit / 2);
}

function usedOfHeap(): number {
  return getHeapStatistics().used_heap_size / heapLimitBytes();
}

/** V8's own collector, which is there for contexts that are made while the flag is set. */
function collectGarbage(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  return () => {
    if (typeof collect === "function") collect();
  };
}
