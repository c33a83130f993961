import { followAuditEvents } from "#lib/audit/index.ts";
import { auditFilterSchema } from "#lib/audit/schema.ts";
import { requireApiContext } from "#lib/auth/index.ts";
import { routeHandler } from "../../route-handler.ts";

/** The live tail: FollowedAudit of the filter in the query since `position`; where to begin, without one. */
export const GET = routeHandler(async (request) => {
  const context = await requireApiContext();
  const query = new URL(request.url).searchParams;
  const text = query.get("position") ?? "";
  const position = /^\d{1,15}$/.test(text) ? Number(text) : null;
  const followed = await followAuditEvents(context, auditFilterSchema.parse(Object.fromEntries(query)), position);
  return Response.json(followed, { headers: { "Cache-Control": "no-store" } });
});
