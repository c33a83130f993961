import { z } from "zod";
import { t } from "../texts/index.ts";

const day = 24 * 60 * 60;

/** What the dialog offers, as far as the maximum allows; null = never. */
export const expiryPresets: readonly { label: string; seconds: number | null }[] = [
  { label: t("1 day"), seconds: day },
  { label: t("7 days"), seconds: 7 * day },
  { label: t("30 days"), seconds: 30 * day },
  { label: t("1 year"), seconds: 365 * day },
  { label: t("Never"), seconds: null },
];

/** How long new files live. */
export interface ExpirySettings {
  /** Null: never. */
  expiryDefaultSeconds: number | null;
  /** The longest life that a person may choose. */
  expiryMaxSeconds: number;
  neverAllowed: boolean;
}

/** Everything that is decided for the instance on its page of settings; each section of the page saves its own part. */
export interface Settings extends ExpirySettings {
  /** Files that still work, of one person. */
  filesPerUserMax: number;
  /** A file that nobody has used for so long ends; null: it lives on. */
  fileIdleSeconds: number | null;
  /** How long the replaced tokens of a renewed file still work. */
  renewGraceSeconds: number;
  adminsNeedSecondFactor: boolean;
  auditRetentionDays: number;
  auditMegabytesMax: number;
  /** Origin that issued files carry unless DRAWBRIDGE_EXTERNAL_URL says another; null: the address that the browser used. */
  externalUrl: string | null;
}

export const settingNameSchema = z.enum([
  "expiryDefaultSeconds",
  "expiryMaxSeconds",
  "neverAllowed",
  "filesPerUserMax",
  "fileIdleSeconds",
  "renewGraceSeconds",
  "adminsNeedSecondFactor",
  "auditRetentionDays",
  "auditMegabytesMax",
  "externalUrl",
] satisfies (keyof Settings)[]);
export type SettingName = z.infer<typeof settingNameSchema>;

/** Who gave a setting its present value, and when (ISO 8601). Without one it has its default, or was set before this was kept. */
export const settingChangesSchema = z.partialRecord(settingNameSchema, z.object({ at: z.string(), by: z.string() }));
export type SettingChanges = z.infer<typeof settingChangesSchema>;

export interface SettingsView extends Settings {
  updatedAt: string | null;
  updatedBy: string | null;
  changes: SettingChanges;
}

/** A length of time that a form asks for, in seconds. */
export const periodSchema = z
  .number(t("Enter a number."))
  .int()
  .min(60, t("At least one minute."))
  .max(3650 * day, t("At most ten years."));

export const expirySettingsSchema = z
  .object({ expiryDefaultSeconds: periodSchema.nullable(), expiryMaxSeconds: periodSchema, neverAllowed: z.boolean() })
  .refine((settings) => settings.expiryDefaultSeconds !== null || settings.neverAllowed, {
    path: ["expiryDefaultSeconds"],
    message: t("“Never” as the default needs “never” to be allowed."),
  })
  .refine((settings) => settings.expiryDefaultSeconds === null || settings.expiryDefaultSeconds <= settings.expiryMaxSeconds, {
    path: ["expiryDefaultSeconds"],
    message: t("The default is longer than the maximum."),
  });

export const fileSettingsSchema = z.object({
  filesPerUserMax: z.number(t("Enter a number.")).int(t("Enter a whole number.")).min(1, t("At least one.")).max(10_000, t("At most 10,000.")),
  /** The last use is noted once a minute, and people go on holiday: less than a day would end files that are in use. */
  fileIdleSeconds: periodSchema.min(day, t("At least one day.")).nullable(),
  renewGraceSeconds: z
    .number(t("Enter a number."))
    .int()
    .min(0, t("At least 0."))
    .max(30 * day, t("At most 30 days.")),
});
export type FileSettingsInput = z.infer<typeof fileSettingsSchema>;

/** An https origin as people may type it; empty: none. kubectl sends no credential over http, so a file with such a URL could never work. */
export const externalUrlSchema = z
  .string()
  .trim()
  .max(300, t("At most 300 characters."))
  .transform((text) => (text === "" ? null : originOf(text)))
  .refine((origin) => origin !== undefined, t("Enter an https origin such as https://drawbridge.example.com."))
  .transform((origin) => origin ?? null);

/** Undefined when it is no https origin. */
function originOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "https:" || url.pathname !== "/" || url.search || url.hash || url.username) return undefined;
  return url.origin;
}

/** Lengths and sizes that a filter still searches in good time, and no less than an investigation needs. */
export const auditSettingsSchema = z.object({
  auditRetentionDays: z
    .number(t("Enter a number."))
    .int(t("Enter a whole number."))
    .min(1, t("At least one day."))
    .max(3650, t("At most ten years (3,650 days).")),
  auditMegabytesMax: z.number(t("Enter a number.")).int(t("Enter a whole number.")).min(64, t("At least 64.")).max(1_000_000, t("At most 1,000,000.")),
});
export type AuditSettingsInput = z.infer<typeof auditSettingsSchema>;
