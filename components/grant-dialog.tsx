"use client";

import { useState } from "react";
import type { GrantChoiceView } from "#lib/access/schema.ts";
import { clusterRoleOptions } from "./grant-role-options.ts";
import { Button } from "./ui/button.tsx";
import { Combobox } from "./ui/combobox.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Textarea } from "./ui/input.tsx";
import { RadioGroup } from "./ui/radio-group.tsx";
import type { Option } from "./ui/select.tsx";

interface Props {
  /** Users and teams: values `user:` or `team:` with the id. */
  subjects: readonly Option[];
  environments: readonly GrantChoiceView[];
  action: FormAction;
}

/** Gives a user or a team access to an environment. */
export function GrantDialog({ subjects, environments, action }: Props) {
  const [open, setOpen] = useState(false);
  const disabledReason = environments.length === 0 ? "Add an environment first: access is granted to one." : null;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button tone="primary" disabledReason={disabledReason}>
          Grant access
        </Button>
      }
      title="Grant access"
    >
      <GrantForm subjects={subjects} environments={environments} action={action} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function GrantForm({ subjects, environments, action, onDone }: Props & { onDone: () => void }) {
  const [only] = useState(environments.length === 1 ? String(environments[0]?.id) : "");
  const [environmentId, setEnvironmentId] = useState(only);
  const [scope, setScope] = useState("listed");
  const environment = environments.find(({ id }) => String(id) === environmentId);
  return (
    <Form action={action} onDone={onDone}>
      <Field name="subject" label="Who">
        <Combobox name="subject" options={subjects} mono placeholder="Type a user or a team" empty="No such user or team." />
      </Field>
      <Field name="environmentId" label="Environment">
        <Combobox
          name="environmentId"
          mono
          options={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
          defaultValue={only}
          onChange={(value) => setEnvironmentId(value ?? "")}
          placeholder="Type an environment"
          empty="No such environment."
        />
      </Field>
      <Field
        name="clusterRole"
        label="Role"
        hint={environment ? "The ClusterRoles of this cluster." : "Choose the environment first to see all of its ClusterRoles."}
      >
        {/* Another environment has other roles: the choice starts afresh. */}
        <Combobox
          key={environmentId}
          name="clusterRole"
          mono
          options={clusterRoleOptions(environment?.clusterRoles ?? [])}
          placeholder="Type a ClusterRole"
          empty="The cluster has no such ClusterRole."
        />
      </Field>
      <RadioGroup
        name="scope"
        label="Namespaces"
        value={scope}
        onChange={setScope}
        choices={[
          { value: "listed", label: "Some namespaces" },
          { value: "all", label: "All namespaces", hint: "Those of today and of later, and what belongs to no namespace, such as nodes." },
        ]}
      />
      {scope === "listed" && (
        <Field name="namespaces" label="Names of the namespaces" hint="Separated by spaces, commas or lines.">
          <Textarea mono rows={2} autoCapitalize="none" autoComplete="off" spellCheck={false} />
        </Field>
      )}
      <div className="flex justify-end">
        <SubmitButton>Grant access</SubmitButton>
      </div>
    </Form>
  );
}
