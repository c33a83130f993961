import { recordChange } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import { csvHead, csvLineOf } from "./csv-columns.ts";
import { conditionsOf, newestFirst, type Place } from "./filter-conditions.ts";
import { type AuditEventRow, toKubernetesEvent } from "./kubernetes-event.ts";
import type { AuditExportFormat, AuditFilter } from "./schema.ts";

/** Read at a time: few enough that others are served in between. */
const rowsAtOnce = 200;

const forms: Record<AuditExportFormat, { head: string; line(row: AuditEventRow): string }> = {
  jsonl: { head: "", line: (row) => `${JSON.stringify(toKubernetesEvent(row))}\n` },
  csv: { head: csvHead, line: csvLineOf },
};

/**
 * The rows that pass `filter`, newest first, as text in parts of some hundred lines. Rows that are written meanwhile are not among them.
 * Before the first part and after the last, or when the reader leaves, the audit gets a row. Admins only.
 */
export async function exportAuditEvents(context: Context, filter: AuditFilter, format: AuditExportFormat): Promise<AsyncGenerator<string>> {
  requireAdmin(context);
  const { before: _before, ...shown } = filter;
  await recordChange(context.db, context, { action: "audit.export-started", detail: { format, filter: shown } });
  return exportParts(context, shown, format);
}

async function* exportParts(context: Context, filter: AuditFilter, format: AuditExportFormat): AsyncGenerator<string> {
  const { head, line } = forms[format];
  let count = 0;
  let complete = false;
  try {
    let part = head;
    for await (const rows of pages(context, filter)) {
      yield part + rows.map(line).join("");
      part = "";
      count += rows.length;
    }
    complete = true;
    if (part !== "") yield part;
  } finally {
    await recordChange(context.db, { ...context, now: new Date() }, { action: "audit.exported", detail: { format, filter, count, complete } });
  }
}

async function* pages({ db, now }: Context, filter: AuditFilter): AsyncGenerator<AuditEventRow[]> {
  // Whatever is written from now on is beyond the last of all ids.
  let last: Place | null = filter.until !== undefined && Date.parse(filter.until) <= now.getTime() ? null : { at: now, id: "~" };
  do {
    const rows = await db.auditEvent.findMany({ where: { AND: conditionsOf(filter, now, last) }, orderBy: newestFirst, take: rowsAtOnce });
    if (rows.length > 0) yield rows;
    last = rows.length < rowsAtOnce ? null : (rows.at(-1) ?? null);
  } while (last !== null);
}
