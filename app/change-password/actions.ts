"use server";

import type { FormState } from "#components/ui/form-state.ts";
import { changePassword } from "#lib/auth/index.ts";
import { changePasswordSchema } from "#lib/auth/schema.ts";
import { openFormAction, readForm } from "../form-action.ts";

// Open, as requireContext would send a person who must change the password back to this very page; changePassword asks who it is.
export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text, flag } = readForm(form);
  const raw = { current: text("current"), next: text("next"), endsFiles: flag("endsFiles"), removesFactors: flag("removesFactors") };
  return openFormAction(changePasswordSchema, raw, async (context, input) => {
    await changePassword(context, input);
    return null;
  });
}
