import type { Db } from "../db.ts";
import { type AuditAction, type AuditFilter, auditActions, auditPeriods } from "./schema.ts";

/** A row's place in the list. */
export interface Place {
  at: Date;
  id: string;
}

/** What a row has to be to pass `filter`, in the ORM's words, and to come after `last` in the list; `before` of the filter is not looked at. */
export function conditionsOf(filter: AuditFilter, now: Date, last: Place | null = null) {
  const { person, environment, action, verb, resource, namespace, kubeconfig, address, auditID, result } = filter;
  return [
    ...(person ? [{ actorLogin: person }] : []),
    ...(environment ? [{ environmentId: environment }] : []),
    // `kubeconfig` stands for everything that happened to files, `kubeconfig.issued` for one thing.
    ...(action ? [{ action: actionCondition(action) }] : []),
    ...(verb ? [{ verb }] : []),
    ...(resource ? [resourceCondition(resource)] : []),
    ...(namespace ? [{ namespace }] : []),
    ...(kubeconfig ? [{ kubeconfigId: kubeconfig }] : []),
    ...(address ? [{ sourceIP: address }] : []),
    ...(auditID ? [{ auditID }] : []),
    ...(result ? [resultConditions[result]] : []),
    ...timeConditions(filter, now, last),
  ];
}

/**
 * Actions of a noun are named one by one, since SQLite looks for a beginning without an index. Most rows are requests: those are found
 * sooner by their time than collected by their action and sorted.
 */
function actionCondition(action: string) {
  if (action.includes(".")) return action;
  return action === "request" ? { startsWith: "request." } : { in: auditActions.filter((each) => each.startsWith(`${action}.`)) };
}

/** `pods` with all its subresources, `pods/exec` alone. */
function resourceCondition(text: string) {
  const [resource = "", subresource] = text.split("/", 2);
  return { resource, ...(subresource ? { subresource } : {}) };
}

/** At most one lower and one upper bound: of two SQLite starts at the first, be it far away, and reads on to the second. */
function timeConditions({ period, from, until }: AuditFilter, now: Date, last: Place | null) {
  const starts = [...(period ? [now.getTime() - auditPeriods[period] * 1000] : []), ...(from ? [Date.parse(from)] : [])];
  return [
    ...(starts.length === 0 ? [] : [{ at: { gte: new Date(Math.max(...starts)) } }]),
    ...(last !== null ? [{ at: { lte: last.at }, OR: [{ at: { lt: last.at } }, { id: { lt: last.id } }] }] : until ? [{ at: { lt: new Date(until) } }] : []),
  ];
}

const refusals: AuditAction[] = ["session.refused", "request.refused", "grant.refused"];

const resultConditions = {
  ok: { action: { notIn: refusals }, OR: [{ code: null }, { code: { lt: 400 } }] },
  refused: { OR: [{ action: { in: refusals } }, { code: { gte: 400, lt: 500 } }] },
  failed: { code: { gte: 500 } },
};

/** Newest first, and of one moment by id: pages stay whole while rows are added, whatever the number of rows before them. */
export const newestFirst = [{ at: "desc" as const }, { id: "desc" as const }];

/** Where the row `before` stands; null without one, or when it is gone. */
export async function placeOf(db: Db, before: string | undefined): Promise<Place | null> {
  return before ? db.auditEvent.findUnique({ where: { id: before }, select: { at: true, id: true } }) : null;
}
