import type { KubeconfigView } from "./schema.ts";

/** What a view needs. No token hash: what is not read cannot leak. */
export const kubeconfigInclude = {
  owner: { select: { id: true, login: true } },
  tokens: { select: { environmentId: true, environmentName: true, environment: { select: { name: true } } } },
} as const;

interface KubeconfigRow {
  id: string;
  name: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
  lastUsedClient: string | null;
  owner: { id: string; login: string };
  tokens: { environmentId: number | null; environmentName: string; environment: { name: string } | null }[];
}

export function viewOf(row: KubeconfigRow, now: Date): KubeconfigView {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    environments: row.tokens
      .map((token) => ({ id: token.environmentId, name: token.environment?.name ?? token.environmentName }))
      .toSorted((a, b) => a.name.localeCompare(b.name, "en")),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedAddress: row.lastUsedAddress,
    lastUsedClient: row.lastUsedClient,
    state: row.revokedAt ? "revoked" : row.expiresAt && row.expiresAt <= now ? "expired" : "active",
  };
}
