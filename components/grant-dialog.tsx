"use client";

import { useState } from "react";
import type { GrantChoiceView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { GrantRights } from "./grant-rights.tsx";
import { useAddressAsk } from "./ui/address-ask.ts";
import { Button } from "./ui/button.tsx";
import { Combobox } from "./ui/combobox.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import type { Option } from "./ui/select.tsx";

interface Props {
  /** Users and teams: values `user:` or `team:` with the id. */
  subjects: readonly Option[];
  environments: readonly GrantChoiceView[];
  /** Values that are chosen when it opens; empty: none. */
  start: { subject: string; environmentId: string };
  action: FormAction;
}

/** Gives a user or a team access to an environment. */
export function GrantDialog({ subjects, environments, start, action }: Props) {
  const [open, setOpen] = useState(false);
  const forgetAsked = useAddressAsk("open", (what) => what === "grant" && environments.length > 0 && setOpen(true));
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) forgetAsked();
  };
  const disabledReason = environments.length === 0 ? t("Add an environment first: access is granted to one.") : null;
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button tone="primary" shortcut="c" disabledReason={disabledReason}>
          {t("Grant access")}
        </Button>
      }
      title={t("Grant access")}
    >
      <GrantForm subjects={subjects} environments={environments} start={start} action={action} onDone={() => change(false)} />
    </Dialog>
  );
}

function GrantForm({ subjects, environments, start, action, onDone }: Props & { onDone: () => void }) {
  const [first] = useState(environments.length === 1 ? String(environments[0]?.id) : start.environmentId);
  const [environmentId, setEnvironmentId] = useState(first);
  const environment = environments.find(({ id }) => String(id) === environmentId);
  return (
    <Form action={action} onDone={onDone}>
      <Field name="subject" label={t("Who")}>
        <Combobox
          name="subject"
          options={subjects}
          defaultValue={start.subject}
          mono
          placeholder={t("Type a user or a team")}
          empty={t("No such user or team.")}
        />
      </Field>
      <Field name="environmentId" label={t("Environment")}>
        <Combobox
          name="environmentId"
          mono
          options={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
          defaultValue={first}
          onChange={(value) => setEnvironmentId(value ?? "")}
          placeholder={t("Type an environment")}
          empty={t("No such environment.")}
        />
      </Field>
      {/* Another environment has other roles: the choice starts afresh. */}
      <GrantRights key={environmentId} environment={environment} />
      <div className="flex justify-end">
        <SubmitButton>{t("Grant access")}</SubmitButton>
      </div>
    </Form>
  );
}
