import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { readKubeconfigView, requireOwnFile } from "../file-rows/index.ts";
import type { KubeconfigView, UpdateKubeconfigInput } from "../kubeconfig/schema.ts";

/** Gives one's own file another name and description. The file on disk keeps the name in its head; nothing that it does changes. Throws NotFound. */
export async function updateKubeconfig(context: Context, { id, name, description }: UpdateKubeconfigInput): Promise<KubeconfigView> {
  return change(context, async (transaction) => {
    const before = await requireOwnFile(transaction, context, id);
    await transaction.kubeconfig.update({ where: { id }, data: { name, description: description || null } });
    const from = { name: before.name, description: before.description ?? "" };
    return {
      audit: { action: "kubeconfig.updated", target: { kind: "kubeconfig", name }, kubeconfigId: id, detail: { from, to: { name, description } } },
      result: await readKubeconfigView(transaction, id, context.now),
    };
  });
}
