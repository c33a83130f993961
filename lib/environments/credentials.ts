// The two tokens that we hold for an environment. Minted by the cluster, sealed at rest, each to its own row.
import type { Transaction } from "../db.ts";
import { seal, unseal } from "../secrets.ts";
import type { ClusterClient } from "./cluster-client.ts";
import { accountNames, type CredentialKind, clusterNamespace } from "./cluster-objects.ts";
import { tokenRequestSchema } from "./kubernetes-schema.ts";

export interface MintedToken {
  token: string;
  expiresAt: Date;
}

const day = 24 * 60 * 60;
/** The manager's token outlives a Drawbridge that was off for a holiday; it then mints the data path's anew. A cluster may grant less. */
const lifeSeconds: Record<CredentialKind, number> = { proxy: day, manager: 30 * day };

/** Asks the cluster for a token of one of our accounts. Throws ClusterRefusal or ClusterUnreachable. */
export async function mintToken(client: ClusterClient, kind: CredentialKind): Promise<MintedToken> {
  const { status } = await client.send(tokenRequestSchema, {
    method: "POST",
    path: `/api/v1/namespaces/${clusterNamespace}/serviceaccounts/${accountNames[kind]}/token`,
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: lifeSeconds[kind] } },
  });
  return { token: status.token, expiresAt: new Date(status.expirationTimestamp) };
}

export interface StoredCredential {
  environmentId: number;
  kind: string;
  sealedToken: string;
}

/** The token in clear. Throws when the row was changed or moved, or the instance key is another. */
export function openCredential(key: Buffer, { environmentId, kind, sealedToken }: StoredCredential): string {
  return unseal(key, placeOf(environmentId, kind), sealedToken);
}

/** Stores `minted` in place of what was there. */
export async function storeCredential(
  transaction: Transaction,
  key: Buffer,
  { environmentId, kind, minted, now }: { environmentId: number; kind: CredentialKind; minted: MintedToken; now: Date },
): Promise<void> {
  const values = { sealedToken: seal(key, placeOf(environmentId, kind), minted.token), expiresAt: minted.expiresAt, issuedAt: now };
  await transaction.environmentCredential.upsert({
    where: { environmentId_kind: { environmentId, kind } },
    create: { environmentId, kind, ...values },
    update: values,
  });
}

function placeOf(environmentId: number, kind: string): string {
  return `environment:${environmentId}:${kind}`;
}

export interface TokenLife {
  issuedAt: Date;
  /** Null: it has no known end. */
  expiresAt: Date | null;
}

/** When 80 % of a token's life is over; null without a known end. */
export function renewalDueAt({ issuedAt, expiresAt }: TokenLife): Date | null {
  return expiresAt && new Date(issuedAt.getTime() + 0.8 * (expiresAt.getTime() - issuedAt.getTime()));
}

/** One without a known end is renewed at once. */
export function isRenewalDue(life: TokenLife, now: Date): boolean {
  const due = renewalDueAt(life);
  return due === null || now >= due;
}
