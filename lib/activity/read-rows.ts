import { z } from "zod";
import { Prisma } from "#prisma/generated/client.ts";
import type { Db } from "../db.ts";
import { storedTime } from "../stored-time.ts";

/** What a timeline shows, which is few of many rows. Word for word as in the migration that made the indexes: else SQLite does not use them. */
const shown = Prisma.raw(
  `"action" <> 'stream.started' AND ("action" <> 'request.forwarded' OR "code" = 403) AND ("action" <> 'stream.ended' OR "subresource" IN ('exec', 'attach', 'portforward'))`,
);

const idsSchema = z.array(z.object({ id: z.string() }));
const usesSchema = z.array(z.object({ at: z.coerce.date() }));

export interface Place {
  at: Date;
  id: string;
}

/** Of whom: a login alone may have been somebody else's before. */
export type Of = { login: string; userId: string } | { kubeconfigId: string };

/** Ids of the rows that come after `last`, newest first, at most `most`. */
export async function readActivityIds(db: Db, of: Of, { last, most }: { last: Place | null; most: number }): Promise<string[]> {
  const whose = "login" in of ? Prisma.sql`"actorLogin" = ${of.login} AND "actorId" = ${of.userId}` : Prisma.sql`"kubeconfigId" = ${of.kubeconfigId}`;
  const after = last === null ? Prisma.empty : Prisma.sql`AND "at" <= ${storedTime(last.at)} AND ("at" < ${storedTime(last.at)} OR "id" < ${last.id})`;
  const rows = idsSchema.parse(
    await db.$queryRaw`SELECT "id" FROM "AuditEvent" WHERE ${whose} AND ${shown} ${after} ORDER BY "at" DESC, "id" DESC LIMIT ${most}`,
  );
  return rows.map(({ id }) => id);
}

/** When a file first came to a cluster; null when it has not. */
export async function readFirstUse(db: Db, kubeconfigId: string): Promise<Date | null> {
  const [row] = usesSchema.parse(
    await db.$queryRaw`SELECT "at" FROM "AuditEvent" WHERE "kubeconfigId" = ${kubeconfigId} AND "action" IN ('request.forwarded', 'stream.started') ORDER BY "at" LIMIT 1`,
  );
  return row?.at ?? null;
}
