"use client";

import { Download } from "lucide-react";
import { useRef } from "react";
import type { AuditExportFormat, AuditFilter } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Menu, MenuItem } from "./ui/menu.tsx";

/** Sends the filter as a form, so that the browser itself writes the answer to a file, however long it is. */
export function AuditExportMenu({ filter }: { filter: AuditFilter }) {
  const form = useRef<HTMLFormElement>(null);
  const format = useRef<HTMLInputElement>(null);
  const send = (chosen: AuditExportFormat) => {
    if (format.current === null) return;
    format.current.value = chosen;
    form.current?.submit();
  };
  const { before: _before, ...shown } = filter;
  return (
    <>
      <form ref={form} method="post" action="/api/audit/export" hidden>
        <input ref={format} type="hidden" name="format" />
        {Object.entries(shown).map(([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={String(value)} />)}
      </form>
      <Menu
        trigger={
          <Button>
            <Download className="size-4" aria-hidden="true" />
            {t("Export")}
          </Button>
        }
      >
        <MenuItem onSelect={() => send("jsonl")}>{t("JSON lines, one Event a line")}</MenuItem>
        <MenuItem onSelect={() => send("csv")}>{t("CSV, for a spreadsheet")}</MenuItem>
      </Menu>
    </>
  );
}
