// No schema here: Home shows what expires, and the library of schemas is a tenth of what it would load.

const day = 24 * 60 * 60;
/** A file that nobody has used for so long is stale. */
export const staleAfterSeconds = 30 * day;
/** A file that ends in less is expiring. */
export const expiringWithinSeconds = 7 * day;

/** Ids in one short value, the same for the same ids in any order: "1-1000", or "1 3-5". */
export function choiceText(environmentIds: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const id of environmentIds.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && id <= run[1] + 1) run[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(" ");
}
