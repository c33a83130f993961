"use server";

// For one's own list and the administrators' alike: the domain decides whose files may be ended, renamed or extended.
import { refresh } from "next/cache";
import type { FormState } from "#components/ui/form-state.ts";
import { extendKubeconfig } from "#lib/file-expiry/index.ts";
import { revokeKubeconfigEnvironment, revokeKubeconfigs, updateKubeconfig } from "#lib/issued-files/index.ts";
import { extendKubeconfigSchema, revokeEnvironmentSchema, revokeKubeconfigsSchema, updateKubeconfigSchema } from "#lib/kubeconfig/schema.ts";
import { formAction, readForm } from "../../form-action.ts";

/** `ids`: joined by commas. Answers with the number of files that it ended. */
export async function revokeAction(_previous: FormState<number>, form: FormData): Promise<FormState<number>> {
  return formAction(revokeKubeconfigsSchema, { ids: readForm(form).ids("ids") }, async (context, input) => {
    const count = await revokeKubeconfigs(context, input.ids);
    refresh();
    return count;
  });
}

export async function revokeEnvironmentAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text, number } = readForm(form);
  return formAction(revokeEnvironmentSchema, { id: text("id"), environmentId: number("environmentId") }, async (context, { id, environmentId }) => {
    await revokeKubeconfigEnvironment(context, id, environmentId);
    refresh();
    return null;
  });
}

export async function updateKubeconfigAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  return formAction(updateKubeconfigSchema, { id: text("id"), name: text("name"), description: text("description") }, async (context, input) => {
    await updateKubeconfig(context, input);
    refresh();
    return null;
  });
}

/** One of `until` (ISO 8601), `seconds` and `never`. Answers with the new end, ISO 8601; null = never. */
export async function extendKubeconfigAction(_previous: FormState<string | null>, form: FormData): Promise<FormState<string | null>> {
  const { text, number, flag } = readForm(form);
  const raw = { id: text("id"), expiry: flag("never") ? null : text("until") === "" ? { seconds: number("seconds") } : { until: text("until") } };
  return formAction(extendKubeconfigSchema, raw, async (context, input) => {
    const { expiresAt } = await extendKubeconfig(context, input);
    refresh();
    return expiresAt;
  });
}
