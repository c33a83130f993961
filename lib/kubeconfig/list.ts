import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { KubeconfigView } from "./schema.ts";
import { kubeconfigInclude, viewOf } from "./view.ts";

/** The person's own files, newest first; with `everyone`, those of all people (admins only). */
export async function listKubeconfigs(context: Context, options: { everyone: boolean }): Promise<KubeconfigView[]> {
  if (options.everyone) requireAdmin(context);
  const rows = await context.db.kubeconfig.findMany({
    where: options.everyone ? {} : { ownerId: requirePerson(context).id },
    include: kubeconfigInclude,
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map((row) => viewOf(row, context.now));
}

/** Ends a file, one's own or as an admin anyone's. To revoke it again changes nothing. Throws NotFound, also for a file of someone else. */
export async function revokeKubeconfig(context: Context, id: string): Promise<KubeconfigView> {
  const { isAdmin, id: personId, login } = requirePerson(context);
  const { db, now } = context;
  const found = await db.kubeconfig.findUnique({ where: { id }, include: kubeconfigInclude });
  if (!found || (found.owner.id !== personId && !isAdmin)) throw new NotFound("kubeconfig");
  if (found.revokedAt) return viewOf(found, now);
  return change(context, async (transaction) => {
    const row = await transaction.kubeconfig.update({ where: { id }, data: { revokedAt: now, revokedBy: login }, include: kubeconfigInclude });
    return {
      audit: { action: "kubeconfig.revoked", target: { kind: "kubeconfig", name: row.name }, kubeconfigId: id, detail: { owner: row.owner.login } },
      result: viewOf(row, now),
    };
  });
}
