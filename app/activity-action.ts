"use server";

// For one's own pages and the administrators' alike: the domain decides whose activity may be seen.
import type { FormState } from "#components/ui/form-state.ts";
import { listActivity } from "#lib/activity/index.ts";
import { type ActivityPage, type ActivityQuery, activityQuerySchema } from "#lib/activity/schema.ts";
import { formAction } from "./form-action.ts";

/** A page of the timeline of a person or a file. Changes nothing. */
export async function activityAction(query: ActivityQuery): Promise<FormState<ActivityPage>> {
  return formAction(activityQuerySchema, query, listActivity);
}
