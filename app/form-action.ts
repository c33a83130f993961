import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import type { ZodError, ZodType } from "zod";
import { type FormState, sessionEnded } from "#components/ui/form-state.ts";
import { type Account, currentContext, isSignedIn, requireAccount, requireContext } from "#lib/auth/index.ts";
import type { Context } from "#lib/context.ts";
import { Forbidden, InvalidInput, NotFound, Unauthenticated } from "#lib/errors.ts";
import { logger } from "#lib/logger.ts";
import { t } from "#lib/texts/index.ts";

/**
 * The body of every server action of a signed-in person: parses `raw`, runs `run`, and turns refusals into values that `<Form>` shows
 * beside the fields. What nobody expected is logged under an id that the person sees.
 */
export async function formAction<Input, T>(schema: ZodType<Input>, raw: unknown, run: (context: Context, input: Input) => Promise<T>): Promise<FormState<T>> {
  return gatedAction(schema, raw, () => signedIn(requireContext), run);
}

/** The same for one's own account: open, too, to an administrator who has yet to set up a second factor. */
export async function accountAction<Input, T>(
  schema: ZodType<Input>,
  raw: unknown,
  run: (account: Account, input: Input) => Promise<T>,
): Promise<FormState<T>> {
  return gatedAction(schema, raw, () => signedIn(requireAccount), run);
}

/** The same for what nobody needs to be signed in for: set-up, invitations. */
export async function openFormAction<Input, T>(
  schema: ZodType<Input>,
  raw: unknown,
  run: (context: Context, input: Input) => Promise<T>,
): Promise<FormState<T>> {
  return gatedAction(schema, raw, currentContext, run);
}

/** A page sends somebody whose session has ended to the sign-in; a form stays where it is, with what was typed. Throws Unauthenticated. */
export async function signedIn<Asker>(askerOf: () => Promise<Asker>): Promise<Asker> {
  if (!(await isSignedIn())) throw new Unauthenticated();
  return askerOf();
}

/** Reads a form's fields as what they mean; the action's schema judges them. */
export function readForm(form: FormData) {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    text,
    /** Null when empty. */
    textOrNull: (name: string): string | null => text(name) || null,
    /** Every value of a name: ticked boxes, chips. */
    texts: (name: string): string[] =>
      form
        .getAll(name)
        .filter((value) => typeof value === "string" && value !== "")
        .map(String),
    /** What one field holds, with commas between: ids of several things. */
    ids: (name: string): string[] => text(name).split(",").filter(Boolean),
    number: (name: string): number => (text(name) === "" ? Number.NaN : Number(text(name))),
    /** Whether the box is ticked. */
    flag: (name: string): boolean => form.has(name) && text(name) !== "",
  };
}

/** What all of these have in common: `askerOf` lets in before anything is read, or throws. */
export async function gatedAction<Asker, Input, T>(
  schema: ZodType<Input>,
  raw: unknown,
  askerOf: () => Promise<Asker>,
  run: (asker: Asker, input: Input) => Promise<T>,
): Promise<FormState<T>> {
  try {
    const asker = await askerOf();
    const parsed = schema.safeParse(raw);
    if (!parsed.success) return { ok: false, errors: errorsOf(parsed.error) };
    return { ok: true, value: await run(asker, parsed.data) };
  } catch (error) {
    unstable_rethrow(error); // redirect() and notFound() are thrown, too
    return { ok: false, errors: refusal(error) };
  }
}

function refusal(error: unknown): Record<string, string> {
  if (error instanceof InvalidInput) return { [error.field]: error.message };
  if (error instanceof Unauthenticated) return { form: sessionEnded };
  if (error instanceof Forbidden || error instanceof NotFound) return { form: error.message };
  const id = randomUUID().slice(0, 8);
  logger.error({ err: error, errorId: id }, "an action failed");
  return {
    form: t("Drawbridge failed to do this, and nothing was changed. Try again; if it stays, give the operator the id {id}, which is in the log.", { id }),
  };
}

/** The first complaint about each field; a list's items count as the list. */
function errorsOf(error: ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const index = issue.path.findIndex((part) => typeof part === "number");
    const path = index === -1 ? issue.path : issue.path.slice(0, index);
    errors[path.map(String).join(".") || "form"] ??= issue.message;
  }
  return errors;
}
