import type { Db } from "../db.ts";

export interface KubeconfigUse {
  kubeconfigId: string;
  at: Date;
  /** The caller's IP address. */
  address: string;
  /** For example `kubectl 1.36`; null when the client does not say. */
  client: string | null;
}

/** Notes when, whence and by what files were last used. An older use than the one on record changes nothing, and no access changes: no new revision. */
export async function recordKubeconfigUse(db: Db, uses: readonly KubeconfigUse[]): Promise<void> {
  const newest = new Map(uses.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map((use) => [use.kubeconfigId, use]));
  await db.$transaction(
    [...newest.values()].map(({ kubeconfigId, at, address, client }) =>
      db.kubeconfig.updateMany({
        where: { id: kubeconfigId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
        data: { lastUsedAt: at, lastUsedAddress: address, lastUsedClient: client },
      }),
    ),
  );
}
