"use client";

import { signInWithPassword } from "#lib/auth/client.ts";
import { signInSchema } from "#lib/auth/schema.ts";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormState } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";

/** `next` is a path of our own. */
export function SignInForm({ next }: { next: string }) {
  return (
    // A whole new page: nothing of the time before the sign-in stays in memory.
    <Form action={signIn} onDone={() => window.location.assign(next)}>
      <Field name="login" label="Login">
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
      </Field>
      <Field name="password" label="Password">
        <Input type="password" autoComplete="current-password" />
      </Field>
      <SubmitButton>Sign in</SubmitButton>
    </Form>
  );
}

async function signIn(_previous: FormState, form: FormData): Promise<FormState> {
  const parsed = signInSchema.safeParse({ login: form.get("login"), password: form.get("password") });
  if (!parsed.success) return { ok: false, errors: Object.fromEntries(parsed.error.issues.toReversed().map((issue) => [issue.path.join("."), issue.message])) };
  return signInWithPassword(parsed.data.login, parsed.data.password);
}
