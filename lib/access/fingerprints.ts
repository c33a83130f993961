import type { Db } from "../db.ts";
import { sha256 } from "../secrets.ts";
import { asOfOneMoment, readJsonRows } from "./json-rows.ts";

export interface Fingerprint {
  /** Of the environment. */
  name: string;
  value: string;
}

/**
 * For each environment a value that differs when its cluster has something to be brought to: other grants or people, another credential,
 * switched on or to other rules, back from an outage. The revision moves for much else, which need not wake every cluster.
 */
export async function readFingerprints(db: Db): Promise<Map<number, Fingerprint>> {
  return db.$transaction(async (transaction) => {
    const environments = await readJsonRows(transaction, "Environment", {
      ...({ id: "number", name: "text", disabledAt: "text?", probeOk: "flag?", managesBindings: "flag", readOnly: "flag" } as const),
    });
    const credentials = await readJsonRows(transaction, "EnvironmentCredential", { environmentId: "number", kind: "text", issuedAt: "text" });
    const grants = await readJsonRows(transaction, "Grant", {
      ...({ id: "text", userId: "text?", teamId: "text?", environmentId: "number" } as const),
      ...({ clusterRole: "text", allNamespaces: "flag", namespaces: "text" } as const),
    });
    const people = {
      users: await readJsonRows(transaction, "User", { id: "text", login: "text", disabledAt: "text?" }),
      teams: await readJsonRows(transaction, "Team", { id: "text", name: "text" }),
      members: await readJsonRows(transaction, "TeamMember", { teamId: "text", userId: "text" }),
    };
    const subjectOf = subjects(people);
    const credentialsOf = Map.groupBy(credentials, ({ environmentId }) => environmentId);
    const grantsOf = Map.groupBy(grants, ({ environmentId }) => environmentId);
    return new Map(
      environments.map(({ name, ...environment }) => {
        const { id } = environment;
        const rules = sorted(grantsOf.get(id), (grant) => grant.id).map((grant) => [grant, subjectOf(grant)]);
        return [id, { name, value: sha256(JSON.stringify([environment, sorted(credentialsOf.get(id), ({ kind }) => kind), rules])) }];
      }),
    );
  }, asOfOneMoment);
}

interface People {
  users: readonly { id: string; login: string; disabledAt: string | null }[];
  teams: readonly { id: string; name: string }[];
  members: readonly { teamId: string; userId: string }[];
}

/** Tells of a grant whose it is and who has it by that, all by the names that clusters know. */
function subjects({ users, teams, members }: People): (grant: { userId: string | null; teamId: string | null }) => unknown {
  const loginOf = new Map(users.map(({ id, login }) => [id, login]));
  const enabled = new Set(users.flatMap(({ id, disabledAt }) => (disabledAt === null ? id : [])));
  const nameOf = new Map(teams.map(({ id, name }) => [id, name]));
  const membersOf = Map.groupBy(members, ({ teamId }) => teamId);
  return ({ userId, teamId }) => {
    const ids = userId === null ? (membersOf.get(teamId ?? "")?.map((member) => member.userId) ?? []) : [userId];
    const logins = ids.filter((id) => enabled.has(id)).flatMap((id) => loginOf.get(id) ?? []);
    return { name: userId === null ? nameOf.get(teamId ?? "") : loginOf.get(userId), logins: logins.sort() };
  };
}

function sorted<T>(rows: readonly T[] | undefined, keyOf: (row: T) => string): T[] {
  return rows?.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) ?? [];
}
