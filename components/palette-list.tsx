"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { t } from "#lib/texts/index.ts";
import type { PaletteGroup, PaletteItem } from "./palette-groups.ts";
import { classNames } from "./ui/class-names.ts";
import { Keys } from "./ui/keys.tsx";
import { itemClass } from "./ui/popup-class.ts";

const groupLabels: Record<PaletteItem["group"], string> = {
  Environments: t("Environments"),
  Kubeconfigs: t("Kubeconfigs"),
  Pages: t("Pages"),
  People: t("People"),
  Manage: t("Manage"),
  Actions: t("Actions"),
};

/** What fits, by group. */
export function PaletteList({ onChoose }: { onChoose: (item: PaletteItem) => void }) {
  return (
    <Autocomplete.List className="outline-none">
      {(group: PaletteGroup) => (
        <Autocomplete.Group key={group.label} items={group.items} className="pb-1.5 last:pb-0">
          <Autocomplete.GroupLabel className="px-2.5 py-1 text-ink-soft text-small">{groupLabels[group.label]}</Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(item: PaletteItem) => (
              <Autocomplete.Item
                key={item.id}
                value={item}
                // Some screen readers say only what is selected.
                render={(props, { highlighted }) => <div {...props} role="option" tabIndex={-1} aria-selected={highlighted} />}
                onClick={() => onChoose(item)}
                className={classNames(itemClass, "min-h-9 scroll-my-8 px-2.5")}
              >
                <Line item={item} />
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}

function Line({ item: { icon: Icon, label, mono = false, note, detail, keys } }: { item: PaletteItem }) {
  return (
    <>
      <span className="flex min-w-0 items-center gap-2.5">
        <Icon className="size-4 shrink-0 text-ink-soft" strokeWidth={1.75} aria-hidden="true" />
        <span className={classNames("truncate", mono && "font-mono")}>{label}</span>
        {note !== undefined && <span className="min-w-0 flex-1 truncate text-ink-soft text-small">{note}</span>}
      </span>
      {detail !== undefined && <span className="max-w-1/2 shrink-0 truncate text-ink-soft text-small">{detail}</span>}
      {keys && <Keys keys={keys} className="max-sm:hidden" />}
    </>
  );
}
