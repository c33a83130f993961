import type { Context } from "../context.ts";
import type { Ending } from "./schema.ts";

const lookedBackMs = 24 * 3600 * 1000;
const lookedAtMax = 2000;

/** Streams of these files, people or environment that the audit saw begin in the last 24 hours and not end. A process that died wrote no end. */
export async function countOpenStreams({ db, now }: Context, ending: Extract<Ending, { kind: "files" | "users" | "environment" }>): Promise<number> {
  const started = await db.auditEvent.findMany({
    where: { ...conditionOf(ending), action: "stream.started", at: { gt: new Date(now.getTime() - lookedBackMs) } },
    select: { auditID: true },
    orderBy: { at: "desc" },
    take: lookedAtMax,
  });
  const ids = started.flatMap(({ auditID }) => auditID ?? []);
  if (ids.length === 0) return 0;
  return ids.length - (await db.auditEvent.count({ where: { auditID: { in: ids }, action: "stream.ended" } }));
}

function conditionOf(ending: Extract<Ending, { kind: "files" | "users" | "environment" }>) {
  switch (ending.kind) {
    case "files":
      return { kubeconfigId: { in: ending.ids } };
    case "users":
      return { actorId: { in: ending.ids } };
    case "environment":
      return { environmentId: ending.id };
  }
}
