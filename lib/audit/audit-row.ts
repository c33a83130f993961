import { z } from "zod";
import type { AuditEventRow } from "./kubernetes-event.ts";

const text = z.string().nullable();
const number = z.number().nullable();
const rowSchema = z.object({
  ...{ id: z.string(), at: z.coerce.date(), action: z.string(), actorId: text, actorLogin: text, sourceIP: text },
  ...{ userAgent: text, environmentId: number, environmentName: text, kubeconfigId: text, targetKind: text, targetName: text, detail: text },
  ...{ auditID: text, stage: text, verb: text, requestURI: text, apiGroup: text, resource: text, subresource: text, namespace: text },
  ...{ name: text, code: number, durationMs: number, requestBytes: number, responseBytes: number, endedBy: text },
});

/** A row as the database itself gives it, beside the ORM. */
export function readAuditRow(row: unknown): AuditEventRow {
  return rowSchema.parse(row);
}
