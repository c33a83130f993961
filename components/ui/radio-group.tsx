"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup as BaseRadioGroup } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { useFormField } from "./form.tsx";

interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

interface GroupProps {
  label: string;
  labelHidden?: boolean;
  name?: string;
  choices: readonly Choice[];
  defaultValue?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** One of a few, each with a line of explanation. */
export function RadioGroup(props: GroupProps) {
  return (
    <Group {...props} className="flex flex-col gap-2.5">
      {props.choices.map((choice) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside brings the input.
        <label key={choice.value} className="flex w-fit items-start gap-2.5">
          <span className="flex h-5 items-center">
            <Radio.Root
              value={choice.value}
              className="grid size-4.5 shrink-0 place-items-center rounded-full border border-edge bg-surface hover:border-ink-soft in-data-invalid:border-bad data-checked:border-accent data-checked:bg-accent"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radio.Root>
          </span>
          <span className="flex flex-col gap-0.5">
            <span>{choice.label}</span>
            {choice.hint !== undefined && <span className="text-small text-ink-soft">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </Group>
  );
}

/** One of a few short words, side by side. */
export function Segmented(props: GroupProps) {
  return (
    <Group {...props} className="flex flex-wrap gap-0.5 rounded-control bg-sunken p-0.5">
      {props.choices.map((choice) => (
        <Radio.Root
          key={choice.value}
          value={choice.value}
          nativeButton
          render={<button type="button" />}
          className="h-8 flex-1 whitespace-nowrap rounded-control border border-transparent px-3 text-ink-soft hover:text-ink data-checked:border-rim data-checked:bg-surface data-checked:font-medium data-checked:text-ink"
        >
          {choice.label}
        </Radio.Root>
      ))}
    </Group>
  );
}

function Group({
  label,
  labelHidden = false,
  name,
  defaultValue,
  value,
  onChange,
  className,
  children,
}: Omit<GroupProps, "choices"> & { className: string; children: ReactNode }) {
  const id = useId();
  const { error } = useFormField(name);
  return (
    <div data-field={name} data-invalid={error === undefined ? undefined : ""} className="flex flex-col gap-1.5">
      <span id={id} className={classNames("font-medium", labelHidden && "sr-only")}>
        {label}
      </span>
      <BaseRadioGroup
        {...(name === undefined ? {} : { name })}
        {...(defaultValue === undefined ? {} : { defaultValue })}
        {...(value === undefined ? {} : { value })}
        onValueChange={(chosen) => {
          if (typeof chosen === "string") onChange?.(chosen);
        }}
        aria-labelledby={id}
        {...(error === undefined ? {} : { "aria-describedby": `${id}-error` })}
        className={className}
      >
        {children}
      </BaseRadioGroup>
      {error !== undefined && (
        <p id={`${id}-error`} className="text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
