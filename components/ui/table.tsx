import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

// Below 640 px each row becomes a block of its cells, each under its column's name. Display values take a table's meaning away from
// screen readers, so the roles are spelt out.
const role = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

/** The one table. `label` names it; `columns` in order: an empty label is read but not shown. */
export function Table({
  label,
  columns,
  dense = false,
  children,
}: {
  label: string;
  columns: readonly { label: ReactNode; hiddenLabel?: string; align?: "end"; className?: string }[];
  dense?: boolean;
  children: ReactNode;
}) {
  return (
    <table {...role.table} aria-label={label} className={classNames("w-full border-collapse max-sm:block", dense ? "[--row:2.25rem]" : "[--row:2.75rem]")}>
      <thead {...role.rowgroup} className="max-sm:sr-only">
        <tr {...role.row} className="border-line border-b">
          {columns.map((column, index) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity and never move.
              key={index}
              {...role.columnheader}
              scope="col"
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
        {children}
      </tbody>
    </table>
  );
}

export function Row({ selected = false, children }: { selected?: boolean; children: ReactNode }) {
  return (
    <tr
      {...role.row}
      className={classNames(
        "border-line border-b last:border-b-0 has-[+[data-detail]]:border-b-0 max-sm:relative max-sm:flex max-sm:flex-col max-sm:gap-1 max-sm:px-4 max-sm:py-3",
        selected ? "bg-wash" : "hover:bg-sunken/60",
      )}
    >
      {children}
    </tr>
  );
}

/** More about the row above, across all `columns`. */
export function DetailRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr {...role.row} data-detail="" className="border-line border-b last:border-b-0 max-sm:block">
      <td {...role.cell} colSpan={columns} className="px-4 pb-3 max-sm:block">
        {children}
      </td>
    </tr>
  );
}

/** A cell; `label` is the column's name, shown beside it on narrow screens. `mono` for what people type, `align="end"` for numbers. */
export function Cell({
  label,
  mono = false,
  align,
  className,
  children,
}: {
  label?: string;
  mono?: boolean;
  align?: "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <td
      {...role.cell}
      className={classNames(
        "h-(--row) px-3 py-1.5 align-middle first:pl-4 last:pr-4 max-sm:flex max-sm:h-auto max-sm:items-start max-sm:gap-3 max-sm:p-0! max-sm:text-left!",
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
