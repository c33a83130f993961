import { z } from "zod";
import { t } from "../texts/index.ts";

export { bestRank } from "./match-rank.ts";

/** What is typed into the palette; no more of it than a name can be long. */
export const paletteQuerySchema = z.string().max(200).catch("");

const named = { id: z.string(), name: z.string() };
const environment = { id: z.number(), name: z.string() };

export const paletteEntrySchema = z.discriminatedUnion("kind", [
  /** One that the person may reach. `labels` as `key=value`. */
  z.object({ kind: z.literal("environment"), ...environment, isDisabled: z.boolean(), labels: z.array(z.string()).readonly() }),
  /** One that an administrator looks after, with access to it or not. */
  z.object({ kind: z.literal("managed-environment"), ...environment }),
  /** A file of the person's own that works. */
  z.object({ kind: z.literal("kubeconfig"), ...named }),
  /** `name` is the login. */
  z.object({ kind: z.literal("user"), ...named, displayName: z.string() }),
  z.object({ kind: z.literal("team"), ...named }),
]);
export type PaletteEntry = z.infer<typeof paletteEntrySchema>;

/** What fits, best first: at most 50. */
export const paletteAnswerSchema = z.object({ entries: z.array(paletteEntrySchema) });

/** The texts by which an entry is found: its name, and what can be done with it. */
export function textsOf(entry: PaletteEntry): string[] {
  const { kind, name } = entry;
  if (kind === "environment") return [name, t("Connect to {name} {labels}", { name, labels: entry.labels.join(" ") }), ...entry.labels];
  if (kind === "managed-environment") return [name, t("Manage {name}", { name })];
  if (kind === "kubeconfig") return [name, t("Renew {name}", { name }), t("Revoke {name}", { name })];
  if (kind === "user") return [name, entry.displayName];
  return [name];
}
