import { type MetricFamily, single } from "./exposition.ts";

/** What the audit webhook tells of itself; counts are since the start. */
export interface WebhookStatus {
  sent: number;
  failures: number;
  /** Rows that were deleted before they could be sent. */
  deleted: number;
  waiting: number;
  /** When the first of those that wait was written. */
  waitingSince: Date | null;
}

/** All zero without a webhook, so that a rule on them needs no exception. */
export function webhookFamilies(status: (() => WebhookStatus) | null): MetricFamily[] {
  const read = (value: (of: WebhookStatus) => number) => () => (status === null ? 0 : value(status()));
  return [
    single(
      "drawbridge_audit_webhook_sent_total",
      "counter",
      "Audit events that the webhook has taken.",
      read(({ sent }) => sent),
    ),
    single(
      "drawbridge_audit_webhook_failures_total",
      "counter",
      "Batches that the webhook did not take; each is tried again.",
      read(({ failures }) => failures),
    ),
    single(
      "drawbridge_audit_webhook_deleted_total",
      "counter",
      "Audit rows that the retention deleted before the webhook had them.",
      read(({ deleted }) => deleted),
    ),
    single(
      "drawbridge_audit_webhook_waiting",
      "gauge",
      "Audit rows that the webhook does not have yet.",
      read(({ waiting }) => waiting),
    ),
    single("drawbridge_audit_webhook_lag_seconds", "gauge", "Age of the oldest audit row that the webhook does not have yet.", read(lagSeconds)),
  ];
}

function lagSeconds({ waitingSince }: WebhookStatus): number {
  return waitingSince === null ? 0 : Math.max(Date.now() - waitingSince.getTime(), 0) / 1000;
}
