"use client";

import type { SecondFactorsView } from "#lib/second-factors/schema.ts";
import { t } from "#lib/texts/index.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { SecondFactorsChoice } from "./second-factors-choice.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";

/** `isRecent`: the sign-in is young enough to remove second factors. */
export function ChangePasswordForm({ action, login, factors, isRecent }: { action: FormAction; login: string; factors: SecondFactorsView; isRecent: boolean }) {
  return (
    <Form action={action} onDone={() => window.location.assign("/")}>
      {/* For password managers: whose password it is. */}
      <input type="text" autoComplete="username" value={login} readOnly hidden />
      <Field name="current" label={t("Present password")}>
        <Input type="password" autoComplete="current-password" autoFocus />
      </Field>
      <NewPasswordField name="next" label={t("New password")} />
      <Checkbox
        name="endsFiles"
        label={t("End my kubeconfigs, too")}
        hint={t("If someone else may have known the old password. What uses them stops within seconds, and you make new ones.")}
      />
      <SecondFactorsChoice
        factors={factors}
        label={t("Remove what signs me in beside it, too")}
        hint={t("Whoever knew the old password may have added one. The new password alone signs you in then; set up anew what you want.")}
        blocked={isRecent ? null : t("You signed in a while ago: to remove these with it, sign out and in again first.")}
      />
      <SubmitButton>{t("Change password")}</SubmitButton>
    </Form>
  );
}
