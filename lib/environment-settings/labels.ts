import { z } from "zod";
import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import { NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { type Labels, labelsSchema } from "./labels-schema.ts";

/** Gives the environment these labels and no others. Throws NotFound, or ZodError for what is not a label of Kubernetes. */
export async function updateEnvironmentLabels(context: Context, id: number, input: Labels): Promise<Labels> {
  requireAdmin(context);
  const labels = labelsSchema.parse(input);
  return change(context, async (transaction) => {
    const row = await transaction.environment.findUnique({ where: { id }, select: { name: true, labels: true } });
    if (!row) throw new NotFound(t("There is no such environment."));
    await transaction.environment.update({ where: { id }, data: { labels: JSON.stringify(labels) } });
    const environment = { id, name: row.name };
    const detail = { from: { labels: readLabels(row.labels) }, to: { labels } };
    return { audit: { action: "environment.updated", target: { kind: "environment", name: row.name }, environment, detail }, result: labels };
  });
}

const storedSchema = z.record(z.string(), z.string());

/** Labels as they are stored. They give no right, so that damaged ones are none. */
export function readLabels(stored: string): Labels {
  try {
    return storedSchema.parse(JSON.parse(stored));
  } catch {
    return {};
  }
}
