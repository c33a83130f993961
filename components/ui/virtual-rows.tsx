"use client";

import { Fragment, lazy, type ReactNode, Suspense } from "react";
import { wholeTableMax } from "./row-place.ts";

export interface VirtualRowsProps<Item> {
  items: readonly Item[];
  keyOf: (item: Item) => string | number;
  /** The row of an item, with its detail rows. */
  children: (item: Item) => ReactNode;
}

// Most instances have no table so long: they do not load what it takes.
const NearRows = lazy(() => import("./near-rows.tsx"));
const firstRows = 30;

/**
 * The rows of a table, of whatever length: a short one has them all, of a long one only those near the screen are in the document, and
 * what stands above and below them is empty space of their height. The browser's own search then finds only what is near; each long
 * table has a search field of its own. `Table` is told `rowCount` too.
 */
export function VirtualRows<Item>({ items, keyOf, children }: VirtualRowsProps<Item>) {
  const rows = (some: readonly Item[]) => some.map((item) => <Fragment key={keyOf(item)}>{children(item)}</Fragment>);
  if (items.length <= wholeTableMax) return rows(items);
  const keyAt = (index: number) => {
    const item = items[index];
    return item === undefined ? index : keyOf(item);
  };
  const rowAt = (index: number) => {
    const item = items[index];
    return item === undefined ? null : children(item);
  };
  return (
    <Suspense fallback={rows(items.slice(0, firstRows))}>
      <NearRows count={items.length} keyAt={keyAt} rowAt={rowAt} />
    </Suspense>
  );
}
