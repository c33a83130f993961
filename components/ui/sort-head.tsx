import { ArrowDown, ArrowUp } from "lucide-react";
import { classNames } from "./class-names.ts";
import type { TableHead } from "./table.tsx";
import type { TableColumn, TableSort } from "./table-sort.ts";

/** A column's head that sorts by it when pressed, the other way when pressed again. The table's column says `sort` to screen readers. */
function SortHead({ label, sort, isEnd, onSort }: { label: string; sort: TableHead["sort"]; isEnd: boolean; onSort: () => void }) {
  const Arrow = sort === "descending" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onSort}
      // Over numbers the word ends where they do.
      className={classNames("group inline-flex h-7 items-center gap-1 whitespace-nowrap rounded-control hover:text-ink", isEnd && "flex-row-reverse")}
    >
      {label}
      <Arrow className={sort === undefined ? "size-3.5 opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60" : "size-3.5"} aria-hidden="true" />
    </button>
  );
}

/** The heads of a table's columns: those that it can be sorted by can be pressed. */
export function sortHeads<Item>({
  columns,
  sort,
  sortBy,
}: {
  columns: readonly TableColumn<Item>[];
  sort: TableSort;
  sortBy: (column: TableColumn<Item>) => void;
}): TableHead[] {
  return columns.map((column, index) => {
    const { key, label, sortKey, greatestFirst: _order, ...look } = column;
    // The first says what the row is: it cannot be hidden.
    const head = { ...(index > 0 && { key }), ...look };
    if (sortKey === undefined) return { label, ...head };
    const direction = sort.by !== key ? undefined : sort.descending ? "descending" : "ascending";
    return { label: <SortHead label={label} sort={direction} isEnd={column.align === "end"} onSort={() => sortBy(column)} />, sort: direction, ...head };
  });
}
