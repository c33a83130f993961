"use client";

import { t } from "#lib/texts/index.ts";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** Renews both tokens now. Nobody notices, so nothing is asked before. */
export function RotateCredentials({ id, action }: { id: number; action: FormAction }) {
  return (
    <Form action={action} onDone={() => toast(t("Both tokens are renewed."))}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton>{t("Renew both tokens")}</SubmitButton>
    </Form>
  );
}
