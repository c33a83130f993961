"use client";

import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";
import { ColumnsMenu } from "./columns-menu.tsx";
import { EmptyState } from "./empty-state.tsx";
import { SearchField } from "./search-field.tsx";
import { SortSelect } from "./sort-select.tsx";
import type { TableView } from "./table-view.ts";
import { ViewsMenu } from "./views-menu.tsx";

/** Above a table: its search, and what it is sorted by where no column heads are. `label` names the search. */
export function TableToolbar<Item>({ view, label }: { view: TableView<Item>; label: string }) {
  const { name, columns, q, search, sort, sortBy } = view;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField label={label} value={q} onChange={search} className="w-full sm:max-w-md sm:flex-1" />
      {columns.some(({ sortKey }) => sortKey !== undefined) && <SortSelect columns={columns} sort={sort} sortBy={sortBy} />}
      {name !== undefined && (
        <div className="ml-auto flex">
          <ViewsMenu table={name} />
          <ColumnsMenu table={name} columns={columns} />
        </div>
      )}
    </div>
  );
}

/** In the place of a table in which nothing was found. */
export function NothingFound({ title, onClear }: { title: string; onClear: () => void }) {
  return <EmptyState title={title} action={<Button onClick={onClear}>{t("Clear filters")}</Button>} />;
}
