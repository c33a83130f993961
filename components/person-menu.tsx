"use client";

import { ChevronDown } from "lucide-react";
import { signOut } from "#lib/auth/client.ts";
import type { SessionView } from "#lib/auth/schema.ts";
import { Button } from "./ui/button.tsx";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "./ui/menu.tsx";

export function PersonMenu({ session }: { session: SessionView }) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" aria-label={`${session.displayName}, your account`}>
          <span className="max-w-40 truncate max-sm:max-w-20">{session.displayName}</span>
          <ChevronDown className="size-3.5" aria-hidden="true" />
        </Button>
      }
    >
      <p className="px-2 py-1 text-ink-soft text-small">
        Signed in as <span className="font-mono">{session.login}</span>
      </p>
      <MenuSeparator />
      <MenuLink href="/change-password">Change password</MenuLink>
      <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
    </Menu>
  );
}
