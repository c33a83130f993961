// Brings the bindings of a cluster to what the grants ask for. Touches only what carries our label.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Binding, bindingListSchema, type ClusterClient, ClusterRefusal, deleteIfThere, grantSelector, pathOf, rbac } from "../environments/index.ts";
import { groupBindingObject } from "./cluster-objects.ts";
import type { GroupBinding } from "./desired-access.ts";

const root = `/apis/${rbac}/v1`;

/**
 * Deletes, makes and mends. Returns the groups whose binding the cluster refused, with its words: one bad namespace holds up no other
 * grant. Throws when the cluster cannot be worked with at all.
 */
export async function applyBindings(manager: ClusterClient, wanted: readonly GroupBinding[]): Promise<Map<string, string>> {
  const found = await listBindings(manager);
  const objects = wanted.map((binding) => ({ binding, object: groupBindingObject(binding), path: pathOf(groupBindingObject(binding)) }));
  const keep = new Map(objects.map((entry) => [entry.path.item, entry]));
  for (const [path, binding] of found) {
    const entry = keep.get(path);
    // A role cannot be changed in place.
    if (entry && isDeepStrictEqual(binding.roleRef, entry.object.roleRef)) continue;
    await deleteIfThere(manager, path);
    found.delete(path);
  }
  const refusals = new Map<string, string>();
  for (const { binding, object, path } of objects) {
    const present = found.get(path.item);
    if (present && isDeepStrictEqual(present.subjects, object.subjects)) continue;
    const request = present ? { method: "PUT" as const, path: path.item } : { method: "POST" as const, path: path.collection };
    try {
      await manager.send(z.unknown(), { ...request, body: object });
    } catch (error) {
      if (!isRefusalOfOne(error)) throw error;
      refusals.set(binding.group, binding.namespace === null ? error.message : `In namespace ${binding.namespace}: ${error.message}`);
    }
  }
  return refusals;
}

/** Ours, by path. */
async function listBindings(manager: ClusterClient): Promise<Map<string, Binding>> {
  const found = new Map<string, Binding>();
  for (const kind of ["ClusterRoleBinding", "RoleBinding"]) {
    const { items } = await manager.send(bindingListSchema, { path: `${root}/${kind.toLowerCase()}s?labelSelector=${encodeURIComponent(grantSelector)}` });
    for (const item of items) {
      const { name, namespace } = item.metadata;
      const metadata = { name, labels: {}, ...(namespace === undefined ? {} : { namespace }) };
      found.set(pathOf({ apiVersion: `${rbac}/v1`, kind, metadata }).item, item);
    }
  }
  return found;
}

/** Said of this one object, not of us (401), of the moment (429) or of a broken server (5xx). */
function isRefusalOfOne(error: unknown): error is ClusterRefusal {
  return error instanceof ClusterRefusal && error.code >= 400 && error.code < 500 && error.code !== 401 && error.code !== 429;
}
