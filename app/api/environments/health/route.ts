import { z } from "zod";
import { listReachableHealth } from "#lib/access/index.ts";
import { requireApiContext } from "#lib/auth/index.ts";
import { routeHandler } from "../../route-handler.ts";

const since = z.iso.datetime();

/** The newest answers of the clusters that the person can reach, since the instant that the last answer of this had. */
export const GET = routeHandler(async (request) => {
  const context = await requireApiContext();
  const from = since.parse(new URL(request.url).searchParams.get("since"));
  return Response.json(await listReachableHealth(context, new Date(from)), { headers: { "Cache-Control": "no-store" } });
});
