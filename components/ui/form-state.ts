/** What a form's server action answers; null before the first submit. `errors` has a field's name → a sentence; "form" is the form as a whole. */
export type FormState<T = null> = { ok: true; value: T } | { ok: false; errors: Record<string, string> } | null;

export type FormAction<T = null> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;
