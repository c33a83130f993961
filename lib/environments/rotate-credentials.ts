// New tokens in the place of old ones. Both are good for a while, so no request fails: whoever still holds the old one goes on with it.

import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { isClusterFault } from "./cluster-client.ts";
import type { CredentialKind } from "./cluster-objects.ts";
import { mintToken, storeCredential } from "./credentials.ts";
import { environmentKey, openManagedCluster } from "./managed-cluster.ts";

/** Renews both tokens now. Admins only. Throws NotFound, or InvalidInput("form") when the cluster gives none; then the old ones stay. */
export async function rotateCredentials(context: Context, environmentId: number, key: Buffer = environmentKey()): Promise<void> {
  requireAdmin(context);
  try {
    if (!(await replaceCredentials(context, key, { environmentId, kinds: ["proxy", "manager"] }))) throw new NotFound(t("There is no such environment."));
  } catch (error) {
    if (!isClusterFault(error)) throw error;
    throw new InvalidInput("form", t("The cluster gave no new tokens: {message}. Those that Drawbridge has stay in use.", { message: error.said }));
  }
}

/** Mints and stores, each with its audit row and the revision. False when the environment or its manager's credential is gone. */
export async function replaceCredentials(
  context: Context,
  key: Buffer,
  { environmentId, kinds }: { environmentId: number; kinds: readonly CredentialKind[] },
): Promise<boolean> {
  const { db, now } = context;
  const manager = await openManagedCluster(db, key, { environmentId, kind: "manager" });
  if (!manager) return false;
  try {
    for (const kind of kinds) {
      const minted = await mintToken(manager, kind);
      await change(context, async (transaction) => {
        const environment = await transaction.environment.findUnique({ where: { id: environmentId }, select: { name: true } });
        if (!environment) throw new NotFound(t("There is no such environment."));
        await storeCredential(transaction, key, { environmentId, kind, minted, now });
        const ref = { id: environmentId, name: environment.name };
        return { audit: { action: "environment.credential-renewed", environment: ref, target: { kind: "credential", name: kind } }, result: null };
      });
    }
    return true;
  } finally {
    manager.close();
  }
}
