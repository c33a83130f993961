import { t } from "#lib/texts/index.ts";

export const welcomeSteps = ["account", "address", "environment", "access", "file"] as const;
export type WelcomeStep = (typeof welcomeSteps)[number];

export const welcomeStepLabels: Record<WelcomeStep, string> = {
  account: t("Your account"),
  address: t("The address"),
  environment: t("First environment"),
  access: t("Access"),
  file: t("The file"),
};

/** What the database says of the way so far; the address may be skipped, so nothing tells that it is done but that it is set. */
export interface WelcomeProgress {
  account: boolean;
  address: boolean;
  environment: boolean;
  access: boolean;
  file: boolean;
}

/** Where somebody who comes back goes on. */
export function nextStep(progress: WelcomeProgress): WelcomeStep {
  if (!progress.account) return "account";
  if (!progress.environment) return progress.address ? "environment" : "address";
  return progress.access ? "file" : "access";
}

export function isWelcomeStep(text: string | null): text is WelcomeStep {
  return welcomeSteps.some((step) => step === text);
}
