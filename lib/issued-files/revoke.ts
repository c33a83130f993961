import { change } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { endFiles, readKubeconfigView, requireEndableFile, settleFileEnds } from "../file-rows/index.ts";
import type { KubeconfigView } from "../kubeconfig/schema.ts";
import { t } from "../texts/index.ts";

/**
 * Ends files, one's own or as an admin anyone's: all of them or, when one may not be ended, none. To revoke one again changes nothing.
 * Returns how many it has ended. Throws NotFound, also for a file of someone else.
 */
export async function revokeKubeconfigs(context: Context, ids: readonly string[]): Promise<number> {
  const { id: personId, isAdmin } = requirePerson(context);
  const wanted = [...new Set(ids)];
  const rows = await context.db.kubeconfig.findMany({ where: { id: { in: wanted } }, select: { ownerId: true, revokedAt: true } });
  if (rows.length < wanted.length || rows.some((row) => row.ownerId !== personId && !isAdmin)) throw new NotFound(t("There is no such kubeconfig."));
  if (rows.every((row) => row.revokedAt !== null)) return 0;
  return change(context, async (transaction) => {
    const audit = await endFiles(transaction, context, { where: { id: { in: wanted } }, reason: "revoked" });
    return { audit, result: audit.length };
  });
}

/** Takes one environment out of a file; the others work on. With the last one the file ends. Throws NotFound or InvalidInput. */
export async function revokeKubeconfigEnvironment(context: Context, id: string, environmentId: number): Promise<KubeconfigView> {
  const { now } = context;
  const { login } = requirePerson(context);
  return change(context, async (transaction) => {
    const { name, ownerLogin } = await requireEndableFile(transaction, context, id);
    // The replaced tokens of a renewed file, too: none for this environment may go on.
    const { count } = await transaction.kubeconfigToken.updateMany({
      where: { kubeconfigId: id, environmentId, revokedAt: null },
      data: { revokedAt: now, revokedBy: login },
    });
    if (count === 0) throw new InvalidInput("form", t("This environment has been taken out of the kubeconfig already."));
    const environment = await transaction.environment.findUniqueOrThrow({ where: { id: environmentId }, select: { id: true, name: true } });
    const taken = {
      action: "kubeconfig.environment-revoked",
      target: { kind: "kubeconfig", name },
      environment,
      kubeconfigId: id,
      detail: { owner: ownerLogin },
    } as const;
    const left = await transaction.kubeconfigToken.count({ where: { kubeconfigId: id, revokedAt: null, replacedAt: null } });
    const ended = left > 0 ? [] : await endFiles(transaction, context, { where: { id }, reason: "revoked" });
    await settleFileEnds(transaction, { id });
    return { audit: [taken, ...ended], result: await readKubeconfigView(transaction, id, now) };
  });
}
