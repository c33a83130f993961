import { requireApiContext } from "#lib/auth/index.ts";
import { exportKubeconfigs } from "#lib/issued-files/index.ts";
import { kubeconfigFilterSchema } from "#lib/kubeconfig/schema.ts";
import { routeHandler } from "../../route-handler.ts";
import { streamedDownload } from "../../streamed-download.ts";
import { kubeconfigsCsv } from "./kubeconfigs-csv.ts";

/** The list of files as CSV, with the list's own filter; `everyone=1` for those of all people (admins only). */
export const GET = routeHandler(async (request) => {
  const context = await requireApiContext();
  const query = Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
  const { before: _before, ...filter } = kubeconfigFilterSchema.parse(query);
  const lines = kubeconfigsCsv(exportKubeconfigs(context, filter, { everyone: query.everyone === "1" }));
  const fileName = `drawbridge-kubeconfigs-${context.now.toISOString().slice(0, 10)}.csv`;
  return streamedDownload(lines, context, { contentType: "text/csv; charset=utf-8", fileName });
});
