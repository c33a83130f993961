"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { parseSort, pressedSort, type TableColumn, type TableSort, writeSort } from "./table-sort.ts";

export interface ServerSort<Item> {
  columns: readonly TableColumn<Item>[];
  sort: TableSort;
  sortBy: (column: TableColumn<Item>) => void;
}

/** The sort of a table that comes in pages: it stands in the address, and the server gives the first page of it. `first`: without a word of it there. */
export function useServerSort<Item>(columns: readonly TableColumn<Item>[], first: TableSort): ServerSort<Item> {
  const router = useRouter();
  const params = useSearchParams();
  const sort = parseSort(params.get("sort"), columns, first);
  const sortBy = (column: TableColumn<Item>) => {
    const query = new URLSearchParams(params);
    query.delete("before");
    const text = writeSort(pressedSort(sort, column), first);
    if (text === null) query.delete("sort");
    else query.set("sort", text);
    router.push(`?${query}`, { scroll: false });
  };
  return { columns, sort, sortBy };
}
