"use client";

import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { useFormField } from "./form.tsx";

interface BoxProps {
  checked?: boolean;
  defaultChecked?: boolean;
  indeterminate?: boolean;
  onChange?: (checked: boolean, shiftKey: boolean) => void;
  name?: string;
  value?: string;
  disabled?: boolean;
}

/** A tick box alone, for a row that names it otherwise: `label` is read, not shown. */
export function TickBox({ label, ...props }: BoxProps & { label?: string }) {
  const { onChange, indeterminate = false, ...rest } = props;
  return (
    <BaseCheckbox.Root
      {...rest}
      indeterminate={indeterminate}
      aria-label={label}
      onCheckedChange={(checked, details) => onChange?.(checked, details.event instanceof MouseEvent && details.event.shiftKey)}
      className="grid size-4.5 shrink-0 place-items-center rounded-tick border border-edge bg-surface hover:border-ink-soft data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent in-data-invalid:border-bad data-disabled:border-line data-disabled:bg-sunken"
    >
      <BaseCheckbox.Indicator className="text-on-accent">
        {indeterminate ? <Minus className="size-3.5" strokeWidth={3} aria-hidden="true" /> : <Check className="size-3.5" strokeWidth={3} aria-hidden="true" />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
}

/** A tick box with its label and, below, a hint. In a form it sends `on` (or `value`) when ticked, nothing else. */
export function Checkbox({ label, hint, ...props }: BoxProps & { label: ReactNode; hint?: ReactNode }) {
  const { error } = useFormField(props.name);
  return (
    <div data-field={props.name} data-invalid={error === undefined ? undefined : ""}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the tick box inside brings the input. */}
      <label className="flex w-fit items-start gap-2.5">
        <span className="flex h-5 items-center">
          <TickBox {...props} />
        </span>
        <span className="flex flex-col gap-0.5">
          <span>{label}</span>
          {hint !== undefined && <span className="text-small text-ink-soft">{hint}</span>}
          {error !== undefined && (
            <span role="alert" className="text-bad">
              {error}
            </span>
          )}
        </span>
      </label>
    </div>
  );
}
