// What the audit can be filtered by: the fields' names, and what a set filter says of itself.
import type { AuditFilter } from "#lib/audit/schema.ts";

export const auditPeriodLabels = { "15m": "Last 15 minutes", "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" } as const;

export const auditResultOptions = [
  { value: "ok", label: "Done", detail: "Below 400" },
  { value: "refused", label: "Refused", detail: "400 to 499" },
  { value: "failed", label: "Failed", detail: "500 and above" },
] as const;

export const auditVerbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"] as const;

export const auditFieldLabels = {
  person: "Person",
  environment: "Environment",
  period: "Time",
  from: "From",
  until: "Until",
  result: "Result",
  action: "Event",
  verb: "Verb",
  resource: "Resource",
  namespace: "Namespace",
  kubeconfig: "Kubeconfig id",
  address: "Address",
  auditID: "Audit-ID",
} as const;

export type AuditField = keyof typeof auditFieldLabels;

const fields: readonly AuditField[] = [
  ...(["person", "environment", "period", "from", "until", "result", "action", "verb", "resource", "namespace", "kubeconfig", "address", "auditID"] as const),
];

/** The fields that stand behind “More”. */
export const moreAuditFields: readonly AuditField[] = ["action", "verb", "resource", "namespace", "kubeconfig", "address", "auditID"];

export function setAuditFields(filter: AuditFilter): AuditField[] {
  return fields.filter((field) => filter[field] !== undefined);
}

export function withoutAuditField(filter: AuditFilter, field: AuditField): AuditFilter {
  return { ...filter, [field]: undefined, before: undefined };
}
