import { requireApiContext } from "#lib/auth/index.ts";
import { InvalidInput } from "#lib/errors.ts";
import { downloadTarget, issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { defaultKubeconfigName, issueKubeconfigSchema } from "#lib/kubeconfig/schema.ts";
import { readSettings } from "#lib/settings/index.ts";
import { routeHandler } from "../../route-handler.ts";
import { download } from "./download.ts";
import { requestedIds } from "./requested-ids.ts";
import { requireOwnFetch, requireOwnOrigin } from "./same-origin.ts";

/** For scripts: `?ids=1&ids=2`, everything else by default. */
export const GET = routeHandler(async (request) => {
  requireOwnFetch(request.headers);
  const context = await requireApiContext();
  const environmentIds = requestedIds(new URL(request.url).searchParams);
  const { expiryDefaultSeconds } = await readSettings(context.db);
  const name = defaultKubeconfigName(context.now);
  const input = { environmentIds, name, expirySeconds: expiryDefaultSeconds, currentEnvironmentId: null };
  return download(await issueKubeconfig(context, input, downloadTarget(hostOf(request))));
});

/** For the dialog: IssueKubeconfigInput as JSON. */
export const POST = routeHandler(async (request) => {
  requireOwnOrigin(request.headers);
  const context = await requireApiContext();
  const input = issueKubeconfigSchema.parse(await readJson(request));
  return download(await issueKubeconfig(context, input, downloadTarget(hostOf(request))));
});

/** Else Next would answer it by GET, and issue a file for nobody. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { Allow: "GET, POST" } });
}

/** The gateway lets no request through whose Host is not ours. */
function hostOf(request: Request): string {
  return request.headers.get("host") ?? "";
}

async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    throw new InvalidInput("form", "Send JSON, with Content-Type: application/json.");
  return request.json().catch(() => {
    throw new InvalidInput("form", "The request's body is not JSON.");
  });
}
