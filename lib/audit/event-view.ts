import { z } from "zod";
import type { AuditEventRow } from "./kubernetes-event.ts";
import { type AuditEventView, auditActions } from "./schema.ts";
import { streamRequestOf } from "./stream-request.ts";

const actionSchema = z.enum(auditActions);
const detailSchema = z.record(z.string(), z.unknown()).nullable();

export function viewOf(row: AuditEventRow): AuditEventView {
  const { environmentId, environmentName, targetKind, targetName, stage: _stage, actorId: _actorId, ...same } = row;
  return {
    ...same,
    at: row.at.toISOString(),
    action: actionSchema.parse(row.action),
    environment: environmentName === null ? null : { id: environmentId, name: environmentName },
    target: targetKind === null || targetName === null ? null : { kind: targetKind, name: targetName },
    stream: streamRequestOf(row),
    detail: detailSchema.parse(row.detail === null ? null : JSON.parse(row.detail)),
  };
}
