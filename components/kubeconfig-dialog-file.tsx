"use client";

import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import type { IssueKubeconfigInput } from "#lib/kubeconfig/schema.ts";
import type { PreviewAction } from "./issue-kubeconfig.ts";
import { ExpiryField, type ExpirySettings } from "./kubeconfig-dialog-expiry.tsx";
import { KubeconfigPreview } from "./kubeconfig-dialog-preview.tsx";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Select } from "./ui/select.tsx";

export type FileChoices = Omit<IssueKubeconfigInput, "environmentIds">;

/** What the dialog opens with: a name that tells this machine's files apart, and the configured life. */
export function suggestChoices(settings: ExpirySettings, userAgent: string, now: Date): FileChoices {
  const machine = /Windows/.test(userAgent) ? "windows" : /Mac OS/.test(userAgent) ? "mac" : /Linux|X11/.test(userAgent) ? "linux" : "file";
  return { name: `${machine}-${now.toISOString().slice(0, 10)}`, expirySeconds: settings.expiryDefaultSeconds, currentEnvironmentId: null };
}

/** The file: name, life, default context, and how it will look. */
export function KubeconfigFile({
  environments,
  settings,
  choices,
  onChange,
  errors,
  preview,
  input,
}: {
  /** Those ticked. */
  environments: readonly ReachableEnvironmentView[];
  settings: ExpirySettings;
  choices: FileChoices;
  onChange: (choices: FileChoices) => void;
  errors: Record<string, string>;
  preview: PreviewAction;
  input: IssueKubeconfigInput;
}) {
  const byName = environments.toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const current = byName.find(({ id }) => id === choices.currentEnvironmentId) ?? byName[0];
  return (
    <div className="flex flex-col gap-5">
      <Field label="Name" hint="For you: where the file is kept. It is listed under Kubeconfigs by this name." error={errors.name}>
        <Input value={choices.name} onChange={(event) => onChange({ ...choices, name: event.target.value })} autoComplete="off" spellCheck={false} />
      </Field>
      <ExpiryField
        settings={settings}
        seconds={choices.expirySeconds}
        onChange={(expirySeconds) => onChange({ ...choices, expirySeconds })}
        error={errors.expirySeconds}
      />
      {byName.length > 1 && current && (
        <Field label="Default context" hint="The environment that kubectl talks to when you name none." error={errors.currentEnvironmentId}>
          <Select
            mono
            options={byName.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(current.id)}
            onChange={(value) => onChange({ ...choices, currentEnvironmentId: Number(value) })}
          />
        </Field>
      )}
      <KubeconfigPreview preview={preview} input={input} />
    </div>
  );
}
