"use client";

import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { t } from "#lib/texts/index.ts";
import { classNames } from "./class-names.ts";
import { controlClass } from "./input.tsx";
import { itemClass, popupClass } from "./popup-class.ts";

export interface Option {
  value: string;
  label: string;
  /** A second line in the list. */
  detail?: string;
}

/** One of a few options. Inside a `<Field>`, whose name it takes; else give `label`. For many options use Combobox. */
export function Select({
  options,
  name,
  label,
  placeholder = t("Choose…"),
  mono = false,
  defaultValue,
  value,
  onChange,
}: {
  options: readonly Option[];
  name?: string;
  /** Accessible name outside a `<Field>`. */
  label?: string;
  placeholder?: string;
  mono?: boolean;
  defaultValue?: string;
  value?: string;
  onChange?: (value: string) => void;
}) {
  return (
    <BaseSelect.Root
      items={options.map(({ value, label }) => ({ value, label }))}
      {...(name === undefined ? {} : { name })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      {...(value === undefined ? {} : { value })}
      onValueChange={(chosen) => {
        if (typeof chosen === "string") onChange?.(chosen);
      }}
    >
      <BaseSelect.Trigger
        aria-label={label}
        className={classNames(controlClass, "flex h-9 items-center justify-between gap-2 px-2.5 text-left", mono && "font-mono")}
      >
        <BaseSelect.Value placeholder={placeholder} className="truncate data-placeholder:text-ink-soft" />
        <BaseSelect.Icon className="text-ink-soft">
          <ChevronsUpDown className="size-3.5" aria-hidden="true" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={4} collisionPadding={8} alignItemWithTrigger={false} className="z-50">
          <BaseSelect.Popup className={popupClass}>
            {options.map((option) => (
              <BaseSelect.Item key={option.value} value={option.value} className={classNames(itemClass, mono && "font-mono")}>
                <span className="flex min-w-0 flex-col">
                  <BaseSelect.ItemText className="truncate">{option.label}</BaseSelect.ItemText>
                  {option.detail !== undefined && <span className="font-sans text-small text-ink-soft">{option.detail}</span>}
                </span>
                <BaseSelect.ItemIndicator className="text-accent">
                  <Check className="size-4" aria-hidden="true" />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
