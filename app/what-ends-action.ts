"use server";

// For one's own files and the administrators' pages alike: the domain decides who may know.
import type { FormState } from "#components/ui/form-state.ts";
import { whatEnds } from "#lib/consequences/index.ts";
import { type ConsequencesView, type Ending, endingSchema } from "#lib/consequences/schema.ts";
import { formAction } from "./form-action.ts";

/** What would break for whom. Changes nothing. */
export async function whatEndsAction(ending: Ending): Promise<FormState<ConsequencesView>> {
  return formAction(endingSchema, ending, whatEnds);
}
