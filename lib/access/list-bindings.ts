// The bindings that a cluster has now.
import { type Binding, bindingListSchema, type ClusterClient, ClusterUnreachable, isOwnGrant, managedByLabel, pathOf, rbac } from "../environments/index.ts";
import { t } from "../texts/index.ts";
import { clusterNamePrefix } from "./policy.ts";

export interface ListedBindings {
  /** Those of our grants, by the URL path. */
  own: ReadonlyMap<string, Binding>;
  /** Our groups that bindings of others name: what the cluster's own administrators have bound. Empty unless asked for. */
  groupsOfOthers: ReadonlySet<string>;
}

/** 50,000 bindings of a kind. */
const pagesMax = 100;

/** Reads both kinds page by page; `all` reads those of others too. Throws ClusterRefusal or ClusterUnreachable. */
export async function listBindings(manager: ClusterClient, { all, instanceId }: { all: boolean; instanceId: string }): Promise<ListedBindings> {
  const own = new Map<string, Binding>();
  const groupsOfOthers = new Set<string>();
  for (const kind of ["ClusterRoleBinding", "RoleBinding"] as const) {
    for await (const binding of pages(manager, kind, all)) {
      if (isOwnGrant(binding.metadata.labels, instanceId)) own.set(pathOfBinding(kind, binding), binding);
      else
        for (const { kind: subject, name } of binding.subjects ?? []) if (subject === "Group" && name.startsWith(clusterNamePrefix)) groupsOfOthers.add(name);
    }
  }
  return { own, groupsOfOthers };
}

async function* pages(manager: ClusterClient, kind: "ClusterRoleBinding" | "RoleBinding", all: boolean): AsyncGenerator<Binding> {
  const selector = all ? "" : `&labelSelector=${encodeURIComponent(`${managedByLabel}=drawbridge`)}`;
  let from = "";
  for (let page = 1; page <= pagesMax; page++) {
    const path = `/apis/${rbac}/v1/${kind.toLowerCase()}s?limit=500${selector}${from && `&continue=${encodeURIComponent(from)}`}`;
    const { items, metadata } = await manager.send(bindingListSchema, { path });
    yield* items;
    from = metadata?.continue ?? "";
    if (from === "") return;
  }
  throw new ClusterUnreachable(() => t("The cluster's list of {what} has no end.", { what: `${kind}s` }));
}

function pathOfBinding(kind: string, { metadata: { name, namespace } }: Binding): string {
  return pathOf({ apiVersion: `${rbac}/v1`, kind, metadata: { name, labels: {}, ...(namespace === undefined ? {} : { namespace }) } }).item;
}
