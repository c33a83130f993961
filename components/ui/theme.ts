"use client";

import { t } from "#lib/texts/index.ts";
import { choiceStore } from "./choice-store.ts";
import { rememberPreference, type Theme, themeCookie } from "./preferences.ts";

export const themeLabels: Record<Theme, string> = { system: t("As the system"), light: t("Light"), dark: t("Dark") };

const store = choiceStore<Theme>();
export const useTheme = store.useChoice;

/** Puts the page into the theme at once, and remembers it. */
export function chooseTheme(theme: Theme): void {
  rememberPreference(themeCookie, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  store.choose(theme);
}
