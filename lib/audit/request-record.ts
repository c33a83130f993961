import type { AuditAction } from "./schema.ts";

/** One row of the data path. Names and meanings as in `audit.k8s.io/v1` where it has them; null where there is nothing to say. */
export interface RequestRecord {
  at: Date;
  action: Extract<AuditAction, "request.forwarded" | "request.refused" | "stream.started" | "stream.ended">;
  actorId: string | null;
  actorLogin: string | null;
  sourceIP: string | null;
  userAgent: string | null;
  environmentId: number | null;
  environmentName: string | null;
  kubeconfigId: string | null;
  /** Why we refused, or what went wrong; never a secret. */
  message: string | null;
  auditID: string;
  stage: "ResponseStarted" | "ResponseComplete";
  verb: string | null;
  requestURI: string;
  apiGroup: string | null;
  resource: string | null;
  subresource: string | null;
  namespace: string | null;
  name: string | null;
  code: number | null;
  durationMs: number;
  requestBytes: number;
  responseBytes: number;
  /** Who ended a stream: `client`, `server`, or our reason such as `revoked`. */
  endedBy: string | null;
}
