"use client";

import { signInWithPassword } from "#lib/auth/client.ts";
import { t } from "#lib/texts/index.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction, FormState } from "./ui/form-state.ts";

/** Sets the first password; afterwards signed in. */
export function InvitationForm({ action, code, login }: { action: FormAction; code: string; login: string }) {
  const acceptAndSignIn = async (previous: FormState, form: FormData): Promise<FormState> => {
    const answer = await action(previous, form);
    if (!answer?.ok) return answer;
    const signedIn = await signInWithPassword(login, String(form.get("password")));
    // Whoever has a second factor shows it there.
    window.location.assign(signedIn.ok && signedIn.value === null ? "/" : "/sign-in");
    return answer;
  };
  return (
    <Form action={acceptAndSignIn}>
      <input type="hidden" name="code" value={code} />
      {/* For password managers: whose password it is. */}
      <input type="text" autoComplete="username" value={login} readOnly hidden />
      <NewPasswordField name="password" label={t("Password")} />
      <SubmitButton>{t("Set password and sign in")}</SubmitButton>
    </Form>
  );
}
