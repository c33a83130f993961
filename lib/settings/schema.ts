import { z } from "zod";

const day = 24 * 60 * 60;

/** What the dialog offers, as far as the maximum allows; null = never. */
export const expiryPresets: readonly { label: string; seconds: number | null }[] = [
  { label: "1 day", seconds: day },
  { label: "7 days", seconds: 7 * day },
  { label: "30 days", seconds: 30 * day },
  { label: "1 year", seconds: 365 * day },
  { label: "Never", seconds: null },
];

export interface SettingsView {
  /** Null: never. */
  expiryDefaultSeconds: number | null;
  /** The longest life that a person may choose. */
  expiryMaxSeconds: number;
  neverAllowed: boolean;
  updatedAt: string | null;
  updatedBy: string | null;
}

export const settingsSchema = z
  .object({
    expiryDefaultSeconds: z
      .number("Enter a number.")
      .int()
      .min(60, "At least one minute.")
      .max(3650 * day, "At most ten years.")
      .nullable(),
    expiryMaxSeconds: z
      .number("Enter a number.")
      .int()
      .min(60, "At least one minute.")
      .max(3650 * day, "At most ten years."),
    neverAllowed: z.boolean(),
  })
  .refine((settings) => settings.expiryDefaultSeconds !== null || settings.neverAllowed, {
    path: ["expiryDefaultSeconds"],
    message: "“Never” as the default needs “never” to be allowed.",
  })
  .refine((settings) => settings.expiryDefaultSeconds === null || settings.expiryDefaultSeconds <= settings.expiryMaxSeconds, {
    path: ["expiryDefaultSeconds"],
    message: "The default is longer than the maximum.",
  });
export type SettingsInput = z.infer<typeof settingsSchema>;
