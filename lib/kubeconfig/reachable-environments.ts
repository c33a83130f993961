import { z } from "zod";
import type { Db, Transaction } from "../db.ts";
import { defaultNamespace } from "./schema.ts";

export interface ReachableEnvironment {
  id: number;
  name: string;
  /** See defaultNamespace. */
  namespace: string | null;
  /** The longest life of a token there; null: the instance's maximum alone. */
  expiryMaxSeconds: number | null;
}

const namespacesSchema = z.array(z.string());

/**
 * The environments that a person has a grant in, their own or a team's. One that is switched off is not reachable. None for somebody who
 * was disabled, or whose password was taken away: a request that was under way then must not leave them with a new file.
 */
export async function findReachableEnvironments(db: Db | Transaction, userId: string): Promise<ReachableEnvironment[]> {
  const locked = { id: userId, OR: [{ disabledAt: { not: null } }, { passwordHash: null, invitationHash: { not: null } }] };
  if ((await db.user.count({ where: locked })) > 0) return [];
  const mine = { OR: [{ userId }, { team: { members: { some: { userId } } } }] };
  const rows = await db.environment.findMany({
    where: { disabledAt: null, grants: { some: mine } },
    select: { id: true, name: true, expiryMaxSeconds: true, grants: { where: mine, select: { allNamespaces: true, namespaces: true } } },
  });
  return rows.map(({ id, name, expiryMaxSeconds, grants }) => ({
    ...{ id, name, expiryMaxSeconds },
    namespace: defaultNamespace(grants.map((grant) => (grant.allNamespaces ? null : namespacesSchema.parse(JSON.parse(grant.namespaces))))),
  }));
}
