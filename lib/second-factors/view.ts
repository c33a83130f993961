import { totpPeriodSeconds } from "../totp/index.ts";
import type { SecondFactorsView } from "./schema.ts";

/** What the view needs of a person: no secret, and no key. */
export const secondFactorColumns = {
  totpConfirmedAt: true,
  totpLastStep: true,
  factorsResetAt: true,
  factorsResetBy: true,
  // Sorted in the view: of a list that is included in order, Prisma cannot ask in pieces, and fails at a thousand people.
  passkeys: { select: { id: true, name: true, createdAt: true, lastUsedAt: true } },
  _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
} as const;

interface FactorsRow {
  totpConfirmedAt: Date | null;
  totpLastStep: number | null;
  factorsResetAt: Date | null;
  factorsResetBy: string | null;
  passkeys: readonly { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }[];
  _count: { recoveryCodes: number };
}

export function secondFactorsViewOf(row: FactorsRow): SecondFactorsView {
  const { totpConfirmedAt, totpLastStep, factorsResetAt, factorsResetBy } = row;
  const isInUse = totpConfirmedAt !== null && totpLastStep !== null;
  return {
    totpSince: totpConfirmedAt?.toISOString() ?? null,
    totpLastUsedAt: isInUse ? new Date(totpLastStep * totpPeriodSeconds * 1000).toISOString() : null,
    passkeys: row.passkeys
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      .map((passkey) => ({
        ...passkey,
        createdAt: passkey.createdAt.toISOString(),
        lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
      })),
    recoveryCodesLeft: row._count.recoveryCodes,
    reset: factorsResetAt === null ? null : { at: factorsResetAt.toISOString(), by: factorsResetBy },
  };
}
