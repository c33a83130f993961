import type { UserView } from "./schema.ts";

/** What a view needs: no hash of a password beyond whether there is one. */
export function userInclude(now: Date) {
  return {
    memberships: { select: { team: { select: { id: true, name: true } } } },
    _count: { select: { kubeconfigs: { where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } } } },
  };
}

interface UserRow {
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
  _count: { kubeconfigs: number };
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
  };
}

function stateOf(row: UserRow): UserView["state"] {
  if (row.disabledAt) return "disabled";
  if (row.passwordHash === null) return "invited";
  return row.mustChangePassword ? "must-change-password" : "active";
}
