"use client";

import { useState } from "react";
import type { MaximumAnswer } from "#lib/file-expiry/schema.ts";
import { t } from "#lib/texts/index.ts";
import { DurationField } from "./settings-duration.tsx";
import { ExistingFilesQuestion } from "./settings-existing-files.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** How long tokens for one environment live at most. Lowered, it asks what becomes of those that exist. */
export function EnvironmentMaximumForm({
  id,
  name,
  expiryMaxSeconds,
  action,
}: {
  id: number;
  name: string;
  expiryMaxSeconds: number | null;
  action: FormAction<MaximumAnswer>;
}) {
  const [start] = useState(expiryMaxSeconds);
  const [exceeding, setExceeding] = useState(0);
  const answer = ({ saved, exceeding: count }: MaximumAnswer) => {
    setExceeding(saved ? 0 : count);
    if (saved) toast(t("Saved. It holds for kubeconfigs made from now on."));
  };
  return (
    <Form action={action} onDone={answer}>
      <input type="hidden" name="id" value={id} />
      <DurationField
        name="expiryMaxSeconds"
        label={t("Longest expiry here")}
        hint={t("In a kubeconfig that lives longer, access to this environment ends sooner.")}
        seconds={start}
        presets={presets}
        never={t("As everywhere")}
      />
      {exceeding > 0 && <ExistingFilesQuestion exceeding={exceeding} environment={name} />}
      <div>
        <SubmitButton>{t("Save longest expiry")}</SubmitButton>
      </div>
    </Form>
  );
}

const presets = [
  { label: t("1 hour"), seconds: 3600 },
  { label: t("8 hours"), seconds: 8 * 3600 },
  { label: t("1 day"), seconds: 86_400 },
  { label: t("7 days"), seconds: 7 * 86_400 },
];
