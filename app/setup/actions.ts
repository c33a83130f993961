"use server";

import type { FormState } from "#components/ui/form-state.ts";
import { createFirstAdmin } from "#lib/users/index.ts";
import { firstAdminSchema } from "#lib/users/schema.ts";
import { openFormAction, readForm } from "../form-action.ts";

export async function createFirstAdminAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  const raw = { code: text("code"), login: text("login"), displayName: text("displayName"), password: text("password") };
  return openFormAction(firstAdminSchema, raw, async (context, input) => {
    await createFirstAdmin(context, input);
    return null;
  });
}
