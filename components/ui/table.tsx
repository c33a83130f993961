"use client";

import { type ReactNode, useContext, useMemo, useRef } from "react";
import { classNames } from "./class-names.ts";
import { RowPlace, wholeTableMax } from "./row-place.ts";
import { ShownColumns } from "./shown-columns.ts";
import { useSteadyColumns } from "./steady-columns.ts";

// Below 640 px each row becomes a block of its cells, each under its column's name. Display values take a table's meaning away from
// screen readers, so the roles are spelt out.
const role = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

const none: ReadonlySet<string> = new Set();

/** `aria-rowindex` counts from 1, the head included. */
const headRows = 1;

export interface TableHead {
  /** Of a column that can be hidden. */
  key?: string;
  label: ReactNode;
  /** Read, not shown. */
  hiddenLabel?: string;
  align?: "end";
  className?: string;
  sort?: "ascending" | "descending" | undefined;
}

/** The one table. `label` names it; `columns` in order: an empty label is read but not shown; `rowCount` where its rows are `VirtualRows`; `hidden` are keys of columns. */
export function Table({
  label,
  columns,
  rowCount = 0,
  hidden = none,
  dense = false,
  children,
}: {
  label: string;
  columns: readonly TableHead[];
  rowCount?: number;
  hidden?: ReadonlySet<string>;
  dense?: boolean;
  children: ReactNode;
}) {
  const table = useRef<HTMLTableElement>(null);
  const isLong = rowCount > wholeTableMax;
  const heads = columns.filter(({ key }) => key === undefined || !hidden.has(key));
  const count = heads.length;
  const shown = useMemo(() => ({ count, hidden, dense }), [count, hidden, dense]);
  useSteadyColumns(table, isLong ? count : 0);
  return (
    <table
      {...role.table}
      ref={table}
      aria-label={label}
      aria-rowcount={isLong ? rowCount + headRows : undefined}
      className="w-full border-collapse max-sm:block"
    >
      <thead {...role.rowgroup} className="max-sm:sr-only">
        <tr {...role.row} className="border-line border-b">
          {heads.map((column, index) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: not each has a key, and they hold no state.
              key={index}
              {...role.columnheader}
              scope="col"
              aria-sort={column.sort}
              className={classNames(
                "h-9 px-3 font-medium text-ink-soft text-small first:pl-4 last:pr-4",
                column.align === "end" ? "text-right" : "text-left",
                column.className,
              )}
            >
              {column.label}
              {column.hiddenLabel !== undefined && <span className="sr-only">{column.hiddenLabel}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...role.rowgroup} className="max-sm:block">
        <ShownColumns value={shown}>{children}</ShownColumns>
      </tbody>
    </table>
  );
}

export function Row({ selected = false, children }: { selected?: boolean; children: ReactNode }) {
  const place = useContext(RowPlace);
  return (
    <tr
      {...role.row}
      ref={place?.measure}
      data-index={place?.index}
      aria-rowindex={place ? place.index + 1 + headRows : undefined}
      className={classNames(
        "border-line border-b last:border-b-0 has-[+[data-detail]]:border-b-0 max-sm:relative max-sm:flex max-sm:flex-col max-sm:gap-1 max-sm:px-4 max-sm:py-3",
        selected ? "bg-wash" : "hover:bg-sunken/60",
      )}
    >
      {children}
    </tr>
  );
}

/** More about the row above, across all columns. */
export function DetailRow({ children }: { children: ReactNode }) {
  const { count } = useContext(ShownColumns);
  return (
    <tr {...role.row} data-detail="" className="border-line border-b last:border-b-0 max-sm:block">
      <td {...role.cell} colSpan={count} className="px-4 pb-3 max-sm:block">
        {children}
      </td>
    </tr>
  );
}

/**
 * A cell of the column with the key `column`: not there while that is hidden. `label` is the column's name, shown beside it on narrow screens. `mono` for what people type, `align="end"` for numbers. `spans="rest"`: it goes on to the row's end.
 */
export function Cell({
  column,
  label,
  mono = false,
  align,
  spans,
  className,
  children,
}: {
  column?: string;
  label?: string;
  mono?: boolean;
  align?: "end";
  spans?: "rest";
  className?: string;
  children: ReactNode;
}) {
  const { count, hidden, dense } = useContext(ShownColumns);
  if (column !== undefined && hidden.has(column)) return null;
  return (
    <td
      {...role.cell}
      colSpan={spans && count - 1}
      className={classNames(
        "px-3 py-1.5 align-middle first:pl-4 last:pr-4 max-sm:flex max-sm:h-auto max-sm:items-start max-sm:gap-3 max-sm:p-0! max-sm:text-left!",
        dense ? "h-row-dense" : "h-row",
        mono && "font-mono",
        align === "end" && "text-right tabular-nums",
        className,
      )}
    >
      {label !== undefined && (
        <span aria-hidden="true" className="w-24 shrink-0 font-sans text-ink-soft text-small leading-5! sm:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}

/** What can be done with the row; in its corner on narrow screens. */
export function ActionCell({ children }: { children: ReactNode }) {
  return <Cell className="max-sm:absolute max-sm:top-2 max-sm:right-2 sm:text-right">{children}</Cell>;
}

/** The surface that tables and lists lie on. */
export function Surface({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={classNames("overflow-clip rounded-surface border border-line bg-surface", className)}>{children}</div>;
}
