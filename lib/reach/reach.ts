// Who can reach what, why, and with how many files: told from the grants and from what the cluster has confirmed of them.
import { clusterUsername, listGrants } from "../access/index.ts";
import type { GrantView } from "../access/schema.ts";
import { type Context, requireAdmin } from "../context.ts";
import { isLive } from "../file-rows/index.ts";
import type { ReachView } from "./schema.ts";

type Person = ReachView["person"];

/** By environment and login. `of` is one person, or environments. Admins only. */
export async function listReach(context: Context, of: { userId: string } | { environmentIds: readonly number[] }): Promise<ReachView[]> {
  requireAdmin(context);
  const grants = await listGrants(context, "userId" in of ? { person: of.userId } : { environment: of.environmentIds });
  const people = await readPeople(context, grants, "userId" in of ? of.userId : null);
  const environmentIds = [...new Set(grants.map(({ environment }) => environment.id))];
  const isConfirmed = await readConfirmed(context, environmentIds);
  const countFiles = await readLiveFiles(context, environmentIds, "userId" in of ? of.userId : null);
  const lines = grants.flatMap((grant) =>
    (people.get(grant.subject.id) ?? []).map((person) => ({
      ...{ person, environment: grant.environment, clusterRole: grant.clusterRole, namespaces: grant.namespaces },
      team: grant.subject.kind === "team" ? { id: grant.subject.id, name: grant.subject.name } : null,
      state: stateOf(grant, person.disabled || isConfirmed(grant.environment.id, person.login)),
      message: grant.message,
      liveFiles: person.disabled ? 0 : countFiles(grant.environment.id, person.id),
    })),
  );
  return lines.sort(
    (a, b) => compare(a.environment.name, b.environment.name) || compare(a.person.login, b.person.login) || compare(a.clusterRole, b.clusterRole),
  );
}

function stateOf({ state }: GrantView, personIsListed: boolean): ReachView["state"] {
  return state === "applied" && !personIsListed ? "applying" : state;
}

/** Faster than the words' own order, which matters for thousands of lines. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** By the id of the user or the team: who has its grants. */
async function readPeople({ db }: Context, grants: readonly GrantView[], only: string | null): Promise<Map<string, Person[]>> {
  const idsOf = (kind: "user" | "team") => [...new Set(grants.flatMap(({ subject }) => (subject.kind === kind ? [subject.id] : [])))];
  const select = { id: true, login: true, displayName: true, disabledAt: true };
  const mine = only === null ? {} : { userId: only };
  const users = await db.user.findMany({ where: { id: { in: idsOf("user") } }, select });
  const members = await db.teamMember.findMany({ where: { teamId: { in: idsOf("team") }, ...mine }, select: { teamId: true, user: { select } } });
  const people = new Map(users.map((user) => [user.id, [personOf(user)]]));
  for (const { teamId, user } of members) people.set(teamId, [...(people.get(teamId) ?? []), personOf(user)]);
  return people;
}

function personOf({ disabledAt, ...person }: { id: string; login: string; displayName: string; disabledAt: Date | null }): Person {
  return { ...person, disabled: disabledAt !== null };
}

/** Whether a cluster lets us act as a person. */
async function readConfirmed({ db }: Context, environmentIds: number[]): Promise<(environmentId: number, login: string) => boolean> {
  const where = { environmentId: { in: environmentIds }, kind: "user", refusal: null };
  const rows = await db.appliedSubject.findMany({ where, select: { environmentId: true, name: true } });
  const confirmed = new Set(rows.map(({ environmentId, name }) => `${environmentId} ${name}`));
  return (environmentId, login) => confirmed.has(`${environmentId} ${clusterUsername(login)}`);
}

/** Files with a token that works, by environment and owner. A file that was renewed has two for a while, and counts once. */
async function readLiveFiles({ db, now }: Context, environmentIds: number[], only: string | null): Promise<(environmentId: number, ownerId: string) => number> {
  const rows = await db.kubeconfigToken.findMany({
    where: {
      environmentId: { in: environmentIds },
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      kubeconfig: { ...isLive(now), ...(only === null ? { ownerId: { not: null } } : { ownerId: only }) },
    },
    select: { environmentId: true, kubeconfigId: true, kubeconfig: { select: { ownerId: true } } },
  });
  const files = new Map<string, Set<string>>();
  for (const { environmentId, kubeconfigId, kubeconfig } of rows) {
    const place = `${environmentId} ${kubeconfig.ownerId}`;
    files.set(place, (files.get(place) ?? new Set()).add(kubeconfigId));
  }
  return (environmentId, ownerId) => files.get(`${environmentId} ${ownerId}`)?.size ?? 0;
}
