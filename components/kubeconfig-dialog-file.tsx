"use client";

import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import type { IssueKubeconfigInput } from "#lib/kubeconfig/schema.ts";
import type { ExpirySettings } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { PreviewAction } from "./issue-kubeconfig.ts";
import { ExpiryField } from "./kubeconfig-dialog-expiry.tsx";
import { NamespaceFields } from "./kubeconfig-dialog-namespaces.tsx";
import { KubeconfigPreview } from "./kubeconfig-dialog-preview.tsx";
import { EarlierEnds } from "./kubeconfig-ends.tsx";
import { type ChosenExpiry, expiryLimit, type ReadExpiry } from "./kubeconfig-expiry.ts";
import type { TypedNamespaces } from "./kubeconfig-namespaces.ts";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Select } from "./ui/select.tsx";

export interface FileChoices extends Pick<IssueKubeconfigInput, "name" | "currentEnvironmentId"> {
  expiry: ChosenExpiry;
  namespaces: TypedNamespaces;
}

/** What the dialog opens with: a name that tells this machine's files apart, and the configured life. */
export function suggestChoices({ expiryDefaultSeconds }: ExpirySettings, userAgent: string, now: Date): FileChoices {
  const machine = /Windows/.test(userAgent) ? "windows" : /Mac OS/.test(userAgent) ? "mac" : /Linux|X11/.test(userAgent) ? "linux" : "file";
  return {
    name: `${machine}-${now.toISOString().slice(0, 10)}`,
    expiry: expiryDefaultSeconds === null ? { kind: "never" } : { kind: "period", seconds: expiryDefaultSeconds },
    namespaces: new Map(),
    currentEnvironmentId: null,
  };
}

/** The file: name, life, default context and namespaces, and how it will look. */
export function KubeconfigFile({
  environments,
  settings,
  choices,
  onChange,
  read,
  errors,
  preview,
  input,
}: {
  /** Those ticked. */
  environments: readonly ReachableEnvironmentView[];
  settings: ExpirySettings;
  choices: FileChoices;
  /** `field` is the one that the person has changed. */
  onChange: (choices: FileChoices, field: keyof FileChoices) => void;
  /** Of `choices.expiry`. */
  read: ReadExpiry;
  errors: Record<string, string>;
  preview: PreviewAction;
  /** Null while something in it is wrong. */
  input: IssueKubeconfigInput | null;
}) {
  const byName = environments.toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const current = byName.find(({ id }) => id === choices.currentEnvironmentId) ?? byName[0];
  return (
    <div className="flex flex-col gap-5">
      <Field label={t("Name")} hint={t("For you: where the file is kept. It is listed under Kubeconfigs by this name.")} error={errors.name}>
        <Input value={choices.name} onChange={(event) => onChange({ ...choices, name: event.target.value }, "name")} autoComplete="off" spellCheck={false} />
      </Field>
      <ExpiryField
        limit={expiryLimit(settings, environments)}
        usualSeconds={settings.expiryDefaultSeconds}
        chosen={choices.expiry}
        onChange={(expiry) => onChange({ ...choices, expiry }, "expiry")}
        error={errors.expiry}
      />
      {read.ok && <EarlierEnds environments={environments} end={read.end} />}
      {byName.length > 1 && current && (
        <Field label={t("Default context")} hint={t("The environment that kubectl talks to when you name none.")} error={errors.currentEnvironmentId}>
          <Select
            mono
            options={byName.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(current.id)}
            onChange={(value) => onChange({ ...choices, currentEnvironmentId: Number(value) }, "currentEnvironmentId")}
          />
        </Field>
      )}
      <NamespaceFields environments={byName} typed={choices.namespaces} onChange={(namespaces) => onChange({ ...choices, namespaces }, "namespaces")} />
      {errors.namespaces !== undefined && (
        <p role="alert" tabIndex={-1} className="text-bad">
          {errors.namespaces}
        </p>
      )}
      <KubeconfigPreview preview={preview} input={input} count={environments.length} />
    </div>
  );
}
