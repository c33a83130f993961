// What the audit can be filtered by: the fields' names, and what a set filter says of itself.
import type { AuditFilter } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";

export const auditPeriodLabels = {
  "15m": t("Last 15 minutes"),
  "1h": t("Last hour"),
  "24h": t("Last 24 hours"),
  "7d": t("Last 7 days"),
  "30d": t("Last 30 days"),
} as const;

export const auditResultOptions = [
  { value: "ok", label: t("Done"), detail: t("Below 400") },
  { value: "refused", label: t("Refused"), detail: t("400 to 499") },
  { value: "failed", label: t("Failed"), detail: t("500 and above") },
] as const;

export const auditVerbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"] as const;

export const auditFieldLabels = {
  person: t("Person"),
  environment: t("Environment"),
  period: t("Time"),
  from: t("From"),
  until: t("Until"),
  result: t("Result"),
  action: t("Event"),
  verb: t("Verb"),
  resource: t("Resource"),
  namespace: t("Namespace"),
  kubeconfig: t("Kubeconfig id"),
  address: t("Address"),
  auditID: t("Audit-ID"),
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
