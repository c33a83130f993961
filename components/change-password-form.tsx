"use client";

import { NewPasswordField } from "./new-password-field.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";

export function ChangePasswordForm({ action, login }: { action: FormAction; login: string }) {
  return (
    <Form action={action} onDone={() => window.location.assign("/")}>
      {/* For password managers: whose password it is. */}
      <input type="text" autoComplete="username" value={login} readOnly hidden />
      <Field name="current" label="Present password">
        <Input type="password" autoComplete="current-password" autoFocus />
      </Field>
      <NewPasswordField name="next" label="New password" />
      <SubmitButton>Change password</SubmitButton>
    </Form>
  );
}
