"use server";

import { refresh } from "next/cache";
import type { FormState } from "#components/ui/form-state.ts";
import { updateSettings } from "#lib/settings/index.ts";
import { settingsSchema } from "#lib/settings/schema.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";

export async function updateSettingsAction(_previous: FormState, form: FormData): Promise<FormState> {
  const raw = {
    expiryDefaultSeconds: readDuration(form, "expiryDefaultSeconds"),
    expiryMaxSeconds: readDuration(form, "expiryMaxSeconds"),
    neverAllowed: readForm(form).flag("neverAllowed"),
  };
  return adminAction(settingsSchema, raw, async (context, input) => {
    await updateSettings(context, input);
    refresh();
    return null;
  });
}

/** Seconds of a DurationField; null = never. */
function readDuration(form: FormData, name: string): number | null {
  const { text, number } = readForm(form);
  if (text(name) === "never") return null;
  return text(name) === "other" ? Math.round(number(`${name}Count`) * number(`${name}Unit`)) : number(name);
}
