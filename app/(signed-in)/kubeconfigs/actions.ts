"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { revokeKubeconfig } from "#lib/kubeconfig/index.ts";
import { formAction, readForm } from "../../form-action.ts";

export async function revokeAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAction(z.object({ id: z.string().min(1).max(40) }), { id: readForm(form).text("id") }, async (context, { id }) => {
    await revokeKubeconfig(context, id);
    revalidatePath("/kubeconfigs");
    return null;
  });
}
