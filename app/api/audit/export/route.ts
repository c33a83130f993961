import { z } from "zod";
import { exportAuditEvents } from "#lib/audit/index.ts";
import { auditExportFormats, auditFilterSchema } from "#lib/audit/schema.ts";
import { requireApiContext } from "#lib/auth/index.ts";
import { InvalidInput } from "#lib/errors.ts";
import { routeHandler } from "../../route-handler.ts";
import { requireOwnOrigin } from "../../same-origin.ts";
import { streamedDownload } from "../../streamed-download.ts";

const formSchema = z.object({ format: z.enum(auditExportFormats, "Choose jsonl or csv.") });
const contentTypes = { jsonl: "application/jsonl; charset=utf-8", csv: "text/csv; charset=utf-8; header=present" };

/** A form with the page's filter and a format; the rows as a file that is written while it is read. */
export const POST = routeHandler(async (request) => {
  requireOwnOrigin(request.headers);
  const context = await requireApiContext();
  const fields = await readFields(request);
  const { format } = formSchema.parse(fields);
  const parts = await exportAuditEvents(context, auditFilterSchema.parse(fields), format);
  const time = context.now.toISOString().slice(0, 19).replaceAll(":", "");
  return streamedDownload(parts, context, { contentType: contentTypes[format], fileName: `drawbridge-audit-${time}Z.${format}` });
});

async function readFields(request: Request): Promise<Record<string, string>> {
  const form = await request.formData().catch(() => {
    throw new InvalidInput("form", "Send the filter as a form.");
  });
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" && value !== "" ? [[name, value]] : [])));
}
