// Brings one binding to what is wanted, against whoever writes it at the same moment.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Binding, bindingSchema, type ClusterClient, type ClusterObject, ClusterRefusal, isOwnGrant, pathOf } from "../environments/index.ts";
import { givesTheSame } from "./cluster-objects.ts";

export interface Settlement {
  /** The URL path of the object. */
  path: string;
  /** Null: it is to be gone. */
  wanted: ClusterObject | null;
  /** As it was read last; null when it was not there. */
  present: Binding | null;
  instanceId: string;
}

const triesMax = 5;

/**
 * Makes, mends or deletes the binding. Each write names the version that was judged: at a conflict (409), and when it has come or gone
 * meanwhile, it is read and judged again. What is not ours stays as it is, which is thrown as a ClusterRefusal where one of ours is wanted.
 */
export async function settleBinding(manager: ClusterClient, settlement: Settlement): Promise<void> {
  let { present } = settlement;
  for (let attempt = 1; ; attempt++) {
    requireOwn(settlement, present);
    try {
      await write(manager, { ...settlement, present });
      return;
    } catch (error) {
      const isPast = error instanceof ClusterRefusal && (error.code === 409 || (error.code === 404 && present !== null));
      if (!isPast || attempt === triesMax) throw error;
    }
    present = await findBinding(manager, settlement.path);
  }
}

function requireOwn({ wanted, instanceId }: Settlement, present: Binding | null): void {
  if (!wanted || !present || isOwnGrant(present.metadata.labels, instanceId)) return;
  const { kind, metadata } = wanted;
  throw new ClusterRefusal(409, `the cluster has a ${kind} ${metadata.name} that is not this Drawbridge's: rename or delete it there`);
}

async function write(manager: ClusterClient, { path, wanted, present, instanceId }: Settlement): Promise<void> {
  if (!wanted) {
    if (present && isOwnGrant(present.metadata.labels, instanceId)) await remove(manager, path, present);
    return;
  }
  if (present && isDeepStrictEqual(present.roleRef, wanted.roleRef)) {
    if (isSettled(present, wanted)) return;
    const body = { ...wanted, metadata: { ...wanted.metadata, resourceVersion: present.metadata.resourceVersion } };
    await manager.send(z.unknown(), { method: "PUT", path, body });
    return;
  }
  // A role cannot be changed in place.
  if (present) await remove(manager, path, present);
  await manager.send(z.unknown(), { method: "POST", path: pathOf(wanted).collection, body: wanted });
}

/** Also by its labels, which older versions of us did not all give. */
export function isSettled(present: Binding, wanted: ClusterObject): boolean {
  return givesTheSame(present, wanted) && Object.entries(wanted.metadata.labels).every(([name, value]) => present.metadata.labels?.[name] === value);
}

/** Only as it was judged: gone meanwhile is as good. */
async function remove(manager: ClusterClient, path: string, { metadata: { uid, resourceVersion } }: Binding): Promise<void> {
  try {
    await manager.send(z.unknown(), { method: "DELETE", path, body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } } });
  } catch (error) {
    if (!(error instanceof ClusterRefusal && error.code === 404)) throw error;
  }
}

async function findBinding(manager: ClusterClient, path: string): Promise<Binding | null> {
  try {
    return await manager.send(bindingSchema, { path });
  } catch (error) {
    if (error instanceof ClusterRefusal && error.code === 404) return null;
    throw error;
  }
}
