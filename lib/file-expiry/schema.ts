import { z } from "zod";
import { periodSchema } from "../settings/schema.ts";
import { t } from "../texts/index.ts";

/** How long a file lives: a period from when it is made, until an instant (ISO 8601, UTC), or (null) for ever, where an administrator allows it. */
export const expirySchema = z
  .union([
    z.object({ seconds: z.number(t("Enter a number.")).int().min(60, t("At least one minute.")) }),
    z.object({ until: z.iso.datetime(t("That is not an instant of the kind 2026-11-27T14:05:00Z.")) }),
  ])
  .nullable();
export type Expiry = z.infer<typeof expirySchema>;

/** What becomes of files that would outlive a lowered maximum. */
export const existingChoices = ["keep", "shorten", "revoke"] as const;
/** Null: not asked yet. */
export const existingChoiceSchema = z.enum(existingChoices).nullable();
export type ExistingChoice = (typeof existingChoices)[number];

export const environmentMaximumSchema = z.object({
  id: z.coerce.number().int().positive(),
  /** Null: the instance's maximum alone. */
  expiryMaxSeconds: periodSchema.nullable(),
});

/** The answer to who lowers a maximum: saved, or first the question what becomes of `exceeding` files. */
export interface MaximumAnswer {
  saved: boolean;
  /** Live files that would outlive every new one. */
  exceeding: number;
}
