import { type Binding, bindingListSchema, type ClusterClient, ClusterUnreachable, isOwnGrant, rbac } from "../environments/index.ts";
import { t } from "../texts/index.ts";

/** 50,000 bindings of a kind. */
const pagesMax = 100;

/** Every binding of the cluster that is not one of our grants, page by page. Throws ClusterRefusal or ClusterUnreachable. */
export async function listForeignBindings(manager: ClusterClient, instanceId: string): Promise<Binding[]> {
  const lists = await Promise.all(["clusterrolebindings", "rolebindings"].map((collection) => readAll(manager, collection)));
  return lists.flat().filter(({ metadata }) => !isOwnGrant(metadata.labels, instanceId));
}

async function readAll(manager: ClusterClient, collection: string): Promise<Binding[]> {
  const found: Binding[] = [];
  let from = "";
  for (let page = 1; page <= pagesMax; page++) {
    const path = `/apis/${rbac}/v1/${collection}?limit=500${from && `&continue=${encodeURIComponent(from)}`}`;
    const { items, metadata } = await manager.send(bindingListSchema, { path, timeoutMs: 5_000 });
    found.push(...items);
    from = metadata?.continue ?? "";
    if (from === "") return found;
  }
  throw new ClusterUnreachable(() => t("The cluster's list of {what} has no end.", { what: collection }));
}
