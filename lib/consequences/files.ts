import type { Context } from "../context.ts";
import type { Db } from "../db.ts";
import { isLive } from "../file-rows/index.ts";
import type { AffectedFiles } from "./schema.ts";

export type TokenCondition = NonNullable<NonNullable<Parameters<Db["kubeconfigToken"]["findMany"]>[0]>["where"]>;

/** Working files in which `cut` takes every token that works (`whole`), or some but not all of them. */
export async function countFiles({ db, now }: Context, cut: TokenCondition, { whole }: { whole: boolean }): Promise<AffectedFiles> {
  const works: TokenCondition = {
    revokedAt: null,
    OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    environment: { disabledAt: null },
  };
  const others = { AND: [works, { NOT: cut }] };
  const groups = await db.kubeconfig.groupBy({
    by: ["ownerLogin"],
    where: {
      AND: [isLive(now), { owner: { disabledAt: null } }, { tokens: { some: { AND: [works, cut] } } }, { tokens: whole ? { none: others } : { some: others } }],
    },
    _count: true,
    orderBy: { ownerLogin: "asc" },
  });
  return { count: groups.reduce((sum, { _count }) => sum + _count, 0), owners: groups.map(({ ownerLogin }) => ownerLogin) };
}
