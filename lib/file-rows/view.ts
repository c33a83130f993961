import type { Db, Transaction } from "../db.ts";
import { NotFound } from "../errors.ts";
import { endReasons, type KubeconfigEnvironmentView, type KubeconfigView } from "../kubeconfig/schema.ts";
import { t } from "../texts/index.ts";

/** What a view needs. No token hash: what is not read cannot leak. */
export const kubeconfigInclude = {
  owner: { select: { disabledAt: true } },
  tokens: {
    select: {
      environmentId: true,
      environmentName: true,
      namespace: true,
      expiresAt: true,
      revokedAt: true,
      replacedAt: true,
      environment: { select: { name: true, expiryMaxSeconds: true } },
    },
  },
} as const;

interface TokenRow {
  environmentId: number | null;
  environmentName: string;
  namespace: string | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  replacedAt: Date | null;
  environment: { name: string; expiryMaxSeconds: number | null } | null;
}

interface KubeconfigRow {
  id: string;
  name: string;
  description: string | null;
  createdAt: Date;
  renewedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  endReason: string | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
  lastUsedClient: string | null;
  ownerId: string | null;
  ownerLogin: string;
  owner: { disabledAt: Date | null } | null;
  tokens: TokenRow[];
}

/** A file as it is shown. Throws NotFound. */
export async function readKubeconfigView(db: Db | Transaction, id: string, now: Date): Promise<KubeconfigView> {
  const row = await db.kubeconfig.findUnique({ where: { id }, include: kubeconfigInclude });
  if (!row) throw new NotFound(t("There is no such kubeconfig."));
  return viewOf(row, now);
}

export function viewOf(row: KubeconfigRow, now: Date): KubeconfigView {
  return {
    id: row.id,
    name: row.name,
    description: row.description ?? "",
    owner: { id: row.ownerId, login: row.ownerLogin, disabled: (row.owner?.disabledAt ?? null) !== null },
    environments: row.tokens
      .filter((token) => token.replacedAt === null)
      .map((token) => environmentView(token, now))
      .toSorted((a, b) => a.name.localeCompare(b.name, "en")),
    createdAt: row.createdAt.toISOString(),
    renewedAt: row.renewedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    endReason: row.revokedAt === null ? null : (endReasons.find((reason) => reason === row.endReason) ?? "revoked"),
    replacedUntil: replacedUntil(row, now),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedAddress: row.lastUsedAddress,
    lastUsedClient: row.lastUsedClient,
    state: row.revokedAt ? "revoked" : isPast(row.expiresAt, now) ? "expired" : "active",
  };
}

function environmentView({ environmentId, environmentName, namespace, environment, expiresAt, revokedAt }: TokenRow, now: Date): KubeconfigEnvironmentView {
  return {
    id: environmentId,
    name: environment?.name ?? environmentName,
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    state: environmentId === null ? "removed" : revokedAt !== null ? "revoked" : isPast(expiresAt, now) ? "expired" : "active",
    expiryMaxSeconds: environment?.expiryMaxSeconds ?? null,
    namespace,
  };
}

/** A replaced token always has an end: the grace time's at the latest. */
function replacedUntil({ revokedAt, tokens }: KubeconfigRow, now: Date): string | null {
  if (revokedAt !== null) return null;
  const ends = tokens.flatMap((token) => (token.replacedAt !== null && token.revokedAt === null && token.expiresAt ? [token.expiresAt.getTime()] : []));
  const last = Math.max(...ends);
  return last > now.getTime() ? new Date(last).toISOString() : null;
}

function isPast(at: Date | null, now: Date): boolean {
  return at !== null && at <= now;
}
