"use client";

import { ChevronDown, CircleUser } from "lucide-react";
import { signOut } from "#lib/auth/client.ts";
import type { SessionView } from "#lib/auth/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "./ui/menu.tsx";
import { rich } from "./ui/rich.ts";

export function PersonMenu({ session, showShortcuts }: { session: SessionView; showShortcuts: () => void }) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" aria-label={t("{displayName}, your account", { displayName: session.displayName })} className="max-sm:size-8 max-sm:px-0">
          <CircleUser className="size-4 sm:hidden" aria-hidden="true" />
          <span className="max-w-40 truncate max-sm:hidden">{session.displayName}</span>
          <ChevronDown className="size-3.5 max-sm:hidden" aria-hidden="true" />
        </Button>
      }
    >
      <p className="px-2 py-1 text-ink-soft text-small">{rich("Signed in as {login}", { login: <span className="font-mono">{session.login}</span> })}</p>
      <MenuSeparator />
      <MenuLink href="/account">{t("Your account")}</MenuLink>
      <MenuLink href="/change-password">{t("Change password")}</MenuLink>
      <MenuItem onSelect={showShortcuts}>{t("Keyboard shortcuts")}</MenuItem>
      <MenuItem onSelect={() => void signOut()}>{t("Sign out")}</MenuItem>
    </Menu>
  );
}
