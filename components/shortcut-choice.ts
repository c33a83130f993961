"use client";

import { choiceStore } from "./ui/choice-store.ts";
import { rememberPreference, shortcutsCookie } from "./ui/preferences.ts";

const store = choiceStore<boolean>();
/** Whether single keys do something. Speech input types letters by accident: WCAG 2.1.4 wants them to be switched off. */
export const useShortcutsOn = store.useChoice;

export function chooseShortcuts(on: boolean): void {
  rememberPreference(shortcutsCookie, on ? "on" : "off");
  store.choose(on);
}
