"use client";

import { Combobox as BaseCombobox } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { t } from "#lib/texts/index.ts";
import { classNames } from "./class-names.ts";
import { controlClass } from "./input.tsx";
import { itemClass, popupClass } from "./popup-class.ts";
import type { Option } from "./select.tsx";

interface Shared {
  options: readonly Option[];
  name?: string;
  placeholder?: string;
  mono?: boolean;
  /** Said when nothing matches. */
  empty?: string;
}

/** One of many options, found by typing. Inside a `<Field>`. */
export function Combobox({ defaultValue, onChange, ...shared }: Shared & { defaultValue?: string; onChange?: (value: string | null) => void }) {
  const { options, name, placeholder = t("Type to search"), mono = false } = shared;
  return (
    <BaseCombobox.Root<Option>
      items={[...options]}
      itemToStringLabel={(option) => option.label}
      itemToStringValue={(option) => option.value}
      isItemEqualToValue={(option, other) => option.value === other.value}
      {...(name === undefined ? {} : { name })}
      defaultValue={options.find((option) => option.value === defaultValue) ?? null}
      onValueChange={(option) => onChange?.(option?.value ?? null)}
      autoHighlight
    >
      <div className="relative">
        <BaseCombobox.Input placeholder={placeholder} className={classNames(controlClass, "h-9 pr-9 pl-2.5", mono && "font-mono")} />
        <BaseCombobox.Trigger
          aria-label={t("Show the options")}
          className="absolute inset-y-0 right-0 grid w-9 place-items-center rounded-control text-ink-soft"
        >
          <ChevronsUpDown className="size-3.5" aria-hidden="true" />
        </BaseCombobox.Trigger>
      </div>
      <Options {...shared} />
    </BaseCombobox.Root>
  );
}

/** Several of many options: each chosen one is a chip that Backspace or its cross takes away. Inside a `<Field>`; sends one value per choice. */
export function MultiCombobox({
  defaultValue = [],
  onChange,
  ...shared
}: Shared & { defaultValue?: readonly string[]; onChange?: (values: string[]) => void }) {
  const { options, name, placeholder = t("Type to search"), mono = false } = shared;
  return (
    <BaseCombobox.Root<Option, true>
      items={[...options]}
      multiple
      itemToStringLabel={(option) => option.label}
      itemToStringValue={(option) => option.value}
      isItemEqualToValue={(option, other) => option.value === other.value}
      {...(name === undefined ? {} : { name })}
      defaultValue={options.filter((option) => defaultValue.includes(option.value))}
      onValueChange={(chosen) => onChange?.(chosen.map((option) => option.value))}
      autoHighlight
    >
      <BaseCombobox.Chips
        className={classNames(
          controlClass,
          "flex min-h-9 flex-wrap items-center gap-1 p-1 focus-within:border-accent has-data-invalid:border-bad",
          mono && "font-mono",
        )}
      >
        <BaseCombobox.Value>
          {(chosen: Option[]) => (
            <>
              {chosen.map((option) => (
                <BaseCombobox.Chip
                  key={option.value}
                  aria-label={option.label}
                  className="inline-flex h-6.5 max-w-full items-center gap-0.5 rounded-control bg-sunken pl-2 data-highlighted:bg-wash"
                >
                  <span className="truncate">{option.label}</span>
                  <BaseCombobox.ChipRemove
                    aria-label={t("Remove {label}", { label: option.label })}
                    className="grid size-6 place-items-center rounded-control text-ink-soft hover:text-ink"
                  >
                    <X className="size-3.5" aria-hidden="true" />
                  </BaseCombobox.ChipRemove>
                </BaseCombobox.Chip>
              ))}
              <BaseCombobox.Input
                placeholder={chosen.length === 0 ? placeholder : ""}
                className="h-6.5 min-w-20 flex-1 bg-transparent px-1.5 outline-none placeholder:text-ink-soft"
              />
            </>
          )}
        </BaseCombobox.Value>
      </BaseCombobox.Chips>
      <Options {...shared} />
    </BaseCombobox.Root>
  );
}

function Options({ mono = false, empty = t("Nothing matches.") }: Shared) {
  return (
    <BaseCombobox.Portal>
      <BaseCombobox.Positioner sideOffset={4} collisionPadding={8} className="z-50">
        <BaseCombobox.Popup className={popupClass}>
          <BaseCombobox.Empty className="px-2 py-1.5 text-ink-soft empty:hidden">{empty}</BaseCombobox.Empty>
          <BaseCombobox.List className="outline-none">
            {(option: Option) => (
              <BaseCombobox.Item key={option.value} value={option} className={itemClass}>
                <span className="flex min-w-0 flex-col">
                  <span className={classNames("truncate", mono && "font-mono")}>{option.label}</span>
                  {option.detail !== undefined && <span className="text-small text-ink-soft">{option.detail}</span>}
                </span>
                <BaseCombobox.ItemIndicator className="text-accent">
                  <Check className="size-4" aria-hidden="true" />
                </BaseCombobox.ItemIndicator>
              </BaseCombobox.Item>
            )}
          </BaseCombobox.List>
        </BaseCombobox.Popup>
      </BaseCombobox.Positioner>
    </BaseCombobox.Portal>
  );
}
