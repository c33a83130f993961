import { type CsvValue, csvLine } from "../csv.ts";
import type { AuditEventRow } from "./kubernetes-event.ts";

const columns = [
  ...(["at", "action", "actorLogin", "actorId", "sourceIP", "userAgent", "environmentName", "environmentId", "kubeconfigId", "targetKind"] as const),
  ...(["targetName", "verb", "apiGroup", "resource", "subresource", "namespace", "name", "requestURI", "code", "durationMs", "requestBytes"] as const),
  ...(["responseBytes", "endedBy", "stage", "auditID", "id", "detail"] as const),
];

export const csvHead = csvLine(columns);

/** Times as ISO 8601 in UTC. */
export function csvLineOf(row: AuditEventRow): string {
  return csvLine(columns.map((column): CsvValue => (column === "at" ? row.at.toISOString() : row[column])));
}
