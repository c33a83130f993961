"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { Page } from "./pages.ts";
import { chooseShortcuts, useShortcutsOn } from "./shortcut-choice.ts";
import { ownKeys } from "./shortcuts.ts";
import { Checkbox } from "./ui/checkbox.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Keys } from "./ui/keys.tsx";

type Shortcut = [does: string, keys: readonly string[]];

/** The list of keys, this page's own among them, and the switch that turns the single ones off. */
export default function ShortcutList({
  pages,
  isApple,
  startOn,
  onClose,
}: {
  pages: readonly Page[];
  isApple: boolean;
  startOn: boolean;
  onClose: () => void;
}) {
  const on = useShortcutsOn(startOn);
  // What the page had when it was asked; the dialog hides nothing of it.
  const [own] = useState(() => ownKeys().map(({ key, name }): Shortcut => [name, [key]]));
  const [hasTable] = useState(() => document.querySelector("main [role=table]") !== null);
  const anywhere: Shortcut[] = [
    [t("Search and commands"), isApple ? ["⌘", "K"] : ["Ctrl", "K"]],
    [t("Into the page’s search"), ["/"]],
    [t("This list"), ["?"]],
    [t("Close a dialog or a menu"), ["Esc"]],
  ];
  return (
    <Dialog open onOpenChange={onClose} title={t("Keyboard shortcuts")} width="wide">
      <div className="gap-10 sm:columns-2">
        <Group title={t("Anywhere")} shortcuts={anywhere} />
        {own.length > 0 && <Group title={t("On this page")} shortcuts={own} />}
        {hasTable && <Group title={t("In a table")} shortcuts={inTable} />}
        <Group title={t("Go to")} shortcuts={pages.map(({ title, key }): Shortcut => [title, ["g", key]])} />
      </div>
      <div className="border-line border-t pt-4">
        <Checkbox
          label={t("Single-key shortcuts")}
          hint={t("Off, only {key} K does something, and the keys of what has the focus. This browser remembers it.", { key: isApple ? "⌘" : "Ctrl" })}
          checked={on}
          onChange={chooseShortcuts}
        />
      </div>
    </Dialog>
  );
}

const inTable: Shortcut[] = [
  [t("Another row"), ["↑", "↓"]],
  [t("First and last row"), ["Home", "End"]],
  [t("A page of rows"), ["Page Up", "Page Down"]],
  [t("Tick the row"), [t("Space")]],
  [t("What the row is for"), ["Enter"]],
  [t("Into the row’s buttons and back"), ["→", "←"]],
];

const spoken: Record<string, string> = {
  "↑": t("Up"),
  "↓": t("Down"),
  "→": t("Right"),
  "←": t("Left"),
  "⌘": t("Command"),
  "/": t("Slash"),
  "?": t("Question mark"),
};

function Group({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section aria-label={title} className="break-inside-avoid pb-6">
      <h3 className="pb-1 font-strong">{title}</h3>
      <dl>
        {shortcuts.map(([does, keys]) => (
          <div key={does} className="flex min-h-8 items-center justify-between gap-4 border-line border-b py-1 last:border-b-0">
            <dt>{does}</dt>
            <dd>
              <Keys keys={keys} label={keys.map((key) => spoken[key] ?? key).join(" ")} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
