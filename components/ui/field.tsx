"use client";

import { Field as BaseField } from "@base-ui/react/field";
import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import { classNames } from "./class-names.ts";
import { useFormField } from "./form.tsx";

/** Label, control, hint and error, wired to each other. `name` is the key of the field in the form and in its errors. */
export function Field({
  name,
  label,
  hint,
  error: ownError,
  optional = false,
  labelHidden = false,
  className,
  children,
}: {
  name?: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Of a field outside a `<Form>`; inside, the form knows. */
  error?: string | undefined;
  optional?: boolean;
  labelHidden?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { error: formError } = useFormField(name);
  const error = ownError ?? formError;
  return (
    <BaseField.Root
      {...(name === undefined ? {} : { name })}
      invalid={error !== undefined}
      data-field={name ?? ""}
      className={classNames("flex min-w-0 flex-col gap-1.5", className)}
    >
      <BaseField.Label className={classNames("w-fit font-medium", labelHidden && "sr-only")}>
        {label}
        {optional && <span className="font-normal text-ink-soft"> {t("(optional)")}</span>}
      </BaseField.Label>
      {children}
      {error !== undefined && (
        <BaseField.Error match className="text-bad">
          {error}
        </BaseField.Error>
      )}
      {hint !== undefined && <BaseField.Description className="text-small text-ink-soft">{hint}</BaseField.Description>}
    </BaseField.Root>
  );
}
