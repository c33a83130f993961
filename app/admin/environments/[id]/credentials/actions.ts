"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { rotateCredentials } from "#lib/environments/index.ts";
import { readForm } from "../../../../form-action.ts";
import { adminAction } from "../../../admin-action.ts";

export async function rotateCredentialsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return adminAction(z.object({ id: z.number().int().positive() }), { id: readForm(form).number("id") }, async (context, { id }) => {
    await rotateCredentials(context, id);
    refresh();
    return null;
  });
}
