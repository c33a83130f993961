/** The index that a key leads to in a list or a table, beyond its ends too; undefined: it leads nowhere. */
export function indexByKey(key: string, { from, last, perPage }: { from: number; last: number; perPage: number }): number | undefined {
  const targets: Record<string, number> = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + perPage, PageUp: from - perPage, Home: 0, End: last };
  return targets[key];
}
