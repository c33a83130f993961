// The switches of one environment. What they do is done by the reconciler and the proxy, which see them with the revision.
import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { readLabels } from "./labels.ts";
import type { EnvironmentSettingsInput, EnvironmentSettingsView } from "./schema.ts";

export { readLabels, updateEnvironmentLabels } from "./labels.ts";

/** Null when there is no such environment. Admins only. */
export async function findEnvironmentSettings(context: Context, id: number): Promise<EnvironmentSettingsView | null> {
  requireAdmin(context);
  return readSettings(context.db, id);
}

/** Saves what is in `input`; nothing else changes. Throws NotFound, or InvalidInput("readOnly") where the cluster cannot hold the ceiling. */
export async function updateEnvironmentSettings(context: Context, id: number, input: Partial<EnvironmentSettingsInput>): Promise<EnvironmentSettingsView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const before = await readSettings(transaction, id);
    if (!before) throw new NotFound(t("There is no such environment."));
    if (input.readOnly && !before.readOnly && before.impersonation !== "constrained")
      throw new InvalidInput("readOnly", t("This cluster has no constrained impersonation, so it cannot hold this for us."));
    await transaction.environment.update({ where: { id }, data: input });
    const from = Object.fromEntries(Object.entries(before).filter(([name]) => name in input));
    const { name } = before;
    return {
      audit: { action: "environment.updated", target: { kind: "environment", name }, environment: { id, name }, detail: { from, to: input } },
      result: { ...before, ...input },
    };
  });
}

async function readSettings(db: Db | Transaction, id: number): Promise<EnvironmentSettingsView | null> {
  const row = await db.environment.findUnique({
    where: { id },
    select: { id: true, name: true, expiryMaxSeconds: true, managesBindings: true, readOnly: true, connectAsCreate: true, impersonation: true, labels: true },
  });
  if (!row) return null;
  const { impersonation, labels, ...rest } = row;
  return { ...rest, impersonation: impersonation === "constrained" || impersonation === "legacy" ? impersonation : null, labels: readLabels(labels) };
}
