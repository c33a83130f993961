import { type Context, requireAdmin } from "../context.ts";
import { viewOf } from "./event-view.ts";
import { conditionsOf, newestFirst, placeOf } from "./filter-conditions.ts";
import type { AuditFilter, AuditPage } from "./schema.ts";

const pageSize = 100;

/** A page of events, newest first. Admins only. */
export async function listAuditEvents(context: Context, filter: AuditFilter): Promise<AuditPage> {
  requireAdmin(context);
  const { db, now } = context;
  const rows = await db.auditEvent.findMany({
    where: { AND: conditionsOf(filter, now, await placeOf(db, filter.before)) },
    orderBy: newestFirst,
    take: pageSize + 1,
  });
  const events = rows.slice(0, pageSize).map(viewOf);
  return { events, next: rows.length > pageSize ? (events.at(-1)?.id ?? null) : null };
}
