// The catalogue: everything that a scrape returns. docs/operations.md explains each of them, which a test compares.
import type { EventLoopMonitor } from "./event-loop.ts";
import { type MetricFamily, single } from "./exposition.ts";
import { processFamilies } from "./process-families.ts";
import { requestFamilies } from "./request-families.ts";
import type { RequestMeter } from "./request-meter.ts";
import { type WebhookStatus, webhookFamilies } from "./webhook-families.ts";

/** What the proxy tells of itself at any moment. */
export interface ProxyStatus {
  /** Since the database was last heard of: what is in memory is as old as this. */
  snapshotAgeMs: number;
  /** The age from which nothing is carried any more. */
  snapshotStaleAfterMs: number;
  /** Being carried now, long-running or not. */
  carried: number;
  /** `refuses`: new requests are refused while it is `failing`. */
  audit: { waiting: number; waitingMax: number; dropped: number; failing: boolean; refuses: boolean };
  environments: readonly { name: string; credentialExpiresAt: Date | null; reachable: boolean | null }[];
}

export interface MetricsSources {
  version: string;
  meter: RequestMeter;
  proxyStatus(): ProxyStatus;
  /** Null: there is no audit webhook. */
  webhookStatus: (() => WebhookStatus) | null;
  certificateExpiresAt(): Date;
  eventLoop: EventLoopMonitor;
}

export function metricFamilies({ version, meter, proxyStatus, webhookStatus, certificateExpiresAt, eventLoop }: MetricsSources): MetricFamily[] {
  return [
    {
      name: "drawbridge_build_info",
      type: "gauge",
      help: "Always 1; its labels say what runs.",
      labels: ["version", "node_version"],
      collect: () => [{ labels: { version, node_version: process.version }, value: 1 }],
    },
    ...requestFamilies(meter),
    single("drawbridge_carried_requests", "gauge", "Requests that are being carried now, long-running or not.", () => proxyStatus().carried),
    single("drawbridge_audit_queue_length", "gauge", "Audit rows that wait to be written.", () => proxyStatus().audit.waiting),
    single("drawbridge_audit_dropped_total", "counter", "Audit rows that are lost: the database did not take them.", () => proxyStatus().audit.dropped),
    single("drawbridge_audit_failing", "gauge", "Is 1 while audit rows cannot be written or are being dropped.", () => (proxyStatus().audit.failing ? 1 : 0)),
    ...webhookFamilies(webhookStatus),
    single("drawbridge_access_snapshot_age_seconds", "gauge", "Since the database last confirmed what is in memory about users, grants and files.", () => {
      return proxyStatus().snapshotAgeMs / 1000;
    }),
    single(
      "drawbridge_certificate_expiration_timestamp_seconds",
      "gauge",
      "When the certificate that is shown to clients expires, in seconds since 1970.",
      () => {
        return certificateExpiresAt().getTime() / 1000;
      },
    ),
    {
      name: "drawbridge_environment_reachable",
      type: "gauge",
      help: "Whether the newest probe of the environment's API server succeeded, 1 or 0. It is probed twice a minute.",
      labels: ["environment"],
      *collect() {
        for (const { name, reachable } of proxyStatus().environments) if (reachable !== null) yield { labels: { environment: name }, value: reachable ? 1 : 0 };
      },
    },
    {
      name: "drawbridge_environment_credential_expiration_timestamp_seconds",
      type: "gauge",
      help: "When the credential that carries requests to the environment expires, in seconds since 1970. It is renewed well before.",
      labels: ["environment"],
      *collect() {
        for (const { name, credentialExpiresAt } of proxyStatus().environments)
          if (credentialExpiresAt !== null) yield { labels: { environment: name }, value: credentialExpiresAt.getTime() / 1000 };
      },
    },
    ...processFamilies(eventLoop),
  ];
}
