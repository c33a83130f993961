"use client";

import { SunMoon } from "lucide-react";
import { useState } from "react";
import { Button } from "./ui/button.tsx";
import { Menu, MenuChoice } from "./ui/menu.tsx";
import { parseTheme, rememberPreference, type Theme, themeCookie } from "./ui/preferences.ts";

const choices = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function ThemeMenu({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const change = (value: string) => {
    const next = parseTheme(value);
    setChosen(next);
    rememberPreference(themeCookie, next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="icon" aria-label="Theme" title="Theme">
          <SunMoon className="size-4.5" strokeWidth={1.75} aria-hidden="true" />
        </Button>
      }
    >
      <MenuChoice label="Theme" value={chosen} onChange={change} choices={choices} />
    </Menu>
  );
}
