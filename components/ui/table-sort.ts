// How a table is sorted, and how its address says so. Pure.
import { compareKeys, type SortKey } from "#lib/sorting/schema.ts";

export interface TableColumn<Item> {
  /** In the address. */
  key: string;
  label: string;
  /** By what of an item the table is sorted, or that the server sorts it, which has the other pages; absent: it is not sorted by this column. */
  sortKey?: ((item: Item) => SortKey) | "server";
  /** The newest or the most are what one looks for: the first press puts them on top. */
  greatestFirst?: true;
  align?: "end";
  className?: string;
}

export interface TableSort {
  by: string;
  descending: boolean;
}

/** Items of the same key keep their order. */
export function sortItems<Item>(items: readonly Item[], sortKey: (item: Item) => SortKey, descending: boolean): Item[] {
  return items
    .map((item) => ({ item, key: sortKey(item) }))
    .sort((a, b) => compareKeys(a.key, b.key, descending))
    .map(({ item }) => item);
}

/** The sort after a press on the head of `column`. */
export function pressedSort(before: TableSort, { key, greatestFirst = false }: { key: string; greatestFirst?: boolean }): TableSort {
  return { by: key, descending: before.by === key ? !before.descending : greatestFirst };
}

/** `name`, or `-name` for descending; `first` when it names no column that sorts. */
export function parseSort(text: string | null, columns: readonly TableColumn<never>[], first: TableSort): TableSort {
  const descending = text?.startsWith("-") ?? false;
  const by = text?.slice(descending ? 1 : 0);
  const column = columns.find(({ key, sortKey }) => key === by && sortKey !== undefined);
  return column === undefined ? first : { by: column.key, descending };
}

/** Null for `first`, which needs no saying. */
export function writeSort({ by, descending }: TableSort, first: TableSort): string | null {
  return by === first.by && descending === first.descending ? null : `${descending ? "-" : ""}${by}`;
}
