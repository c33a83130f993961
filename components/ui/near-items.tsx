"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import type { ReactNode } from "react";
import { heightened, withFocused } from "./near-range.ts";

const estimatedItemPx = 53;

/** Of a long list's items those near what its box shows, with empty space for the others. */
export default function NearItems({
  list,
  count,
  keyAt,
  itemAt,
}: {
  /** The box that scrolls, whose children these are. */
  list: Element;
  count: number;
  keyAt: (index: number) => string | number;
  itemAt: (index: number, measure: (item: Element | null) => void) => ReactNode;
}) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => list,
    estimateSize: () => estimatedItemPx,
    overscan: 12,
    getItemKey: keyAt,
    rangeExtractor: (range) => withFocused(range, list),
  });
  const lines: ReactNode[] = [];
  let end = 0;
  const emptySpace = (height: number, key: string) => {
    if (height >= 1) lines.push(<li key={key} aria-hidden="true" ref={heightened(height)} />);
  };
  for (const near of virtualizer.getVirtualItems()) {
    emptySpace(near.start - end, `before ${near.key}`);
    lines.push(itemAt(near.index, virtualizer.measureElement));
    end = near.end;
  }
  emptySpace(virtualizer.getTotalSize() - end, "after");
  return lines;
}
