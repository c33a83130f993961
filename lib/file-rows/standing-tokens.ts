import { z } from "zod";
import type { Db } from "../db.ts";
import { rowsAsJson, sql } from "../dialect.ts";

/** A token that was neither taken out of its file nor replaced by a renewal. Its environment is there; it may have expired. */
export interface StandingToken {
  environmentId: number;
  /** Null: never. */
  expiresAt: Date | null;
}

const answerSchema = z.tuple([z.object({ rows: z.string() })]);
const rowsSchema = z.array(z.tuple([z.string(), z.number(), z.string().nullable()]));

const columns = sql`t."kubeconfigId", t."environmentId", t."expiresAt"`;

/**
 * Those of all files of a person, by file. As one value: somebody who takes all of a thousand environments at once has tens of thousands, and row
 * by row through the ORM they would be most of what Home takes.
 */
export async function standingTokensOf(db: Db, ownerId: string): Promise<Map<string, StandingToken[]>> {
  const [{ rows }] = answerSchema.parse(
    await db.$queryRaw`SELECT ${rowsAsJson(db, columns)} AS "rows"
      FROM "Kubeconfig" f JOIN "KubeconfigToken" t ON t."kubeconfigId" = f."id"
      WHERE f."ownerId" = ${ownerId} AND t."revokedAt" IS NULL AND t."replacedAt" IS NULL AND t."environmentId" IS NOT NULL`,
  );
  const result = new Map<string, StandingToken[]>();
  for (const [id, environmentId, expiresAt] of rowsSchema.parse(JSON.parse(rows))) {
    const token = { environmentId, expiresAt: expiresAt === null ? null : new Date(expiresAt) };
    const before = result.get(id);
    if (before) before.push(token);
    else result.set(id, [token]);
  }
  return result;
}
