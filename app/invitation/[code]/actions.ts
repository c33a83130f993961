"use server";

import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { acceptInvitation } from "#lib/users/index.ts";
import { passwordSchema } from "#lib/users/schema.ts";
import { openFormAction, readForm } from "../../form-action.ts";

const acceptSchema = z.object({ code: z.string().min(1).max(200), password: passwordSchema });

export async function acceptInvitationAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  return openFormAction(acceptSchema, { code: text("code"), password: text("password") }, async (context, { code, password }) => {
    await acceptInvitation(context, code, password);
    return null;
  });
}
