// Keeps the list of who *proxy* may be, and the binding by which it has that list.
import { createHmac } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import {
  bindingSchema,
  type ClusterClient,
  ClusterRefusal,
  clusterRoleSchema,
  managedByLabel,
  type PolicyRule,
  pathOf,
  proxyRole,
  proxyRoleBinding,
} from "../environments/index.ts";
import { deriveKey } from "../secrets.ts";
import { givesTheSame } from "./cluster-objects.ts";
import type { Drift } from "./drift.ts";

/** Tells our own older list from one that somebody else has written. */
const markAnnotation = "drawbridge.dev/rules-mark";
const triesMax = 5;

/** Writes what differs, judged anew when somebody else wrote in between (409). Returns what others had done to either object. */
export async function applyImpersonation(manager: ClusterClient, rules: readonly PolicyRule[], key: Buffer): Promise<Drift[]> {
  const mark = (value: unknown) => createHmac("sha256", deriveKey(key, "rules mark")).update(JSON.stringify(value)).digest("hex").slice(0, 32);
  const role = await untilUndisputed(() => applyRole(manager, rules, mark));
  const binding = await untilUndisputed(() => applyRoleBinding(manager));
  return [role, binding].filter((drift) => drift !== null);
}

async function untilUndisputed<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ClusterRefusal && error.code === 409) || error instanceof NotOurs || attempt === triesMax) throw error;
    }
  }
}

async function applyRole(manager: ClusterClient, rules: readonly PolicyRule[], mark: (value: unknown) => string): Promise<Drift | null> {
  const object = proxyRole(rules);
  const path = pathOf(object).item;
  const found = await find(manager, clusterRoleSchema, path);
  const annotations = { ...found?.metadata.annotations, [markAnnotation]: mark(rules) };
  const drift = (what: Drift["found"]) => ({ kind: "ClusterRole" as const, name: object.metadata.name, namespace: null, found: what });
  if (!found) {
    await manager.send(z.unknown(), { method: "PUT", path, body: { ...object, metadata: { ...object.metadata, annotations } } });
    return drift("deleted");
  }
  requireOwn(found.metadata.labels, object.metadata.name);
  const present = found.rules ?? [];
  const marked = found.metadata.annotations?.[markAnnotation];
  if (isDeepStrictEqual(present, rules) && marked === mark(rules)) return null;
  const body = { ...found, apiVersion: object.apiVersion, kind: object.kind, metadata: { ...found.metadata, annotations }, rules };
  await manager.send(z.unknown(), { method: "PUT", path, body });
  // Without a mark it is the installation's, or an older version's.
  return marked === undefined || marked === mark(present) ? null : drift("changed");
}

async function applyRoleBinding(manager: ClusterClient): Promise<Drift | null> {
  const object = proxyRoleBinding();
  const path = pathOf(object).item;
  const found = await find(manager, bindingSchema, path);
  if (found) requireOwn(found.metadata.labels, object.metadata.name);
  if (found && givesTheSame(found, object)) return null;
  const { name } = object.metadata;
  if (!found) {
    await manager.send(z.unknown(), { method: "POST", path: pathOf(object).collection, body: object });
    return { kind: "ClusterRoleBinding", name, namespace: null, found: "deleted" };
  }
  const { uid, resourceVersion } = found.metadata;
  if (isDeepStrictEqual(found.roleRef, object.roleRef))
    await manager.send(z.unknown(), { method: "PUT", path, body: { ...object, metadata: { ...object.metadata, resourceVersion } } });
  else {
    // A role cannot be changed in place.
    await manager.send(z.unknown(), { method: "DELETE", path, body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } } });
    await manager.send(z.unknown(), { method: "POST", path: pathOf(object).collection, body: object });
  }
  return { kind: "ClusterRoleBinding", name, namespace: null, found: "changed" };
}

class NotOurs extends ClusterRefusal {}

function requireOwn(labels: Record<string, string> | undefined, name: string): void {
  if (labels?.[managedByLabel] === "drawbridge") return;
  throw new NotOurs(409, `the cluster's ${name} is not marked as Drawbridge's any more (label ${managedByLabel}=drawbridge), so it is left as it is`);
}

async function find<T extends z.ZodType>(manager: ClusterClient, schema: T, path: string): Promise<z.infer<T> | null> {
  try {
    return await manager.send(schema, { path });
  } catch (error) {
    if (error instanceof ClusterRefusal && error.code === 404) return null;
    throw error;
  }
}
