"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useContext, useLayoutEffect, useRef, useState } from "react";
import { heightened, withFocused } from "./near-range.ts";
import { RowPlace } from "./row-place.ts";
import { ShownColumns } from "./shown-columns.ts";

interface NearRowsProps {
  count: number;
  keyAt: (index: number) => string | number;
  rowAt: (index: number) => ReactNode;
}

const estimatedRowPx = 45;
const estimatedScreenPx = 1200;

/** Of a long table's rows those near the screen, with empty space for the others. */
export default function NearRows({ count, keyAt, rowAt }: NearRowsProps) {
  const { count: columns } = useContext(ShownColumns);
  const start = useRef<HTMLTableRowElement>(null);
  // Null until it is measured in the browser. The server's page has no empty space: its height would be a style attribute, which the CSP refuses.
  const [top, setTop] = useState<number | null>(null);
  // After each render, as a banner above may have come or gone.
  useLayoutEffect(() => {
    if (start.current) setTop(Math.round(start.current.getBoundingClientRect().top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimatedRowPx,
    overscan: 12,
    scrollMargin: top ?? 0,
    // The same for the server's page and the first in the browser, wherever that one is scrolled to.
    initialRect: { width: 0, height: estimatedScreenPx },
    initialOffset: 0,
    getItemKey: keyAt,
    measureElement: heightWithDetails,
    rangeExtractor: (range) => withFocused(range, start.current?.parentElement ?? null),
  });
  const lines: ReactNode[] = [];
  let end = top ?? 0;
  const emptySpace = (height: number, key: string) => {
    if (top === null || height < 1) return;
    lines.push(
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without a tabindex takes no focus.
      <tr key={key} aria-hidden="true" className="max-sm:block">
        <td colSpan={columns} className="p-0 max-sm:block" ref={heightened(height)} />
      </tr>,
    );
  };
  for (const near of virtualizer.getVirtualItems()) {
    emptySpace(near.start - end, `before ${near.key}`);
    lines.push(
      <RowPlace key={near.key} value={{ index: near.index, measure: virtualizer.measureElement }}>
        {rowAt(near.index)}
      </RowPlace>,
    );
    end = near.end;
  }
  emptySpace(virtualizer.getTotalSize() + (top ?? 0) - end, "after");
  return (
    <>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: as above. */}
      <tr ref={start} aria-hidden="true" className="max-sm:block" />
      {lines}
    </>
  );
}

function heightWithDetails(row: Element): number {
  let height = row.getBoundingClientRect().height;
  for (let next = row.nextElementSibling; next?.hasAttribute("data-detail"); next = next.nextElementSibling) height += next.getBoundingClientRect().height;
  return height;
}
