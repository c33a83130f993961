import { z } from "zod";
import type { Db, Transaction } from "../db.ts";
import { defaultNamespace } from "./file.ts";

export interface ReachableEnvironment {
  id: number;
  name: string;
  /** See defaultNamespace. */
  namespace: string | null;
}

const namespacesSchema = z.array(z.string());

/** The environments that a person has a grant in, their own or a team's. One that is switched off is not reachable. */
export async function findReachableEnvironments(db: Db | Transaction, userId: string): Promise<ReachableEnvironment[]> {
  const mine = { OR: [{ userId }, { team: { members: { some: { userId } } } }] };
  const rows = await db.environment.findMany({
    where: { disabledAt: null, grants: { some: mine } },
    select: { id: true, name: true, grants: { where: mine, select: { allNamespaces: true, namespaces: true } } },
  });
  return rows.map(({ id, name, grants }) => ({
    id,
    name,
    namespace: defaultNamespace(grants.map((grant) => (grant.allNamespaces ? null : namespacesSchema.parse(JSON.parse(grant.namespaces))))),
  }));
}
