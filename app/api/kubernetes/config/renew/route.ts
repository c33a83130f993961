import { requireApiContext } from "#lib/auth/index.ts";
import { downloadTarget, renewKubeconfig } from "#lib/kubeconfig/index.ts";
import { renewKubeconfigSchema } from "#lib/kubeconfig/schema.ts";
import { routeHandler } from "../../../route-handler.ts";
import { requireOwnOrigin } from "../../../same-origin.ts";
import { handOver } from "../download.ts";
import { readJson } from "../read-json.ts";

/** For the dialog: RenewKubeconfigInput as JSON. */
export const POST = routeHandler(async (request) => {
  requireOwnOrigin(request.headers);
  const context = await requireApiContext();
  const input = renewKubeconfigSchema.parse(await readJson(request));
  // The gateway lets no request through whose Host is not ours.
  return handOver(request, await renewKubeconfig(context, input, await downloadTarget(context.db, request.headers.get("host") ?? "")));
});
