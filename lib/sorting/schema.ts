// How a list is sorted, the same in a page and where the database has more rows than a page holds. Pure.

/** What a row is sorted by; null (never, none) comes last, whichever way. */
export type SortKey = string | number | null;

/** As people sort, which no index of the database does: the case does not count, 2 comes before 10. */
const { compare: compareText } = new Intl.Collator("en", { numeric: true });

export function compareKeys(a: SortKey, b: SortKey, descending = false): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "number" && typeof b === "number" ? Number(a > b) - Number(a < b) : compareText(String(a), String(b));
  return descending ? -order : order;
}
