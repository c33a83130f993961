import { NotFound } from "#lib/errors.ts";
import { catalogueScript } from "#lib/text-catalogue/index.ts";
import { routeHandler } from "../api/route-handler.ts";

/** The catalogue of texts for a browser. Its address names its content, so it is fetched once for each translation. */
export const GET = routeHandler(async (request) => {
  const script = catalogueScript();
  if (script === null) throw new NotFound("There is no such translation.");
  // By an address of before or after an upgrade comes what there is now, and stays nowhere.
  const lasting = new URL(request.url).search === `?${script.hash}`;
  return new Response(script.content, {
    headers: { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": lasting ? "public, max-age=31536000, immutable" : "no-store" },
  });
});
