import { borrowOrStartPairs } from "./pair.ts";

/** For Vitest and Playwright, which both run it once before their workers and call what it returns at the end. */
export default function setUpClusters(): Promise<() => Promise<void>> {
  return borrowOrStartPairs();
}
