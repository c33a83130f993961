import type { Prisma } from "#prisma/generated/client.ts";
import type { Db, Transaction } from "../db.ts";
import type { GrantWithPeople } from "./desired-access.ts";
import { grantRuleOf } from "./grant-rule.ts";

export interface GrantRow extends GrantWithPeople {
  id: string;
  environmentId: number;
  /** Of the user who has it; null for a team. */
  login: string | null;
}

/** Grants with the people behind them, as of one moment when read inside a transaction. */
export async function readGrants(db: Db | Transaction, where: Prisma.GrantWhereInput): Promise<GrantRow[]> {
  const person = { select: { login: true, disabledAt: true } };
  const rows = await db.grant.findMany({
    where,
    orderBy: { id: "asc" },
    include: { user: person, team: { select: { name: true, members: { select: { user: person } } } } },
  });
  return rows.map((row) => {
    const people = row.user ? [row.user] : (row.team?.members.map((member) => member.user) ?? []);
    const logins = people
      .filter(({ disabledAt }) => disabledAt === null)
      .map(({ login }) => login)
      .sort();
    return { id: row.id, environmentId: row.environmentId, ...grantRuleOf(row), logins, login: row.user?.login ?? null, team: row.team?.name ?? null };
  });
}
