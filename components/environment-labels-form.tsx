"use client";

import { useState } from "react";
import { type Labels, labelsToText } from "#lib/environment-settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Textarea } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";

/** The labels of one environment, as text that people know from kubectl. */
export function EnvironmentLabelsForm({ id, labels, action }: { id: number; labels: Labels; action: FormAction }) {
  const [start] = useState(() => labelsToText(labels));
  return (
    <Form action={action} onDone={() => toast(t("Saved."))}>
      <input type="hidden" name="id" value={id} />
      <Field
        name="labels"
        label={t("Labels")}
        hint={t("key=value, one a line, as Kubernetes writes labels: env=prod, region=eu-west-1, example.com/tier=gold.")}
      >
        <Textarea mono rows={4} defaultValue={start} autoComplete="off" spellCheck={false} />
      </Field>
      <div>
        <SubmitButton>{t("Save labels")}</SubmitButton>
      </div>
    </Form>
  );
}
