import type { Db } from "../db.ts";

export type FileCondition = NonNullable<NonNullable<Parameters<Db["kubeconfig"]["findMany"]>[0]>["where"]>;

/** Neither expired nor ended. */
export function isLive(now: Date): FileCondition {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

/** Not made, renewed or used since `limit`. */
export function isUnusedSince(limit: Date): FileCondition {
  return {
    createdAt: { lt: limit },
    AND: [{ OR: [{ renewedAt: null }, { renewedAt: { lt: limit } }] }, { OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: limit } }] }],
  };
}
