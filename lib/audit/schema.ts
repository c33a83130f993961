import { z } from "zod";

/** Every action there is; docs/audit.md explains each, and a test compares the two. */
export const auditActions = [
  "instance.set-up",
  "instance.restored",
  "instance.moved",
  "instance.admin-link-made",
  "session.signed-in",
  "session.refused",
  "session.signed-out",
  "session.ended",
  "user.created",
  "user.updated",
  "user.disabled",
  "user.enabled",
  "user.deleted",
  "user.invited",
  "user.invitation-accepted",
  "user.password-changed",
  "user.password-reset",
  "user.second-factor-added",
  "user.second-factor-removed",
  "user.second-factor-renamed",
  "user.second-factors-reset",
  "user.recovery-codes-renewed",
  "team.created",
  "team.updated",
  "team.deleted",
  "environment.created",
  "environment.updated",
  "environment.disabled",
  "environment.enabled",
  "environment.removed",
  "environment.credential-renewed",
  "environment.drift-mended",
  "grant.created",
  "grant.updated",
  "grant.deleted",
  "grant.applied",
  "grant.refused",
  "kubeconfig.issued",
  "kubeconfig.renewed",
  "kubeconfig.extended",
  "kubeconfig.shortened",
  "kubeconfig.updated",
  "kubeconfig.environment-revoked",
  "kubeconfig.revoked",
  "settings.updated",
  "certificate.uploaded",
  "certificate.removed",
  "audit.export-started",
  "audit.exported",
  "audit.dropped",
  "audit.deleted",
  "request.forwarded",
  "request.refused",
  "stream.started",
  "stream.ended",
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What an exec, an attach or a port-forward was asked to do. */
export interface AuditStreamRequest {
  command: string[];
  /** Null: the pod's first. */
  container: string | null;
  /** Empty when the request did not name them. */
  ports: number[];
  /** `kubectl cp`, which is tar over exec; the path is the container's. */
  copy: { direction: "from" | "to"; path: string | null } | null;
}

/** What crosses to the browser: one row. Fields of `audit.k8s.io/v1` keep their names. */
export interface AuditEventView {
  id: string;
  at: string;
  action: AuditAction;
  actorLogin: string | null;
  sourceIP: string | null;
  userAgent: string | null;
  environment: { id: number | null; name: string } | null;
  kubeconfigId: string | null;
  target: { kind: string; name: string } | null;
  detail: Record<string, unknown> | null;
  auditID: string | null;
  verb: string | null;
  requestURI: string | null;
  apiGroup: string | null;
  resource: string | null;
  subresource: string | null;
  namespace: string | null;
  name: string | null;
  code: number | null;
  durationMs: number | null;
  requestBytes: number | null;
  responseBytes: number | null;
  endedBy: string | null;
  stream: AuditStreamRequest | null;
}

/** Lengths of time that reach up to now, in seconds. */
export const auditPeriods = { "15m": 900, "1h": 3600, "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400 } as const;
const periodNames = ["15m", "1h", "24h", "7d", "30d"] as const;

const instant = z.iso.datetime().optional().catch(undefined);
const words = (charactersMax: number) => z.string().trim().min(1).max(charactersMax).optional().catch(undefined);

/**
 * A filter as it stands in the page's URL; what does not parse is dropped. `from` and `until` are UTC, the first included and the second
 * not; `period` reaches from so long ago up to now. `before` is the id of the last row of the page before.
 */
export const auditFilterSchema = z.object({
  person: words(100),
  environment: z.coerce.number().int().positive().optional().catch(undefined),
  action: words(60),
  verb: words(30),
  resource: words(100),
  namespace: words(253),
  kubeconfig: words(40),
  address: words(60),
  auditID: words(60),
  result: z.enum(["ok", "refused", "failed"]).optional().catch(undefined),
  period: z.enum(periodNames).optional().catch(undefined),
  from: instant,
  until: instant,
  before: words(40),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;

export interface AuditPage {
  events: AuditEventView[];
  /** Value of `before` for the next page; null on the last. */
  next: string | null;
}

/** What a live tail has read, as it crosses to the browser. */
export const followedAuditSchema = z.object({
  /** Newest first. */
  events: z.array(
    z.custom<AuditEventView>((event) => z.looseObject({ id: z.string(), at: z.string(), action: z.enum(auditActions) }).safeParse(event).success),
  ),
  /** Where to go on. */
  position: z.number(),
  /** Rows, of whatever kind, that were too many to look at. */
  skipped: z.number(),
});
export type FollowedAudit = z.infer<typeof followedAuditSchema>;

/** One event for its own page. */
export interface AuditEventWhole {
  event: AuditEventView;
  /** `audit.k8s.io/v1` Event, as JSON with indents. */
  json: string;
  /** Of the same request: a stream's start has its end here, and the other way round. */
  others: AuditEventView[];
  /** Null: deleted since, or nobody. */
  personId: string | null;
  /** Null: removed since, or none. */
  environmentId: number | null;
}

export const auditExportFormats = ["jsonl", "csv"] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];
