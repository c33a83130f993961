import { type RefObject, useLayoutEffect } from "react";

/** Holds the columns of a long table as wide as its first rows made them: they would jump as others come and go. Measured anew when the table's place gets another width, or it another number of columns. `columns`: 0 for a table that is not long. */
export function useSteadyColumns(table: RefObject<HTMLTableElement | null>, columns: number): void {
  useLayoutEffect(() => {
    const place = table.current?.parentElement;
    if (columns === 0 || !table.current || !place) return;
    const { current } = table;
    let width = -1;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      holdColumns(current);
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
      release(current);
    };
  }, [table, columns]);
}

function holdColumns(table: HTMLTableElement): void {
  release(table);
  // On narrow screens rows are blocks.
  if (getComputedStyle(table).display !== "table") return;
  const heads = headsOf(table);
  const widths = heads.map((head) => head.offsetWidth);
  for (const [index, head] of heads.entries()) head.style.width = `${widths[index]}px`;
  table.style.tableLayout = "fixed";
}

function release(table: HTMLTableElement): void {
  for (const head of headsOf(table)) head.style.width = "";
  table.style.tableLayout = "";
}

function headsOf(table: HTMLTableElement): HTMLElement[] {
  return [...table.querySelectorAll<HTMLElement>("thead th")];
}
