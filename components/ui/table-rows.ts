// A table's rows as they stand in the document. Of a long table only those near the screen are there: `aria-rowindex` (from 1, the head
// included) then says which, and `aria-rowcount` how many there are.

const rowSelector = "tbody > tr:not([data-detail], [aria-hidden])";
const controlSelector = "a[href], button, [role=checkbox]";

/** The row that an element is, or is in; null outside of tables. */
export function rowOf(element: Element): HTMLTableRowElement | null {
  return element.closest<HTMLTableRowElement>(rowSelector);
}

export function rowsOf(table: Element): HTMLTableRowElement[] {
  return [...table.querySelectorAll<HTMLTableRowElement>(rowSelector)];
}

/** What can be pressed in a row, in reading order. */
export function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(controlSelector)].filter((control) => control.tabIndex >= 0 && control.checkVisibility());
}

/** Place of the row in the whole table; any number, growing from row to row. */
export function indexOf(row: HTMLTableRowElement): number {
  return Number(row.getAttribute("aria-rowindex") ?? row.rowIndex);
}

/** The row of that place, or of the nearest one that is there. */
export function nearestRow(table: Element, index: number): HTMLTableRowElement | undefined {
  return rowsOf(table).reduce<HTMLTableRowElement | undefined>(
    (best, row) => (best === undefined || Math.abs(indexOf(row) - index) < Math.abs(indexOf(best) - index) ? row : best),
    undefined,
  );
}

/** Puts the focus on a row and makes it the table's one stop for Tab. */
export function focusRow(row: HTMLTableRowElement, options: FocusOptions = {}): void {
  makeStop(row);
  row.focus({ preventScroll: true });
  if (!options.preventScroll) row.scrollIntoView({ block: "nearest" });
}

/** Makes a row the one of its table that Tab stops at. */
export function makeStop(row: HTMLTableRowElement): void {
  for (const other of row.closest("table")?.querySelectorAll<HTMLElement>("tr[tabindex]") ?? []) if (other !== row) other.tabIndex = -1;
  row.tabIndex = 0;
}
