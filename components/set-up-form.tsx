"use client";

import { signInWithPassword } from "#lib/auth/client.ts";
import { t } from "#lib/texts/index.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction, FormState } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";

/** The first administrator; afterwards signed in and on the way through the first steps. */
export function SetUpForm({ action }: { action: FormAction }) {
  const setUpAndSignIn = async (previous: FormState, form: FormData): Promise<FormState> => {
    const answer = await action(previous, form);
    if (!answer?.ok) return answer;
    const signedIn = await signInWithPassword(String(form.get("login")), String(form.get("password")));
    window.location.assign(signedIn.ok ? "/welcome" : "/sign-in?next=/welcome");
    return answer;
  };
  return (
    <Form action={setUpAndSignIn}>
      <Field
        name="code"
        label={t("Set-up code")}
        hint={t("The terminal printed it when Drawbridge started; it is also in the file setup-code of the data directory.")}
      >
        <Input mono autoComplete="off" autoCapitalize="none" spellCheck={false} autoFocus />
      </Field>
      <Field name="displayName" label={t("Your name")}>
        <Input autoComplete="name" />
      </Field>
      <Field
        name="login"
        label={t("Login")}
        hint={t("Clusters see it as drawbridge:<login>. Lower-case letters and digits; dots, dashes, _ and @ between them.")}
      >
        <Input mono autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Field>
      <NewPasswordField name="password" label={t("Password")} />
      <SubmitButton>{t("Create administrator")}</SubmitButton>
    </Form>
  );
}
