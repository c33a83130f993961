import { z } from "zod";
import { t } from "../texts/index.ts";

export const externalUrlSteps = ["name", "tcp", "certificate", "drawbridge", "upgrade", "idle"] as const;
export const externalUrlStepSchema = z.enum(externalUrlSteps);
export type ExternalUrlStep = z.infer<typeof externalUrlStepSchema>;

/** One item of the check, as soon as it is over. */
export const externalUrlResultSchema = z.object({
  step: externalUrlStepSchema,
  state: z.enum(["passed", "failed", "skipped"]),
  /** What was seen, as sentences. */
  detail: z.string(),
  /** What to do about a failed one. */
  fix: z.string().nullable(),
  durationMs: z.number(),
});
export type ExternalUrlResult = z.infer<typeof externalUrlResultSchema>;

/** How long the last item may leave a connection silent, in seconds. */
export const idleChoices = [
  { seconds: 30, label: t("30 seconds") },
  { seconds: 120, label: t("2 minutes") },
  { seconds: 600, label: t("10 minutes") },
] as const;

export const externalUrlCheckSchema = z.object({
  idleSeconds: z.number().int().min(1).max(600),
});
export type ExternalUrlCheckInput = z.infer<typeof externalUrlCheckSchema>;
