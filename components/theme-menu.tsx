"use client";

import { SunMoon } from "lucide-react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Menu, MenuChoice } from "./ui/menu.tsx";
import { parseTheme, type Theme, themes } from "./ui/preferences.ts";
import { chooseTheme, themeLabels, useTheme } from "./ui/theme.ts";

const choices = themes.map((value) => ({ value, label: themeLabels[value] }));

export function ThemeMenu({ theme }: { theme: Theme }) {
  const chosen = useTheme(theme);
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="icon" aria-label={t("Theme")} title={t("Theme")}>
          <SunMoon className="size-4.5" strokeWidth={1.75} aria-hidden="true" />
        </Button>
      }
    >
      <MenuChoice label={t("Theme")} value={chosen} onChange={(value) => chooseTheme(parseTheme(value))} choices={choices} />
    </Menu>
  );
}
