"use client";

import { Columns3 } from "lucide-react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";
import { useHiddenColumns } from "./column-choice.tsx";
import { Menu, MenuItem, MenuSeparator, MenuTick } from "./menu.tsx";
import type { TableColumn } from "./table-sort.ts";

/** Which columns a table shows; its first one always. */
export function ColumnsMenu<Item>({ table, columns }: { table: string; columns: readonly TableColumn<Item>[] }) {
  const { hidden, setHidden } = useHiddenColumns(table);
  const choices = columns.slice(1);
  const away = choices.map(({ key }) => key).filter((key) => hidden.has(key));
  const show = (key: string, on: boolean) => setHidden(on ? away.filter((other) => other !== key) : [...away, key]);
  return (
    <Menu
      trigger={
        <Button tone="quiet" aria-label={away.length > 0 ? t("Columns, {count} hidden", { count: away.length }) : t("Columns")}>
          <Columns3 className="size-4" strokeWidth={1.75} aria-hidden="true" />
          <span className="max-sm:sr-only">{t("Columns")}</span>
          {away.length > 0 && <span className="font-normal text-small tabular-nums max-sm:sr-only">{t("{count} hidden", { count: away.length })}</span>}
        </Button>
      }
    >
      {choices.map(({ key, label }) => (
        <MenuTick key={key} checked={!hidden.has(key)} onChange={(on) => show(key, on)}>
          {label}
        </MenuTick>
      ))}
      {away.length > 0 && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => setHidden([])}>{t("Show every column")}</MenuItem>
        </>
      )}
    </Menu>
  );
}
