import { durationBuckets } from "./schema.ts";

/**
 * How long the quickest `share` (0 to 1) of the counted requests took at most, in seconds; null when none was counted. Within a bucket the
 * requests count as evenly spread, as Prometheus' histogram_quantile has it, so that both tell the same.
 */
export function quantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [index, bound] of durationBuckets.entries()) {
    const count = counts[index] ?? 0;
    if (below + count >= rank && count > 0) {
      const lower = durationBuckets[index - 1] ?? 0;
      return lower + (bound - lower) * ((rank - below) / count);
    }
    below += count;
  }
  // Longer than the highest bound: by how much was not counted.
  return durationBuckets.at(-1) ?? null;
}
