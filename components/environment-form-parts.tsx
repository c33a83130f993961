"use client";

import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { classNames } from "./ui/class-names.ts";
import { Field } from "./ui/field.tsx";
import { useFormField } from "./ui/form.tsx";
import { Input } from "./ui/input.tsx";
import { rich } from "./ui/rich.ts";
import { Progress } from "./ui/spinner.tsx";

/** A numbered part of the form. */
export function FormStep({ number, title, action, children }: { number: number; title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className={classNames("flex flex-col gap-3", number > 1 && "border-line border-t pt-5")}>
      <div className="flex min-h-7 items-center justify-between gap-4">
        <h2 className="flex items-baseline gap-2.5 font-strong text-head">
          <span aria-hidden="true" className="text-ink-soft tabular-nums">
            {number}
          </span>
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}

export function NameField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Field name="name" label={t("Name")} hint={t("How people see and type it: it becomes a part of context names.")}>
      <Input mono value={value} onChange={(event) => onChange(event.target.value)} autoComplete="off" spellCheck={false} maxLength={63} className="max-w-sm" />
    </Field>
  );
}

export function GrantMe({ login }: { login: string }) {
  return (
    <Checkbox
      name="grantMe"
      defaultChecked
      label={rich("Give {login} cluster-admin here", { login: <span className="font-mono">{login}</span> })}
      hint={t("Being an administrator of Drawbridge gives no right in a cluster. Without this grant you cannot reach it until someone grants you access.")}
    />
  );
}

/** Sends the form; what happens in the cluster takes some seconds and is said. */
export function AddButton({ disabledReason }: { disabledReason: string | null }) {
  const { pending } = useFormField(undefined);
  return (
    <>
      <Button type="submit" tone="primary" pending={pending} disabledReason={disabledReason}>
        {t("Add environment")}
      </Button>
      {pending && <Progress>{t("Setting up the cluster. This takes a few seconds.")}</Progress>}
    </>
  );
}
