import { t } from "#lib/texts/index.ts";

/** What a form's server action answers; null before the first submit. `errors` has a field's name → a sentence; "form" is the form as a whole. */
export type FormState<T = null> = { ok: true; value: T } | { ok: false; errors: Record<string, string> } | null;

/** The error of a form whose session ended while it was filled in. A form shows the way to the sign-in beside it, and keeps what was typed. */
export const sessionEnded = t("Your session has ended. Sign in again in another tab, then repeat this: what you entered stays here.");

export type FormAction<T = null> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;
