import { requireApiContext } from "#lib/auth/index.ts";
import { requireAdmin } from "#lib/context.ts";
import { checkExternalUrl } from "#lib/external-url-check/index.ts";
import { externalUrlCheckSchema } from "#lib/external-url-check/schema.ts";
import { readExternalUrl } from "#lib/settings/index.ts";
import { routeHandler } from "../../route-handler.ts";
import { requireOwnOrigin } from "../../same-origin.ts";

/** Checks the external URL; each item is a line of JSON (ExternalUrlResult) as soon as it is over. Who goes away ends the check. Admins only. */
export const POST = routeHandler(async (request) => {
  requireOwnOrigin(request.headers);
  const context = await requireApiContext();
  requireAdmin(context);
  const { idleSeconds } = externalUrlCheckSchema.parse(await request.json());
  const origin = (await readExternalUrl(context.db)) ?? `https://${request.headers.get("host")}`;
  const ending = new AbortController();
  const results = checkExternalUrl(context, { origin, idleSeconds, signal: ending.signal });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await results.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    cancel: () => ending.abort(),
  });
  // `no-transform`: compressed, the lines would wait for each other.
  return new Response(body, { headers: { "Content-Type": "application/jsonl; charset=utf-8", "Cache-Control": "no-store, no-transform" } });
});
