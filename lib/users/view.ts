import { secondFactorColumns, secondFactorsViewOf } from "../second-factors/index.ts";
import type { UserView } from "./schema.ts";

/** What a view needs beside the person's own row. */
export function userInclude(now: Date) {
  const kubeconfigs = { where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } };
  return {
    memberships: { select: { team: { select: { id: true, name: true } } } },
    passkeys: secondFactorColumns.passkeys,
    _count: { select: { kubeconfigs, ...secondFactorColumns._count.select } },
  };
}

type FactorsRow = Parameters<typeof secondFactorsViewOf>[0];

interface UserRow extends FactorsRow {
  id: string;
  login: string;
  displayName: string;
  isAdmin: boolean;
  passwordHash: string | null;
  mustChangePassword: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  lastSignInAt: Date | null;
  memberships: { team: { id: string; name: string } }[];
  _count: FactorsRow["_count"] & { kubeconfigs: number };
}

export function viewOf(row: UserRow): UserView {
  return {
    id: row.id,
    login: row.login,
    displayName: row.displayName,
    isAdmin: row.isAdmin,
    state: stateOf(row),
    teams: row.memberships.map(({ team }) => ({ id: team.id, name: team.name })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    createdAt: row.createdAt.toISOString(),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    // The files of someone who is disabled are refused.
    liveKubeconfigs: row.disabledAt ? 0 : row._count.kubeconfigs,
    secondFactors: secondFactorsViewOf(row),
  };
}

function stateOf(row: UserRow): UserView["state"] {
  if (row.disabledAt) return "disabled";
  if (row.passwordHash === null) return "invited";
  return row.mustChangePassword ? "must-change-password" : "active";
}
