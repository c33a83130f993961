// Installs our two accounts with an administrator's credential, which is used for this and forgotten.
import { z } from "zod";
import { t } from "../texts/index.ts";
import { type ClusterClient, ClusterRefusal } from "./cluster-client.ts";
import {
  accountNames,
  type ClusterObject,
  clusterNamespace,
  installationObjects,
  instanceAnnotation,
  managedByLabel,
  managerRoleName,
  pathOf,
  rbac,
  setUpSecretName,
} from "./cluster-objects.ts";
import { type Metadata, objectSchema } from "./kubernetes-schema.ts";

/** Something in the cluster stands in the way. The message says what, and what to do. */
export class InstallRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InstallRefused";
  }
}

export const cleanUpCommand = `kubectl delete clusterrole,clusterrolebinding,rolebinding -A -l ${managedByLabel}=drawbridge; kubectl delete namespace ${clusterNamespace}`;

/** The uid of the ServiceAccount `manager`: it tells one cluster from another. Null before the installation. */
export async function findManagerUid(client: ClusterClient): Promise<string | null> {
  const found = await findMetadata(client, `/api/v1/namespaces/${clusterNamespace}/serviceaccounts/${accountNames.manager}`);
  return found?.uid ?? null;
}

/** Makes or mends every object of the installation. Idempotent. Throws InstallRefused before anything is changed if an object is not ours. */
export async function applyInstallation(client: ClusterClient, instanceId: string): Promise<void> {
  const objects = installationObjects(instanceId);
  for (const object of objects) await refuseForeign(client, object, instanceId);
  for (const object of objects) {
    try {
      // Server-side apply: makes what is missing and leaves alone what others have added to metadata. JSON is YAML.
      await client.send(z.unknown(), {
        method: "PATCH",
        path: `${pathOf(object).item}?fieldManager=drawbridge&force=true`,
        headers: { "content-type": "application/apply-patch+yaml" },
        body: object,
      });
    } catch (error) {
      if (error instanceof ClusterRefusal)
        throw new InstallRefused(
          t("The cluster refused the {kind} {name}: {message}", { kind: object.kind, name: object.metadata.name, message: error.message }),
        );
      throw error;
    }
  }
}

async function refuseForeign(client: ClusterClient, object: ClusterObject, instanceId: string): Promise<void> {
  const found = await findMetadata(client, pathOf(object).item);
  if (!found) return;
  const { kind, metadata } = object;
  // Whoever may make pods in the namespace can take our accounts' tokens: a namespace that others use is no place for them.
  if (found.labels?.[managedByLabel] !== "drawbridge")
    throw new InstallRefused(
      t("The cluster already has a {kind} {name} that Drawbridge did not make. Rename or delete it, then try again.", { kind, name: metadata.name }),
    );
  const owner = found.annotations?.[instanceAnnotation];
  if (kind === "Namespace" && owner !== undefined && owner !== instanceId)
    throw new InstallRefused(
      t("Another Drawbridge manages this cluster. Remove the environment there, or remove what it left by: {cleanUpCommand}", { cleanUpCommand }),
    );
}

async function findMetadata(client: ClusterClient, path: string): Promise<Metadata | null> {
  try {
    return (await client.send(objectSchema, { path })).metadata;
  } catch (error) {
    if (error instanceof ClusterRefusal && error.code === 404) return null;
    throw error;
  }
}

/** With the manager's credential: ends the set-up token of the manifest way, and lets the binding of the manager's role end with that role. */
export async function finishInstallation(manager: ClusterClient): Promise<void> {
  await deleteIfThere(manager, `/api/v1/namespaces/${clusterNamespace}/secrets/${setUpSecretName}`);
  const roles = `/apis/${rbac}/v1/clusterroles`;
  const { metadata } = await manager.send(objectSchema, { path: `${roles}/${managerRoleName}` });
  const owner = { apiVersion: `${rbac}/v1`, kind: "ClusterRole", name: managerRoleName, uid: metadata.uid };
  await manager.send(z.unknown(), {
    method: "PATCH",
    path: `/apis/${rbac}/v1/clusterrolebindings/${managerRoleName}`,
    headers: { "content-type": "application/merge-patch+json" },
    body: { metadata: { ownerReferences: [owner] } },
  });
}

/** Deletes one object; that it is gone already is no fault. */
export async function deleteIfThere(client: ClusterClient, path: string): Promise<void> {
  try {
    await client.send(z.unknown(), { method: "DELETE", path });
  } catch (error) {
    if (!(error instanceof ClusterRefusal && error.code === 404)) throw error;
  }
}
