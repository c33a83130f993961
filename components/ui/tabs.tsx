"use client";

import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

/** Views of the same thing, one at a time. Arrow keys move between the tabs. */
export function Tabs({
  label,
  defaultValue,
  onChange,
  tabs,
}: {
  label: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  tabs: readonly { value: string; label: string; content: ReactNode }[];
}) {
  return (
    <BaseTabs.Root
      defaultValue={defaultValue ?? tabs[0]?.value ?? null}
      onValueChange={(value) => {
        if (typeof value === "string") onChange?.(value);
      }}
    >
      <BaseTabs.List aria-label={label} activateOnFocus className="flex gap-4 overflow-x-auto border-line border-b">
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 whitespace-nowrap border-transparent border-b-2 px-0.5 text-ink-soft hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-ink"
          >
            {tab.label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="pt-4 outline-offset-4">
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
