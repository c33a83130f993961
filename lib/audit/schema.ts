import { z } from "zod";

/** Every action there is; docs/audit.md explains each, and a test compares the two. */
export const auditActions = [
  "instance.set-up",
  "session.signed-in",
  "session.refused",
  "session.signed-out",
  "user.created",
  "user.updated",
  "user.disabled",
  "user.enabled",
  "user.deleted",
  "user.invited",
  "user.invitation-accepted",
  "user.password-changed",
  "user.password-reset",
  "team.created",
  "team.updated",
  "team.deleted",
  "environment.created",
  "environment.updated",
  "environment.disabled",
  "environment.enabled",
  "environment.removed",
  "environment.credential-renewed",
  "grant.created",
  "grant.deleted",
  "grant.applied",
  "grant.refused",
  "kubeconfig.issued",
  "kubeconfig.revoked",
  "settings.updated",
  "request.forwarded",
  "request.refused",
  "stream.started",
  "stream.ended",
] as const;

export type AuditAction = (typeof auditActions)[number];

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
}

/** A filter as it stands in the page's URL; what does not parse is dropped. `before` is the id of the last row of the page before. */
export const auditFilterSchema = z.object({
  person: z.string().max(100).optional().catch(undefined),
  environment: z.coerce.number().int().positive().optional().catch(undefined),
  action: z.string().max(60).optional().catch(undefined),
  verb: z.string().max(30).optional().catch(undefined),
  resource: z.string().max(100).optional().catch(undefined),
  kubeconfig: z.string().max(40).optional().catch(undefined),
  result: z.enum(["ok", "refused", "failed"]).optional().catch(undefined),
  before: z.string().max(40).optional().catch(undefined),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;

export interface AuditPage {
  events: AuditEventView[];
  /** Value of `before` for the next page; null on the last. */
  next: string | null;
}
