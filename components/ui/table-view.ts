"use client";

import { useDeferredValue, useMemo } from "react";
import { type AddressForm, useAddressQuery } from "./address-query.ts";
import { useHiddenColumns } from "./column-choice.tsx";
import { parseSort, pressedSort, sortItems, type TableColumn, type TableSort, writeSort } from "./table-sort.ts";

interface TableQuery {
  /** As typed. */
  q: string;
  sort: TableSort;
}

export interface TableView<Item> {
  /** In the choice of columns; undefined: it has none. */
  name: string | undefined;
  columns: readonly TableColumn<Item>[];
  /** The items in which each word that was typed occurs, sorted as asked. */
  found: Item[];
  q: string;
  search: (text: string) => void;
  sort: TableSort;
  hidden: ReadonlySet<string>;
  /** As by a press on the column's head. */
  sortBy: (column: TableColumn<Item>) => void;
}

const quiet = ["q"] as const;
const typedMax = 200;

/**
 * What a person sees of a table that is there as a whole: found by parts of words in any order (`q` in the address), sorted by its columns'
 * heads (`sort`), at first by the first column, without the columns that were hidden. `columns` and `textOf` stay the same from render to
 * render.
 */
export function useTableView<Item>(
  items: readonly Item[],
  { name, columns, textOf }: { name?: string; columns: readonly TableColumn<Item>[]; textOf: (item: Item) => string },
): TableView<Item> {
  const { hidden } = useHiddenColumns(name);
  const form = useMemo(() => addressForm(columns), [columns]);
  const { query, ask } = useAddressQuery(form);
  const asked = useDeferredValue(query.q).toLowerCase();
  const { by, descending } = query.sort;
  const sorted = useMemo(() => {
    const sortKey = columns.find(({ key }) => key === by)?.sortKey;
    return typeof sortKey === "function" ? sortItems(items, sortKey, descending) : [...items];
  }, [items, columns, by, descending]);
  const found = useMemo(() => {
    const words = asked.split(/\s+/).filter(Boolean);
    return words.length === 0 ? sorted : sorted.filter((item) => words.every((word) => textOf(item).toLowerCase().includes(word)));
  }, [sorted, asked, textOf]);
  return {
    ...{ name, columns, hidden, found, q: query.q, sort: query.sort },
    search: (q) => ask({ q }),
    sortBy: (column) => ask({ sort: pressedSort(query.sort, column) }),
  };
}

function addressForm<Item>(columns: readonly TableColumn<Item>[]): AddressForm<TableQuery> {
  const first = { by: columns[0]?.key ?? "", descending: false };
  return {
    parse: (params) => ({ q: (params.get("q") ?? "").slice(0, typedMax), sort: parseSort(params.get("sort"), columns, first) }),
    write(params, { q, sort }) {
      const set = (name: string, value: string | null) => (value === null || value === "" ? params.delete(name) : params.set(name, value));
      set("q", q.trim());
      set("sort", writeSort(sort, first));
    },
    quiet,
  };
}
