"use client";

import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** Renews both tokens now. Nobody notices, so nothing is asked before. */
export function RotateCredentials({ id, action }: { id: number; action: FormAction }) {
  return (
    <Form action={action} onDone={() => toast("Both tokens are renewed.")}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton>Renew both tokens</SubmitButton>
    </Form>
  );
}
