import { requireApiContext } from "#lib/auth/index.ts";
import { makeSupportBundle } from "#lib/support-bundle/index.ts";
import { routeHandler } from "../route-handler.ts";

/** The support bundle as a file of JSON. Admins only. */
export const GET = routeHandler(async () => {
  const context = await requireApiContext();
  const bundle = await makeSupportBundle(context);
  const time = context.now.toISOString().slice(0, 16).replaceAll(":", "");
  return new Response(bundle, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="drawbridge-support-${time}Z.json"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
});
