import { requireApiContext } from "#lib/auth/index.ts";
import { downloadTarget, issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { defaultKubeconfigName, issueKubeconfigSchema } from "#lib/kubeconfig/schema.ts";
import { readSettings } from "#lib/settings/index.ts";
import { routeHandler } from "../../route-handler.ts";
import { requireOwnFetch, requireOwnOrigin } from "../../same-origin.ts";
import { download, handOver } from "./download.ts";
import { readJson } from "./read-json.ts";
import { requestedIds, requestedNamespaces } from "./requested-ids.ts";

/** For scripts: `?ids=1&ids=2`, and `&namespace=1:web` if need be; everything else by default. */
export const GET = routeHandler(async (request) => {
  requireOwnFetch(request.headers);
  const context = await requireApiContext();
  const query = new URL(request.url).searchParams;
  const [environmentIds, namespaces] = [requestedIds(query), requestedNamespaces(query)];
  const { expiryDefaultSeconds } = await readSettings(context.db);
  const name = defaultKubeconfigName(context.now);
  const input = {
    environmentIds,
    namespaces,
    name,
    expiry: expiryDefaultSeconds === null ? null : { seconds: expiryDefaultSeconds },
    currentEnvironmentId: null,
  };
  return download(await issueKubeconfig(context, input, await downloadTarget(context.db, hostOf(request))));
});

/** For the dialog: IssueKubeconfigInput as JSON. */
export const POST = routeHandler(async (request) => {
  requireOwnOrigin(request.headers);
  const context = await requireApiContext();
  const input = issueKubeconfigSchema.parse(await readJson(request));
  return handOver(request, await issueKubeconfig(context, input, await downloadTarget(context.db, hostOf(request))));
});

/** Else Next would answer it by GET, and issue a file for nobody. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { Allow: "GET, POST" } });
}

/** The gateway lets no request through whose Host is not ours. */
function hostOf(request: Request): string {
  return request.headers.get("host") ?? "";
}
