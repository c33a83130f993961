import type { ZodType } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { type Context, requireAdmin } from "#lib/context.ts";
import { formAction } from "../form-action.ts";

/** The body of an administrator's action: `formAction` that refuses everyone else before it does anything. */
export async function adminAction<Input, T>(schema: ZodType<Input>, raw: unknown, run: (context: Context, input: Input) => Promise<T>): Promise<FormState<T>> {
  return formAction(schema, raw, async (context, input) => {
    requireAdmin(context);
    return run(context, input);
  });
}
