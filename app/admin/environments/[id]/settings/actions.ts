"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { updateEnvironmentLabels, updateEnvironmentSettings } from "#lib/environment-settings/index.ts";
import { environmentSettingsSchema, labelsTextSchema } from "#lib/environment-settings/schema.ts";
import { updateEnvironmentMaximum } from "#lib/file-expiry/index.ts";
import { environmentMaximumSchema, existingChoiceSchema, type MaximumAnswer } from "#lib/file-expiry/schema.ts";
import { readForm } from "../../../../form-action.ts";
import { adminAction } from "../../../admin-action.ts";
import { readDuration } from "../../../read-duration.ts";

const schema = environmentSettingsSchema.extend({ id: z.number().int().positive() });

export async function updateEnvironmentSettingsAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { number, flag } = readForm(form);
  const raw = { id: number("id"), managesBindings: flag("managesBindings"), readOnly: flag("readOnly"), connectAsCreate: flag("connectAsCreate") };
  return adminAction(schema, raw, async (context, { id, ...input }) => {
    await updateEnvironmentSettings(context, id, input);
    refresh();
    return null;
  });
}

export async function updateEnvironmentMaximumAction(_previous: FormState<MaximumAnswer>, form: FormData): Promise<FormState<MaximumAnswer>> {
  const { text, textOrNull } = readForm(form);
  const raw = { id: text("id"), expiryMaxSeconds: readDuration(form, "expiryMaxSeconds"), existing: textOrNull("existing") };
  return adminAction(environmentMaximumSchema.extend({ existing: existingChoiceSchema }), raw, async (context, { id, expiryMaxSeconds, existing }) => {
    const answer = await updateEnvironmentMaximum(context, { environmentId: id, expiryMaxSeconds }, existing);
    refresh();
    return answer;
  });
}

export async function updateEnvironmentLabelsAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { number, text } = readForm(form);
  const labelled = z.object({ id: z.number().int().positive(), labels: labelsTextSchema });
  return adminAction(labelled, { id: number("id"), labels: text("labels") }, async (context, { id, labels }) => {
    await updateEnvironmentLabels(context, id, labels);
    refresh();
    return null;
  });
}
