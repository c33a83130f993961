import { afterEach, describe, expect, it, vi } from "vitest";
import { type MemoryPressure, watchMemory } from "./memory-pressure.ts";

let pressure: MemoryPressure;
afterEach(() => {
  pressure.stop();
  vi.useRealTimers();
});

function watch() {
  vi.useFakeTimers();
  const heap = { live: 0.5, garbage: 0, collections: 0 };
  pressure = watchMemory({
    measure: () => heap.live + heap.garbage,
    collect: () => {
      heap.collections++;
      heap.garbage = 0;
    },
  });
  return heap;
}

// R21
describe("the memory", () => {
  it("is nearly full when four fifths of the heap are in use, and no longer when some is free again", () => {
    const heap = watch();
    vi.advanceTimersByTime(3000);
    expect(pressure.high).toBe(false);
    heap.live = 0.8;
    vi.advanceTimersByTime(1000);
    expect(pressure.high).toBe(true);
    heap.live = 0.79;
    vi.advanceTimersByTime(1000);
    expect(pressure.high).toBe(false);
  });

  it("is not full of garbage, however much there is", () => {
    const heap = watch();
    for (let second = 0; second < 60; second++) {
      heap.garbage = 0.45;
      vi.advanceTimersByTime(1000);
      expect(pressure.high).toBe(false);
    }
    // Collecting all the time would be as bad as what it is to avoid.
    expect(heap.collections).toBeLessThanOrEqual(7);
  });

  it("that stays full stays refused", () => {
    const heap = watch();
    heap.live = 0.9;
    for (let second = 0; second < 60; second++) {
      vi.advanceTimersByTime(1000);
      expect(pressure.high).toBe(true);
    }
  });
});
