"use client";

import type { RuleRowView } from "#lib/reach/schema.ts";
import { t } from "#lib/texts/index.ts";
import { sortHeads } from "./ui/sort-head.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { NothingFound, TableToolbar } from "./ui/table-toolbar.tsx";
import { useTableView } from "./ui/table-view.ts";
import { VirtualRows } from "./ui/virtual-rows.tsx";

const columns: readonly TableColumn<RuleRowView>[] = [
  { key: "resource", label: t("Resource"), sortKey: ({ resource }) => resource },
  { key: "verbs", label: t("Verbs") },
  { key: "beyond", label: t("Beyond Drawbridge"), sortKey: ({ beyond }) => beyond.length, greatestFirst: true },
];

/** Every right by resource, found by typing. */
export function PreviewRules({ rules }: { rules: readonly RuleRowView[] }) {
  const view = useTableView(rules, { columns, textOf });
  const { found } = view;
  return (
    <>
      <TableToolbar view={view} label={t("Search by resource or verb")} />
      <Surface>
        {found.length === 0 ? (
          <NothingFound title={t("No right matches")} onClear={() => view.search("")} />
        ) : (
          <Table label={t("Rights")} columns={sortHeads(view)} rowCount={found.length} dense>
            <VirtualRows items={found} keyOf={({ resource, names }) => `${resource} ${names.join()}`}>
              {(rule) => (
                <Row>
                  <Cell className="[overflow-wrap:anywhere]">
                    <span>
                      <span className="font-mono">{rule.resource}</span>
                      {rule.names.length > 0 && <span className="text-ink-soft text-small"> {t("only {names}", { names: rule.names.join(", ") })}</span>}
                    </span>
                  </Cell>
                  <Cell label={t("Verbs")} mono className="[overflow-wrap:anywhere]">
                    {rule.verbs.join(", ")}
                  </Cell>
                  <Cell label={t("Beyond")}>
                    {rule.beyond.length > 0 ? <span className="font-mono text-warn">{rule.beyond.join(", ")}</span> : <span className="text-ink-soft">–</span>}
                  </Cell>
                </Row>
              )}
            </VirtualRows>
          </Table>
        )}
      </Surface>
    </>
  );
}

function textOf({ resource, verbs, names, beyond }: RuleRowView): string {
  return [resource, ...verbs, ...names, beyond.length > 0 ? "beyond" : ""].join(" ");
}
