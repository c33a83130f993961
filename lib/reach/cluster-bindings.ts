import { type Context, requireAdmin } from "../context.ts";
import { environmentKey, instanceIdOf, openManagedCluster } from "../environments/index.ts";
import { askCluster } from "./ask-cluster.ts";
import { bindingsOfPeople } from "./foreign-bindings.ts";
import { listForeignBindings } from "./list-foreign-bindings.ts";
import type { ClusterBindingsView } from "./schema.ts";

/** The cluster's own bindings that name anybody who comes through Drawbridge, as it has them now. Admins only. */
export async function listClusterBindings(context: Context, environmentId: number, key: Buffer = environmentKey()): Promise<ClusterBindingsView> {
  requireAdmin(context);
  const { value, fault } = await askCluster(
    () => openManagedCluster(context.db, key, { environmentId, kind: "manager" }),
    (manager) => listForeignBindings(manager, instanceIdOf(key)),
  );
  return { bindings: value === null ? [] : bindingsOfPeople(value), fault };
}
