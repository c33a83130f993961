"use client";

import { t, tn } from "#lib/texts/index.ts";
import { type HomeGroup, type HomeRow, homeColumns, homeTable } from "./environment-arrangement.ts";
import { EnvironmentRow, type EnvironmentRowActions } from "./environment-row.tsx";
import type { HomeQuery } from "./home-query.ts";
import { TickBox } from "./ui/checkbox.tsx";
import { useHiddenColumns } from "./ui/column-choice.tsx";
import { sortHeads } from "./ui/sort-head.tsx";
import { Cell, Row, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { VirtualRows } from "./ui/virtual-rows.tsx";

type Line = { kind: "row"; row: HomeRow } | { kind: "group"; key: string; group: HomeGroup };

/** The rows of Home as they are asked for, grouped or not. */
export function EnvironmentTable({
  rows,
  groups,
  query,
  sortBy,
  actions,
  isAdmin,
}: {
  rows: readonly HomeRow[];
  /** Null: not grouped. */
  groups: readonly HomeGroup[] | null;
  query: HomeQuery;
  sortBy: (column: TableColumn<HomeRow>) => void;
  actions: EnvironmentRowActions;
  isAdmin: boolean;
}) {
  const { ticked, group, sort } = query;
  const { hidden } = useHiddenColumns(homeTable);
  const lines = linesOf(rows, groups, group);
  const columns = [
    { label: <TickSeveral label={t("Tick all")} rows={rows} ticked={ticked} onTick={actions.tick} />, className: "w-8" },
    ...sortHeads({ columns: homeColumns, sort, sortBy }),
    { label: "", hiddenLabel: t("Connect") },
  ];
  return (
    <Table label={t("Environments")} columns={columns} rowCount={lines.length} hidden={hidden}>
      <VirtualRows items={lines} keyOf={keyOf}>
        {(line) =>
          line.kind === "group" ? (
            <GroupRow label={line.key} group={line.group} ticked={ticked} onTick={actions.tick} />
          ) : (
            <EnvironmentRow
              environment={line.row.environment}
              shown={line.row.health}
              selected={ticked.has(line.row.environment.id)}
              actions={actions}
              isAdmin={isAdmin}
            />
          )
        }
      </VirtualRows>
    </Table>
  );
}

function keyOf(line: Line): string | number {
  return line.kind === "group" ? `group ${line.group.value}` : line.row.environment.id;
}

function linesOf(rows: readonly HomeRow[], groups: readonly HomeGroup[] | null, key: string | null): Line[] {
  if (groups === null || key === null) return rows.map((row) => ({ kind: "row", row }));
  return groups.flatMap((group): Line[] => [{ kind: "group", key, group }, ...group.rows.map((row) => ({ kind: "row" as const, row }))]);
}

function GroupRow({
  label: key,
  group: { value, rows },
  ticked,
  onTick,
}: {
  label: string;
  group: HomeGroup;
  ticked: ReadonlySet<number>;
  onTick: EnvironmentRowActions["tick"];
}) {
  const name = value === null ? t("no {key}", { key }) : `${key}=${value}`;
  return (
    <Row>
      <Cell className="bg-sunken/60 max-sm:absolute">
        <TickSeveral label={t("Tick all of {name}", { name })} rows={rows} ticked={ticked} onTick={onTick} />
      </Cell>
      <Cell spans="rest" className="bg-sunken/60 max-sm:bg-transparent max-sm:pl-8!">
        <span className="flex items-baseline gap-2">
          <span className={value === null ? "text-ink-soft" : "font-medium font-mono"}>{name}</span>
          <span className="text-ink-soft text-small tabular-nums">{tn(rows.length, "1 environment", "{count} environments")}</span>
        </span>
      </Cell>
    </Row>
  );
}

/** Ticks all of these that can be in a file. */
function TickSeveral({
  label,
  rows,
  ticked,
  onTick,
}: {
  label: string;
  rows: readonly HomeRow[];
  ticked: ReadonlySet<number>;
  onTick: EnvironmentRowActions["tick"];
}) {
  const ids = rows.filter(({ health }) => health !== "disabled").map(({ environment }) => environment.id);
  const count = ids.filter((id) => ticked.has(id)).length;
  return (
    <TickBox
      label={label}
      checked={ids.length > 0 && count === ids.length}
      disabled={ids.length === 0}
      indeterminate={count > 0 && count < ids.length}
      onChange={(on) => onTick(ids, on)}
    />
  );
}
