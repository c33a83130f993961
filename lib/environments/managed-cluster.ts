// An environment's cluster as Drawbridge itself enters it: by its two stored credentials.
import { config } from "../config.ts";
import type { Db } from "../db.ts";
import { deriveKey, instanceKey, sha256 } from "../secrets.ts";
import { t } from "../texts/index.ts";
import { type ClusterClient, ClusterUnreachable, openClusterClient } from "./cluster-client.ts";
import { type CredentialKind, rbac } from "./cluster-objects.ts";
import { openCredential, type StoredCredential } from "./credentials.ts";
import { objectListSchema } from "./kubernetes-schema.ts";
import type { EnvironmentConnection } from "./schema.ts";

/** The key that seals credentials. */
export function environmentKey(): Buffer {
  return instanceKey(config().dataDir);
}

/** Tells this Drawbridge from others, in a cluster; says nothing about the key. */
export function instanceIdOf(key: Buffer): string {
  return sha256(deriveKey(key, "instance id").toString("hex")).slice(0, 16);
}

/** Opens a client with one of our credentials; null when the environment or the credential is gone. The caller closes it. */
export async function openManagedCluster(
  db: Db,
  key: Buffer,
  { environmentId, kind }: { environmentId: number; kind: CredentialKind },
): Promise<ClusterClient | null> {
  const row = await db.environment.findUnique({ where: { id: environmentId }, include: { credentials: { where: { kind } } } });
  return row && clusterOf(key, row, kind);
}

/** The same for a row that was read with its credentials; null when that one is not among them. */
export function clusterOf(key: Buffer, row: EnvironmentConnection & { credentials: readonly StoredCredential[] }, kind: CredentialKind): ClusterClient | null {
  const credential = row.credentials.find((each) => each.kind === kind);
  return credential ? openClusterClient(connectionOf(row), { token: openCredential(key, credential) }) : null;
}

export function connectionOf({ server, caData, pinnedSha256, tlsServerName }: EnvironmentConnection): EnvironmentConnection {
  return { server, caData, pinnedSha256, tlsServerName };
}

const rolePagesMax = 40;

/** The names of every ClusterRole, sorted. */
export async function listClusterRoles(client: ClusterClient): Promise<string[]> {
  const names: string[] = [];
  let from = "";
  for (let pages = 1; pages <= rolePagesMax; pages++) {
    const page = await client.send(objectListSchema, {
      path: `/apis/${rbac}/v1/clusterroles?limit=500${from && `&continue=${encodeURIComponent(from)}`}`,
      // Names are enough: some clusters have roles of a megabyte.
      headers: { accept: "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io" },
    });
    names.push(...page.items.map((item) => item.metadata.name));
    from = page.metadata?.continue ?? "";
    if (from === "") return names.sort();
  }
  throw new ClusterUnreachable(() => t("The cluster's list of {what} has no end.", { what: "ClusterRoles" }));
}
