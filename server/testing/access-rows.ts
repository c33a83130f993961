// Hand-made rows: a person, an environment, a grant and an issued file, as the doors of lib would have left them.
import { randomBytes, randomUUID } from "node:crypto";
import { clusterUsername } from "#lib/access/index.ts";
import type { Db } from "#lib/db.ts";
import { createToken } from "#lib/kubeconfig/index.ts";
import { bumpRevision } from "#lib/revision.ts";
import { instanceKey, seal, sha256 } from "#lib/secrets.ts";
import type { TestDatabase } from "#lib/testing/database.ts";

const createdAt = new Date("2026-01-01T00:00:00Z");

export interface EnvironmentRowOptions {
  name?: string;
  server: string;
  caData: string;
  credential: string;
  /** A scripted API server answers no reviews, so it is off unless a test is about it; a real cluster has it on. */
  connectAsCreate?: boolean;
}

/** Returns its id. */
export async function addEnvironmentRow({ db, dataDir }: Pick<TestDatabase, "db" | "dataDir">, options: EnvironmentRowOptions): Promise<number> {
  const { name = "alpha", server, caData, credential, connectAsCreate = false } = options;
  const { id } = await db.environment.create({ data: { name, server, caData, connectAsCreate, createdAt } });
  const sealedToken = seal(instanceKey(dataDir), `environment:${id}:proxy`, credential);
  await db.environmentCredential.create({ data: { environmentId: id, kind: "proxy", sealedToken, issuedAt: createdAt } });
  return id;
}

/** A person with `clusterRole` for all namespaces in each environment, confirmed by the cluster. Returns the user's id. */
export async function addPersonRow(db: Db, options: { login: string; environmentIds: readonly number[]; clusterRole?: string }): Promise<string> {
  const { login, environmentIds, clusterRole = "view" } = options;
  const { id } = await db.user.create({ data: { login, displayName: login, createdAt } });
  for (const environmentId of environmentIds) {
    await db.grant.create({ data: { userId: id, environmentId, clusterRole, allNamespaces: true, namespaces: "[]", createdAt, createdBy: "test" } });
    await confirm(db, environmentId, "user", clusterUsername(login));
    await confirm(db, environmentId, "group", `drawbridge:role:${clusterRole}`);
  }
  return id;
}

export async function confirm(db: Db, environmentId: number, kind: "user" | "group", name: string): Promise<void> {
  const row = { environmentId, kind, name };
  await db.appliedSubject.upsert({ where: { environmentId_kind_name: row }, create: { ...row, updatedAt: createdAt }, update: {} });
}

/** An issued file with one environment. Returns its id and its token. */
export async function addFileRow(
  db: Db,
  options: { ownerId: string; environmentId: number; name?: string; expiresAt?: Date | null },
): Promise<{ id: string; token: string }> {
  const { ownerId, environmentId, name = "laptop", expiresAt = null } = options;
  const id = randomUUID().slice(0, 8);
  const token = createToken(randomBytes(32));
  await db.kubeconfig.create({ data: { id, ownerId, ownerLogin: "owner", name, createdAt, expiresAt } });
  await db.kubeconfigToken.create({ data: { tokenHash: sha256(token), kubeconfigId: id, environmentId, environmentName: "alpha", createdAt, expiresAt } });
  return { id, token };
}

/** What `change` does at its end: lets the proxy see. */
export async function publish(db: Db): Promise<void> {
  await db.$transaction(bumpRevision);
}
