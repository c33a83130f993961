"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { AddedEnvironment } from "./environment-form-answers.ts";
import { AddButton, FormStep, GrantMe, NameField } from "./environment-form-parts.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { Field } from "./ui/field.tsx";
import { Form } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Textarea } from "./ui/input.tsx";
import { rich } from "./ui/rich.ts";

/** What the administrator is to run: `command` applies the manifest and prints what is pasted back. */
export interface ManifestSteps {
  manifest: string;
  command: string;
}

/** The way in for those who will not paste a credential. */
export function ManifestWay({
  action,
  manifest,
  login,
  onDone,
}: {
  action: FormAction<AddedEnvironment>;
  manifest: ManifestSteps;
  login: string;
  onDone: (added: AddedEnvironment) => void;
}) {
  const [name, setName] = useState("");
  return (
    <Form action={action} onDone={onDone} className="max-w-3xl">
      <FormStep number={1} title={t("Apply the manifest")}>
        <p className="max-w-2xl text-ink-soft">
          {rich("Save it as {file} and read it: it makes the namespace {namespace} with two ServiceAccounts and their roles, and nothing else.", {
            file: <code className="font-mono text-small">drawbridge.yaml</code>,
            namespace: <code className="font-mono text-small">drawbridge</code>,
          })}
        </p>
        <CodeBlock label={t("manifest")} text={manifest.manifest} className="max-h-72" />
      </FormStep>
      <FormStep number={2} title={t("Run this where kubectl is an administrator of the cluster")}>
        <CodeBlock label={t("command")} text={manifest.command} wrap />
      </FormStep>
      <FormStep number={3} title={t("Paste what it printed")}>
        <Field
          name="printed"
          label={t("Output of the command")}
          hint={t("It holds a token that Drawbridge uses once, replaces by short-lived ones, and deletes in the cluster.")}
        >
          <Textarea name="printed" mono rows={8} autoComplete="off" spellCheck={false} />
        </Field>
      </FormStep>
      <FormStep number={4} title={t("Name and access")}>
        <NameField value={name} onChange={setName} />
        <GrantMe login={login} />
      </FormStep>
      <div className="flex flex-wrap items-center gap-4 border-line border-t pt-5">
        <AddButton disabledReason={null} />
      </div>
    </Form>
  );
}
