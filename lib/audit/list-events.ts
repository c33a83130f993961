import { z } from "zod";
import { type Context, requireAdmin } from "../context.ts";
import type { Db } from "../db.ts";
import { type AuditAction, type AuditEventView, type AuditFilter, type AuditPage, auditActions } from "./schema.ts";

const pageSize = 100;

/** A page of events, newest first. Admins only. */
export async function listAuditEvents(context: Context, filter: AuditFilter): Promise<AuditPage> {
  requireAdmin(context);
  const { db } = context;
  const rows = await db.auditEvent.findMany({
    where: { AND: [...conditionsOf(filter), await olderThan(db, filter.before)] },
    // By time and then id: pages stay whole while rows are added, whatever the number of rows before them.
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: pageSize + 1,
  });
  const events = rows.slice(0, pageSize).map(viewOf);
  return { events, next: rows.length > pageSize ? (events.at(-1)?.id ?? null) : null };
}

function conditionsOf(filter: AuditFilter) {
  const { person, environment, action, verb, resource, kubeconfig, result } = filter;
  return [
    ...(person ? [{ actorLogin: person }] : []),
    ...(environment ? [{ environmentId: environment }] : []),
    // `kubeconfig` stands for everything that happened to files, `kubeconfig.issued` for one thing.
    ...(action ? [{ action: action.includes(".") ? action : { startsWith: `${action}.` } }] : []),
    ...(verb ? [{ verb }] : []),
    ...(resource ? [{ resource }] : []),
    ...(kubeconfig ? [{ kubeconfigId: kubeconfig }] : []),
    ...(result ? [resultConditions[result]] : []),
  ];
}

const refusals: AuditAction[] = ["session.refused", "request.refused", "grant.refused"];

const resultConditions = {
  ok: { action: { notIn: refusals }, OR: [{ code: null }, { code: { lt: 400 } }] },
  refused: { OR: [{ action: { in: refusals } }, { code: { gte: 400, lt: 500 } }] },
  failed: { code: { gte: 500 } },
};

async function olderThan(db: Db, before: string | undefined) {
  const last = before ? await db.auditEvent.findUnique({ where: { id: before }, select: { at: true, id: true } }) : null;
  return last ? { OR: [{ at: { lt: last.at } }, { at: last.at, id: { lt: last.id } }] } : {};
}

type AuditRow = Awaited<ReturnType<Db["auditEvent"]["findMany"]>>[number];

const actionSchema = z.enum(auditActions);
const detailSchema = z.record(z.string(), z.unknown()).nullable();

function viewOf(row: AuditRow): AuditEventView {
  const { environmentId, environmentName, targetKind, targetName, stage: _stage, actorId: _actorId, ...same } = row;
  return {
    ...same,
    at: row.at.toISOString(),
    action: actionSchema.parse(row.action),
    environment: environmentName === null ? null : { id: environmentId, name: environmentName },
    target: targetKind === null || targetName === null ? null : { kind: targetKind, name: targetName },
    detail: detailSchema.parse(row.detail === null ? null : JSON.parse(row.detail)),
  };
}
