"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { classNames } from "./class-names.ts";
import { useListKeys } from "./list-keys.ts";
import { wholeTableMax } from "./row-place.ts";

// Most instances have no list so long: they do not load what it takes.
const NearItems = lazy(() => import("./near-items.tsx"));
const firstItems = 30;

/**
 * A list in a box that scrolls, of whatever length, each item with one thing to press: a short one has all its items in the document, a long one
 * those near what is shown, each with its place in the whole. Tab stops at one item; ↑ ↓ Home End Page Up Page Down go to others.
 */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  className,
  children,
}: {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string | number;
  className?: string;
  children: (item: Item) => ReactNode;
}) {
  const [list, setList] = useState<HTMLUListElement | null>(null);
  useListKeys(list);
  const isLong = items.length > wholeTableMax;
  const keyAt = (index: number) => {
    const item = items[index];
    return item === undefined ? index : keyOf(item);
  };
  const itemAt = (index: number, measure?: (item: Element | null) => void) => {
    const item = items[index];
    if (item === undefined) return null;
    return (
      <li
        key={keyOf(item)}
        {...(measure === undefined ? {} : { ref: measure })}
        data-index={index}
        {...(isLong ? { "aria-setsize": items.length, "aria-posinset": index + 1 } : {})}
        className="border-line border-b last:border-b-0"
      >
        {children(item)}
      </li>
    );
  };
  const first = items.slice(0, isLong ? firstItems : items.length).map((_item, index) => itemAt(index));
  return (
    <ul ref={setList} aria-label={label} className={classNames("overflow-y-auto overscroll-contain", className)}>
      {isLong && list !== null ? (
        <Suspense fallback={first}>
          <NearItems list={list} count={items.length} keyAt={keyAt} itemAt={itemAt} />
        </Suspense>
      ) : (
        first
      )}
    </ul>
  );
}
