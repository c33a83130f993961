// Loaded into the program under test ahead of it: does to the process on SIGUSR2 what no request can, as the query of its URL tells.
import { getHeapStatistics } from "node:v8";
import { heapLimitBytes } from "#server/memory-pressure.ts";

const fault = new URL(import.meta.url).search;
const held: number[][] = [];

process.on("SIGUSR2", () => {
  if (fault === "?throw") throw new Error("nobody was prepared for this");
  if (held.length > 0) {
    held.length = 0;
    return;
  }
  const limit = heapLimitBytes();
  while (getHeapStatistics().used_heap_size < limit * 0.85) held.push(new Array<number>(125_000).fill(0.5));
});
