import { requireApiContext } from "#lib/auth/index.ts";
import { findPaletteEntries } from "#lib/palette/index.ts";
import { paletteQuerySchema } from "#lib/palette/schema.ts";
import { routeHandler } from "../route-handler.ts";

/** What the palette offers for `q`: what the person may see of environments, their files and, for administrators, users and teams. */
export const GET = routeHandler(async (request) => {
  const context = await requireApiContext();
  const query = paletteQuerySchema.parse(new URL(request.url).searchParams.get("q") ?? "");
  return Response.json({ entries: await findPaletteEntries(context, query) }, { headers: { "Cache-Control": "no-store" } });
});
