import { listGrants } from "../access/index.ts";
import type { GrantView, RightView } from "../access/schema.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { listReach } from "../reach/index.ts";
import type { ReachView } from "../reach/schema.ts";
import { t } from "../texts/index.ts";
import type { Ending, LostRight } from "./schema.ts";

/** The roles that Kubernetes brings, each with all that the ones before it may do. */
const ascending = ["view", "edit", "admin", "cluster-admin"];

/** Who loses what with these grants, or with the team's. What someone has otherwise, or more, is not lost. Throws NotFound. */
export async function lostRights(context: Context, ending: Extract<Ending, { kind: "grants" | "team" }>): Promise<LostRight[]> {
  const going = await grantsOf(context, ending);
  const environmentIds = [...new Set(going.map(({ environment }) => environment.id))];
  const lines = (await listReach(context, { environmentIds })).filter(({ person }) => !person.disabled);
  const gone = new Set(going.map((grant) => rightKey(grant.subject.id, grant)));
  const goes = ({ person, team, ...line }: ReachView) => gone.has(rightKey(team?.id ?? person.id, line));
  const left = Map.groupBy(
    lines.filter((line) => !goes(line)),
    placeOf,
  );
  const lost = lines.filter(goes).flatMap((line): LostRight[] => {
    const kept = left.get(placeOf(line)) ?? [];
    if (kept.some((other) => covers(other, line))) return [];
    const { person, environment, clusterRole, namespaces, liveFiles } = line;
    return [{ login: person.login, environment: environment.name, clusterRole, namespaces, idleFiles: kept.length === 0 ? liveFiles : null }];
  });
  return lost.sort((a, b) => (a.login === b.login ? compare(a.environment, b.environment) : compare(a.login, b.login)));
}

async function grantsOf(context: Context, ending: Extract<Ending, { kind: "grants" | "team" }>): Promise<GrantView[]> {
  if (ending.kind === "team") return listGrants(context, { team: ending.id });
  const wanted = new Set(ending.ids);
  const grants = (await listGrants(context)).filter(({ id }) => wanted.has(id));
  if (grants.length < wanted.size) throw new NotFound(t("There is no such grant."));
  return grants;
}

/** The same for a grant and for what a person has by it. */
function rightKey(subjectId: string, { environment, clusterRole, namespaces }: Pick<GrantView, "environment" | "clusterRole" | "namespaces">): string {
  return JSON.stringify([subjectId, environment.id, clusterRole, namespaces]);
}

/** Who, where. */
function placeOf({ person, environment }: ReachView): string {
  return `${person.id} ${environment.id}`;
}

function covers(one: RightView, other: RightView): boolean {
  const isAsStrong =
    one.clusterRole === other.clusterRole ||
    (ascending.includes(other.clusterRole) && ascending.indexOf(one.clusterRole) > ascending.indexOf(other.clusterRole));
  return isAsStrong && (one.namespaces === null || (other.namespaces ?? ["*"]).every((name) => one.namespaces?.includes(name)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
