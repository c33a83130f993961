import { type Context, requireAdmin } from "../context.ts";
import { NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { viewOf } from "./event-view.ts";
import { newestFirst } from "./filter-conditions.ts";
import { toKubernetesEvent } from "./kubernetes-event.ts";
import type { AuditEventWhole } from "./schema.ts";

/** One event with all that is known of it. Throws NotFound. Admins only. */
export async function findAuditEvent(context: Context, id: string): Promise<AuditEventWhole> {
  requireAdmin(context);
  const { db } = context;
  const row = await db.auditEvent.findUnique({ where: { id } });
  if (row === null) throw new NotFound(t("There is no such event."));
  // A stream leaves two rows, of one request.
  const others = row.auditID === null ? [] : await db.auditEvent.findMany({ where: { auditID: row.auditID, id: { not: id } }, orderBy: newestFirst, take: 5 });
  const { actorId, environmentId } = row;
  const [person, environment] = await Promise.all([
    actorId === null ? null : db.user.findUnique({ where: { id: actorId }, select: { id: true } }),
    environmentId === null ? null : db.environment.findUnique({ where: { id: environmentId }, select: { id: true } }),
  ]);
  return {
    event: viewOf(row),
    json: JSON.stringify(toKubernetesEvent(row), null, 2),
    others: others.map(viewOf),
    personId: person?.id ?? null,
    environmentId: environment?.id ?? null,
  };
}
