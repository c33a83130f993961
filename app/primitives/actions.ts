"use server";

import type { FormState } from "#components/ui/form-state.ts";

/** Refuses every form, slowly, so that all error states can be seen. */
export async function refuse(_previous: FormState, form: FormData): Promise<FormState> {
  await new Promise((resolve) => setTimeout(resolve, 600));
  if (form.get("name") === "fine") return { ok: true, value: null };
  const names = ["name", "role", "people", "agreed", "kind", "form"];
  return { ok: false, errors: Object.fromEntries(names.map((name) => [name, `What is wrong with “${name}”, and what to do.`])) };
}
