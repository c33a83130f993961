import type { ZodType } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { requireContext } from "#lib/auth/index.ts";
import { type Context, requireAdmin } from "#lib/context.ts";
import { gatedAction, signedIn } from "../form-action.ts";

/** The body of an administrator's action: `formAction` that refuses everyone else before it reads anything. */
export async function adminAction<Input, T>(schema: ZodType<Input>, raw: unknown, run: (context: Context, input: Input) => Promise<T>): Promise<FormState<T>> {
  return gatedAction(schema, raw, () => signedIn(adminContext), run);
}

async function adminContext(): Promise<Context> {
  const context = await requireContext();
  requireAdmin(context);
  return context;
}
