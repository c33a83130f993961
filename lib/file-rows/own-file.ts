import { type Context, requirePerson } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";

/**
 * A file that the person made and that was not ended. An administrator ends anyone's; what acts as somebody is renewed and lengthened by
 * that person alone. Throws NotFound, also for a file of someone else, or InvalidInput.
 */
export async function requireOwnFile(transaction: Transaction, context: Context, id: string) {
  const { id: ownerId } = requirePerson(context);
  return requireFile(transaction, id, (file) => file.ownerId === ownerId);
}

/** A file that was not ended and that the person may end: their own, or as an administrator anyone's. Throws as requireOwnFile does. */
export async function requireEndableFile(transaction: Transaction, context: Context, id: string) {
  const { id: personId, isAdmin } = requirePerson(context);
  return requireFile(transaction, id, (file) => isAdmin || file.ownerId === personId);
}

async function requireFile(transaction: Transaction, id: string, isMine: (file: { ownerId: string | null }) => boolean) {
  const file = await transaction.kubeconfig.findUnique({ where: { id } });
  if (!file || !isMine(file)) throw new NotFound(t("There is no such kubeconfig."));
  if (file.revokedAt !== null)
    throw new InvalidInput("form", t("The kubeconfig “{name}” was ended, and stays so. Make a new one for the same environments.", { name: file.name }));
  return file;
}
