import { t } from "#lib/texts/index.ts";
import { PlainSelect } from "./plain-select.tsx";
import type { TableColumn, TableSort } from "./table-sort.ts";

/** What a table is sorted by, on narrow screens, where there are no column heads to press. */
export function SortSelect<Item>({
  columns,
  sort,
  sortBy,
}: {
  columns: readonly TableColumn<Item>[];
  sort: TableSort;
  sortBy: (column: TableColumn<Item>) => void;
}) {
  const offered = columns.filter(({ sortKey }) => sortKey !== undefined);
  const choose = (key: string) => {
    const column = offered.find((each) => each.key === key);
    if (column) sortBy(column);
  };
  return (
    <PlainSelect
      className="w-34 grow sm:hidden"
      label={t("Sort by")}
      value={sort.by}
      onChange={choose}
      options={offered.map(({ key, label }) => ({ value: key, label: t("Sort: {label}", { label: label.toLowerCase() }) }))}
    />
  );
}
