import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { endFiles, isLive, isUnusedSince } from "../file-rows/index.ts";
import { readSettings } from "../settings/index.ts";

/** Ends the files that nobody has used for as long as the settings say. Returns how many. For Drawbridge itself. */
export async function endUnusedKubeconfigs(context: Context): Promise<number> {
  const { db, now } = context;
  const { fileIdleSeconds } = await readSettings(db);
  if (fileIdleSeconds === null) return 0;
  const where = { AND: [isLive(now), isUnusedSince(new Date(now.getTime() - fileIdleSeconds * 1000))] };
  // Most often there is none: then the revision stays, and no proxy has to read anew.
  if ((await db.kubeconfig.count({ where })) === 0) return 0;
  return change(context, async (transaction) => {
    const audit = await endFiles(transaction, context, { where, reason: "unused" });
    return { audit, result: audit.length };
  });
}
